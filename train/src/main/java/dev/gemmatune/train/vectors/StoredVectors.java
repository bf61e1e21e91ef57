package dev.gemmatune.train.vectors;

import dev.gemmatune.datasets.rows.RowFile;
import dev.gemmatune.datasets.training.TrainingData;
import dev.gemmatune.model.UserError;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Vectors that lie in files, as {@code gemmatune embed} writes them: row i of a matrix belongs to text i of a text file.
 *
 * <p>Memory: a number for each text of the training; vectors are read when a batch needs them.
 */
public final class StoredVectors implements TextVectors {

    private static final int TEXT_SHOWN = 60;

    /**
     * A matrix and its texts.
     *
     * @param vectors a .npy file of float32, {@code [texts, T]}
     * @param texts the texts in the same order, .txt or .jsonl
     */
    public record Source(Path vectors, Path texts) {}

    /** Where a vector lies. */
    private record Position(int source, long row) {}

    private final List<NpyFile> files;
    private final Map<String, Position> positions;

    private StoredVectors(List<NpyFile> files, Map<String, Position> positions) {
        this.files = files;
        this.positions = positions;
    }

    /**
     * Opens files that must hold a vector for every text of the data.
     *
     * @param sources at least one; a text may be in one of them only
     * @throws UserError if a file is no matrix, does not fit its texts or the other files, or lacks a text, or if a vector
     *     of the training is zero or not finite
     */
    public static StoredVectors open(List<Source> sources, TrainingData data) {
        if (sources.isEmpty()) {
            throw new IllegalArgumentException("sources must be at least one, got none");
        }
        Set<String> wanted = new HashSet<>();
        data.examples().forEach(example -> wanted.addAll(example.texts()));
        List<NpyFile> files = new ArrayList<>();
        Map<String, Position> positions = new HashMap<>();
        for (Source source : sources) {
            NpyFile file = NpyFile.open(source.vectors());
            requireDimension(file, files);
            files.add(file);
            index(source, file, files.size() - 1, wanted, positions);
        }
        requireAll(sources, data, positions);
        requireDirections(files, positions);
        return new StoredVectors(List.copyOf(files), positions);
    }

    @Override
    public int dimension() {
        return files.get(0).columns();
    }

    @Override
    public float[][] of(List<String> firsts, List<String> others) {
        List<String> texts = new ArrayList<>(firsts);
        texts.addAll(others);
        float[][] vectors = new float[texts.size()][];
        for (int source = 0; source < files.size(); source++) {
            read(source, texts, vectors);
        }
        return vectors;
    }

    private void read(int source, List<String> texts, float[][] vectors) {
        NpyFile file = files.get(source);
        try (FileChannel channel = FileChannel.open(file.file())) {
            for (int i = 0; i < vectors.length; i++) {
                Position position = positions.get(texts.get(i));
                if (position == null) {
                    throw new IllegalArgumentException(
                            "texts must be of the training data, got \"" + texts.get(i) + "\"");
                }
                if (position.source() == source) {
                    vectors[i] = file.row(channel, position.row());
                }
            }
        } catch (IOException e) {
            throw new UserError("cannot read " + file.file() + ": " + e.getMessage(), e);
        }
    }

    private static void requireDimension(NpyFile file, List<NpyFile> others) {
        if (!others.isEmpty() && others.get(0).columns() != file.columns()) {
            throw new UserError(
                    file.file() + ": expected vectors of " + others.get(0).columns() + " dimensions as in "
                            + others.get(0).file() + ", found " + file.columns());
        }
    }

    private static void index(
            Source source, NpyFile file, int number, Set<String> wanted, Map<String, Position> positions) {
        long[] count = {0};
        RowFile.read(source.texts(), row -> {
            String text = row.textOrBlank(RowFile.TEXT);
            if (wanted.contains(text)) {
                Position other = positions.putIfAbsent(text, new Position(number, count[0]));
                if (other != null && other.source() != number) {
                    throw new UserError(source.texts() + ": the text " + shown(text)
                            + " has a vector in an earlier file as well; a text needs one vector");
                }
            }
            count[0]++;
        });
        if (count[0] != file.rows()) {
            throw new UserError(file.file() + " has " + file.rows() + " vectors, but " + source.texts() + " has "
                    + count[0] + " texts; give the file from which the vectors were made");
        }
    }

    private static void requireAll(List<Source> sources, TrainingData data, Map<String, Position> positions) {
        for (int row = 0; row < data.size(); row++) {
            for (String text : data.examples().get(row).texts()) {
                if (!positions.containsKey(text)) {
                    throw new UserError("no vector of the text " + shown(text) + " (row " + (row + 1) + " of "
                            + data.name() + ") in "
                            + String.join(
                                    ", ",
                                    sources.stream()
                                            .map(source -> source.texts().toString())
                                            .toList())
                            + "; embed all texts of the training with the teacher");
                }
            }
        }
    }

    /** A vector without a direction teaches nothing, and one that is not finite ends the training with its own loss. */
    private static void requireDirections(List<NpyFile> files, Map<String, Position> positions) {
        List<Position> inOrder = positions.values().stream()
                .sorted(Comparator.comparingInt(Position::source).thenComparingLong(Position::row))
                .toList();
        for (int source = 0; source < files.size(); source++) {
            NpyFile file = files.get(source);
            try (FileChannel channel = FileChannel.open(file.file())) {
                for (Position position : inOrder) {
                    if (position.source() == source) {
                        requireDirection(file, position.row(), file.row(channel, position.row()));
                    }
                }
            } catch (IOException e) {
                throw new UserError("cannot read " + file.file() + ": " + e.getMessage(), e);
            }
        }
    }

    private static void requireDirection(NpyFile file, long row, float[] vector) {
        double squares = 0;
        for (float value : vector) {
            squares += (double) value * value;
        }
        if (squares == 0 || !Double.isFinite(squares)) {
            throw new UserError(file.file() + ": the vector of row " + (row + 1) + " "
                    + (squares == 0 ? "is zero" : "has numbers that are not finite")
                    + "; a teacher's vectors need a direction: embed the texts again");
        }
    }

    private static String shown(String text) {
        return "\"" + (text.length() > TEXT_SHOWN ? text.substring(0, TEXT_SHOWN) + "…" : text) + "\"";
    }
}

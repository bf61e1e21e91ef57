package dev.gemmatune.cli.evaluation;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.gemmatune.cli.config.EvaluationSet;
import dev.gemmatune.eval.quantized.Int8Ranges;
import dev.gemmatune.eval.retrieval.RetrievalResult;
import dev.gemmatune.eval.tasks.SearchedPart;
import dev.gemmatune.eval.trec.RunFile;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.files.AtomicFiles;
import dev.gemmatune.model.files.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an evaluation leaves beside mteb's files:
 *
 * <ul>
 *   <li>{@code queries/MODEL/SET.csv}: the metrics of each query, sentence, text or draw, for a spreadsheet
 *   <li>{@code queries/MODEL/SET.json}: what {@code compare} needs: samples of the metrics, best documents of queries
 *   <li>{@code runs/MODEL/SET.DIMENSION.PRECISION.run}: TREC runs, the best 100 documents of each query
 *   <li>{@code ranges/MODEL/SET.DIMENSION.json}: what int8 codes of the corpus were made with
 * </ul>
 *
 * <p>Where a task has several splits or subsets, each has runs and ranges of its own: {@code SET.test.de.768.float32.run}.
 *
 * @param output the folder
 * @param model the model's name, usable as a folder's
 */
public record EvaluationFiles(Path output, String model) {

    private static final String QUERIES = "queries";
    private static final String JSON = ".json";
    static final int RUN_DEPTH = 100;

    /**
     * Writes the files.
     *
     * @param note is told of what cannot be written because of ids that its format cannot hold
     */
    public void write(SetEvaluation found, Consumer<String> note) {
        String set = EvaluationSet.fileName(found.set().name());
        Path queries = output.resolve(QUERIES).resolve(model);
        noteReplaced(queries.resolve(set + JSON), found.evaluation(), note);
        AtomicFiles.writeString(queries.resolve(set + JSON), Json.compact(RecordJson.write(found.evaluation())) + "\n");
        String table = ItemTable.csv(found.evaluation());
        if (!table.isEmpty()) {
            AtomicFiles.writeString(queries.resolve(set + ".csv"), table);
        }
        for (SearchedPart part : found.searches()) {
            String name = EvaluationSet.fileName((set + "/" + part.prefix()).replaceAll("/+$", ""));
            writeRuns(part.result(), name, note);
            part.result().quantized().values().stream()
                    .flatMap(quantized -> quantized.ranges().entrySet().stream())
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (one, same) -> one))
                    .forEach((dimension, ranges) -> AtomicFiles.writeString(
                            output.resolve("ranges").resolve(model).resolve(name + "." + dimension + JSON),
                            Json.compact(json(ranges)) + "\n"));
        }
    }

    /** What an earlier command left of other data by the same name is replaced, but not in silence. */
    private static void noteReplaced(Path file, EvaluationRecord found, Consumer<String> note) {
        if (!Files.exists(file)) {
            return;
        }
        try {
            EvaluationRecord earlier = RecordJson.read(file);
            if (!earlier.data().equals(found.data())) {
                note.accept("warning: " + file + " held scores of other data by the name " + found.set() + " ("
                        + earlier.size() + "); they are replaced. Another --output keeps both");
            }
        } catch (UserError broken) {
            note.accept("warning: " + file + " could not be read and is replaced: " + broken.getMessage());
        }
    }

    /**
     * Reads the records that are in a folder, those of all models.
     *
     * @return in the order of their names; empty if the folder holds none
     */
    public static List<EvaluationRecord> read(Path output) {
        Path queries = output.resolve(QUERIES);
        if (!Files.isDirectory(queries)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(queries, 2)) {
            return files.filter(file -> file.toString().endsWith(JSON))
                    .sorted(Comparator.comparing(Path::toString))
                    .map(RecordJson::read)
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw new UserError("cannot read " + queries + ": " + e.getMessage(), e);
        }
    }

    private void writeRuns(RetrievalResult result, String set, Consumer<String> note) {
        Path folder = output.resolve("runs").resolve(model);
        result.byPrecision()
                .forEach((precision, byDimension) -> byDimension.forEach((dimension, found) -> {
                    Path file = folder.resolve(set + "." + dimension + "." + precision.key() + ".run");
                    try {
                        RunFile.write(file, found.run(), model.replaceAll("\\s", "_"));
                    } catch (UserError e) {
                        note.accept("no run file " + file.getFileName() + ": " + e.getMessage());
                    }
                }));
    }

    private static JsonObject json(Int8Ranges ranges) {
        JsonObject object = new JsonObject();
        object.addProperty("dimension", ranges.dimension());
        JsonArray minimum = new JsonArray();
        JsonArray maximum = new JsonArray();
        for (int i = 0; i < ranges.dimension(); i++) {
            minimum.add(ranges.minimum()[i]);
            maximum.add(ranges.maximum()[i]);
        }
        object.add("minimum", minimum);
        object.add("maximum", maximum);
        return object;
    }
}

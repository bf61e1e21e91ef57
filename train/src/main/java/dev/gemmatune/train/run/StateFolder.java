package dev.gemmatune.train.run;

import ai.djl.ndarray.NDArray;
import com.google.gson.JsonObject;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.files.AtomicFiles;
import dev.gemmatune.model.files.Json;
import dev.gemmatune.model.safetensors.SafetensorsFile;
import dev.gemmatune.model.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * The folder {@code state} of a run: what is needed to go on after a kill.
 *
 * <p>Each state is a folder of its own, {@code step-000000040}, that appears under its name when it is complete; only
 * then the one before it is removed. So at every moment there is a complete one, or none yet. When the training is over,
 * {@code finished.json} takes their place. All of them carry checksums.
 */
public final class StateFolder {

    /** The folder's name in that of the run. */
    static final String NAME = "state";

    private static final String PROGRESS = "progress.json";
    private static final String ARRAYS = "arrays.safetensors";
    private static final String ARRAYS_CHECKSUM = "arrays_checksum";
    private static final String FINISHED = "finished.json";
    private static final String STEP = "step-";

    /**
     * A state that was saved.
     *
     * @param folder where it lies
     * @param progress what is known of the training so far
     * @param arrays the weights and moments
     */
    public record Saved(Path folder, JsonObject progress, SafetensorsFile arrays) {}

    private final Path folder;

    /** The states of a run. */
    public StateFolder(Path run) {
        this.folder = run.resolve(NAME);
    }

    /** Saves a state and removes the one before it. */
    public void save(long step, JsonObject progress, SortedMap<String, NDArray> arrays) {
        String name = String.format(Locale.ROOT, "%s%09d", STEP, step);
        AtomicFiles.writeFolder(folder.resolve(name), part -> {
            progress.addProperty(ARRAYS_CHECKSUM, write(part.resolve(ARRAYS), arrays));
            AtomicFiles.writeString(part.resolve(PROGRESS), Json.compact(Checksums.seal(progress)));
        });
        removeAllBut(name);
    }

    /**
     * The newest complete state.
     *
     * @throws UserError if it cannot be read, or is not what was written
     */
    public Optional<Saved> newest() {
        return entries().stream()
                .filter(StateFolder::isState)
                .max(Comparator.comparing(Path::getFileName))
                .map(StateFolder::read);
    }

    private static Saved read(Path state) {
        Path file = state.resolve(PROGRESS);
        JsonObject progress = Checksums.read(file);
        SafetensorsFile arrays = SafetensorsFile.open(state.resolve(ARRAYS));
        Checksums.check(arrays, Json.string(progress, ARRAYS_CHECKSUM, file.toString()));
        return new Saved(state, progress, arrays);
    }

    /** The step of the newest complete state, which is not read. */
    public OptionalLong newestStep() {
        return entries().stream()
                .filter(StateFolder::isState)
                .mapToLong(path -> Long.parseLong(path.getFileName().toString().substring(STEP.length())))
                .max();
    }

    /** Says that the training is over and removes the states. */
    public void finish(JsonObject result) {
        AtomicFiles.writeString(folder.resolve(FINISHED), Json.compact(Checksums.seal(result)));
        removeAllBut(FINISHED);
    }

    /** Whether there is a state, or the word that the training is over. */
    boolean isUsed() {
        return Files.exists(folder.resolve(FINISHED)) || entries().stream().anyMatch(StateFolder::isState);
    }

    /** What {@link #finish} was told, if it was. */
    public Optional<JsonObject> finished() {
        Path file = folder.resolve(FINISHED);
        return Files.exists(file) ? Optional.of(Checksums.read(file)) : Optional.empty();
    }

    /** Writes arrays by their names as float32, and returns their checksum. */
    static String write(Path file, SortedMap<String, NDArray> arrays) {
        SortedMap<String, List<Long>> shapes = new TreeMap<>();
        for (Map.Entry<String, NDArray> array : arrays.entrySet()) {
            shapes.put(
                    array.getKey(),
                    LongStream.of(array.getValue().getShape().getShape())
                            .boxed()
                            .toList());
        }
        CRC32C sum = new CRC32C();
        SafetensorsWriter.write(file, shapes, Map.of(), name -> {
            ByteBuffer values = arrays.get(name).toByteBuffer(true);
            Checksums.add(sum, name, shapes.get(name), values);
            return values;
        });
        return Checksums.text(sum);
    }

    private static boolean isState(Path path) {
        return path.getFileName().toString().matches(STEP + "\\d{1,18}");
    }

    private void removeAllBut(String kept) {
        for (Path path : entries()) {
            if (!path.getFileName().toString().equals(kept)) {
                AtomicFiles.delete(path);
            }
        }
    }

    private List<Path> entries() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.toList();
        } catch (IOException e) {
            throw new UserError("cannot read " + folder + ": " + e.getMessage(), e);
        }
    }
}

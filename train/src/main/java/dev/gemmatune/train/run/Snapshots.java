package dev.gemmatune.train.run;

import ai.djl.ndarray.NDArray;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.files.AtomicFiles;
import dev.gemmatune.model.safetensors.SafetensorsFile;
import dev.gemmatune.train.merge.WeightAverage;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;

/** The trained weights at the last few evaluations, on disk until the end of the training averages them. */
public final class Snapshots {

    private final Path folder;
    private final int kept;
    private final List<Long> steps = new ArrayList<>();
    private final List<String> checksums = new ArrayList<>();

    /** Keeps the last {@code kept} snapshots of a run; none if that is less than 2. */
    public Snapshots(Path run, int kept) {
        this.folder = run.resolve("snapshots");
        this.kept = kept < 2 ? 0 : kept;
    }

    /** The steps after which the snapshots were taken. */
    public List<Long> steps() {
        return List.copyOf(steps);
    }

    /** The steps and checksums of the snapshots, for {@link #restore}. */
    public JsonArray toJson() {
        JsonArray list = new JsonArray();
        for (int i = 0; i < steps.size(); i++) {
            JsonObject snapshot = new JsonObject();
            snapshot.addProperty("step", steps.get(i));
            snapshot.addProperty("checksum", checksums.get(i));
            list.add(snapshot);
        }
        return list;
    }

    /**
     * Goes on with snapshots that are on disk.
     *
     * @param list what {@link #toJson} gave
     * @throws UserError if one is missing, or is not what was written
     */
    public void restore(JsonArray list) {
        steps.clear();
        checksums.clear();
        for (JsonElement element : list) {
            JsonObject snapshot = element.getAsJsonObject();
            steps.add(snapshot.get("step").getAsLong());
            checksums.add(snapshot.get("checksum").getAsString());
            Path file = file(steps.get(steps.size() - 1));
            if (!Files.exists(file)) {
                throw new UserError(
                        file + " does not exist, though the saved state counts on it; put a copy of it there,"
                                + " or begin the run anew (--overwrite)");
            }
            Checksums.check(SafetensorsFile.open(file), checksums.get(checksums.size() - 1));
        }
    }

    /** Takes a snapshot and drops the oldest one that is no longer wanted. */
    public void take(long step, SortedMap<String, NDArray> weights) {
        if (kept == 0) {
            return;
        }
        checksums.add(StateFolder.write(file(step), weights));
        steps.add(step);
        if (steps.size() > kept) {
            checksums.remove(0);
            AtomicFiles.delete(file(steps.remove(0)));
        }
    }

    /** The mean of a weight over all snapshots as little-endian float32 in a direct buffer; summed in double. */
    public ByteBuffer mean(String name) {
        return WeightAverage.mean(steps.stream()
                .map(step -> SafetensorsFile.open(file(step)).map(name))
                .toList());
    }

    /** Removes all snapshots. */
    public void clear() {
        steps.clear();
        checksums.clear();
        AtomicFiles.delete(folder);
    }

    private Path file(long step) {
        return folder.resolve(String.format(Locale.ROOT, "step-%09d.safetensors", step));
    }
}

package dev.gemmatune.train.run;

import ai.djl.ndarray.NDArray;
import dev.gemmatune.model.files.AtomicFiles;
import dev.gemmatune.model.safetensors.SafetensorsFile;
import dev.gemmatune.train.merge.WeightAverage;
import java.nio.ByteBuffer;
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

    /** Keeps the last {@code kept} snapshots of a run; none if that is less than 2. */
    public Snapshots(Path run, int kept) {
        this.folder = run.resolve("snapshots");
        this.kept = kept < 2 ? 0 : kept;
    }

    /** The steps after which the snapshots were taken. */
    public List<Long> steps() {
        return List.copyOf(steps);
    }

    /** Goes on with snapshots that are on disk. */
    public void restore(List<Long> steps) {
        this.steps.clear();
        this.steps.addAll(steps);
    }

    /** Takes a snapshot and drops the oldest one that is no longer wanted. */
    public void take(long step, SortedMap<String, NDArray> weights) {
        if (kept == 0) {
            return;
        }
        StateFolder.write(file(step), weights);
        steps.add(step);
        if (steps.size() > kept) {
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
        AtomicFiles.delete(folder);
    }

    private Path file(long step) {
        return folder.resolve(String.format(Locale.ROOT, "step-%09d.safetensors", step));
    }
}

package dev.gemmatune.train.run;

import com.google.gson.JsonObject;
import dev.gemmatune.eval.Scores;
import dev.gemmatune.model.EmbeddingModel;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.files.AtomicFiles;
import dev.gemmatune.model.files.Json;
import dev.gemmatune.train.StepReport;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The folder of a run. */
public final class RunFolder {

    /** The checkpoint with the best scores. */
    public static final String BEST = "best";
    /** The checkpoint at the end. */
    public static final String LAST = "last";
    /** The mean of the last snapshots. */
    public static final String AVERAGED = "averaged";
    /** A JSON object per logged step and evaluation. */
    public static final String METRICS = "metrics.jsonl";

    private final Path folder;

    /** A folder that is made when something is written to it. */
    public RunFolder(Path folder) {
        this.folder = folder;
    }

    /** The folder of a checkpoint. */
    public Path checkpoint(String name) {
        return folder.resolve(name);
    }

    /**
     * Saves the present weights as a complete checkpoint; one of the same name is replaced when the new one is complete.
     */
    public void save(String name, EmbeddingModel model) {
        model.save(checkpoint(name));
    }

    /** Adds a step to metrics.jsonl. */
    public void log(StepReport report) {
        JsonObject line = new JsonObject();
        line.addProperty("step", report.step());
        line.addProperty("epoch", report.epoch());
        if (!report.set().isEmpty()) {
            line.addProperty("set", report.set());
        }
        line.addProperty("loss", report.loss());
        line.addProperty("learning_rate", report.learningRate());
        line.addProperty("grad_norm", report.gradientNorm());
        line.addProperty("tokens", report.tokens());
        line.addProperty("tokens_per_second", report.tokens() / report.seconds());
        append(line);
    }

    /** Adds an evaluation to metrics.jsonl. */
    public void log(String evaluation, long step, Scores scores, boolean best) {
        JsonObject line = new JsonObject();
        line.addProperty("step", step);
        line.addProperty("evaluation", evaluation);
        line.addProperty("primary_metric", scores.primaryMetric());
        line.addProperty("best", best);
        line.add("scores", ScoresJson.byDimension(scores));
        append(line);
    }

    /** The length of metrics.jsonl in bytes, 0 if there is none. */
    public long metricsLength() {
        Path file = folder.resolve(METRICS);
        try {
            return Files.exists(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            throw new UserError("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** Cuts metrics.jsonl to an earlier length: what came after it will be written again. */
    public void cutMetrics(long length) {
        Path file = folder.resolve(METRICS);
        if (metricsLength() <= length) {
            return;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(length);
        } catch (IOException e) {
            throw AtomicFiles.cannotWrite(file, e);
        }
    }

    /** Removes a checkpoint; does nothing if there is none. */
    public void delete(String name) {
        AtomicFiles.delete(checkpoint(name));
    }

    private void append(JsonObject line) {
        Path file = folder.resolve(METRICS);
        try {
            Files.createDirectories(folder);
            byte[] bytes = (Json.compact(line) + "\n").getBytes(StandardCharsets.UTF_8);
            Files.write(file, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw AtomicFiles.cannotWrite(file, e);
        }
    }
}

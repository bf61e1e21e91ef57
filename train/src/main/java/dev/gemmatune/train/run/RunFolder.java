package dev.gemmatune.train.run;

import com.google.gson.JsonObject;
import dev.gemmatune.eval.Scores;
import dev.gemmatune.model.EmbeddingModel;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.files.AtomicFiles;
import dev.gemmatune.model.files.Json;
import dev.gemmatune.train.StepReport;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

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
    /** Every setting, where the command line trained. */
    public static final String CONFIG = "config.resolved.yaml";
    /** Hashes of weights and data, seed and versions, where the command line trained. */
    public static final String PROVENANCE = "provenance.json";
    /** The folder of scores before and after, where the command line trained. */
    public static final String RESULTS = "results";
    /** What the tuning bought, where the command line trained. */
    public static final String REPORT = "report.html";

    private static final double MILLIS_PER_SECOND = 1e3;

    private final Path folder;
    private final EventFile events;

    /** A folder that is made when something is written to it. */
    public RunFolder(Path folder) {
        this.folder = folder;
        this.events = new EventFile(folder.resolve(EventFile.NAME));
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

    /** Adds a step to metrics.jsonl and to what TensorBoard reads. */
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
        String loss = report.set().isEmpty() ? "train/loss" : "train/loss/" + report.set();
        Map<String, Double> values = new LinkedHashMap<>();
        values.put(loss, report.loss());
        values.put("train/learning_rate", report.learningRate());
        values.put("train/grad_norm", report.gradientNorm());
        values.put("train/tokens_per_second", report.tokens() / report.seconds());
        append(report.step(), line, values);
    }

    /** Adds an evaluation in the same way. */
    public void log(String evaluation, long step, Scores scores, boolean best) {
        JsonObject line = new JsonObject();
        line.addProperty("step", step);
        line.addProperty("evaluation", evaluation);
        line.addProperty("primary_metric", scores.primaryMetric());
        line.addProperty("best", best);
        line.add("scores", ScoresJson.byDimension(scores));
        Map<String, Double> values = new LinkedHashMap<>();
        scores.byDimension()
                .forEach((dimension, metrics) -> metrics.forEach(
                        (metric, value) -> values.put(metric + "/" + evaluation + "/" + dimension, value)));
        append(step, line, values);
    }

    /**
     * Adds what a query's candidates score in the same way.
     *
     * @param epoch passes over the data so far
     */
    public void log(double epoch, long step, String query, Map<String, Double> candidates) {
        JsonObject line = new JsonObject();
        line.addProperty("step", step);
        line.addProperty("epoch", epoch);
        line.addProperty("watch", query);
        JsonObject scores = new JsonObject();
        Map<String, Double> values = new LinkedHashMap<>();
        candidates.forEach((text, score) -> {
            scores.add(text, Json.ofNumber(score));
            values.put("watch/" + text, score);
        });
        line.add("scores", scores);
        append(step, line, values);
    }

    /** Whether metrics.jsonl holds a run's lines, and not another program's. */
    boolean hasMetrics() {
        Path file = folder.resolve(METRICS);
        byte[] start = "{\"step\":".getBytes(StandardCharsets.UTF_8);
        if (length(METRICS) < start.length || !Files.isRegularFile(file)) {
            return false;
        }
        try (InputStream input = Files.newInputStream(file)) {
            return Arrays.equals(start, input.readNBytes(start.length));
        } catch (IOException e) {
            throw new UserError("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** The length of metrics.jsonl in bytes, 0 if there is none. */
    public long metricsLength() {
        return length(METRICS);
    }

    /** The length of TensorBoard's file in bytes, 0 if there is none. */
    public long eventsLength() {
        return length(EventFile.NAME);
    }

    private long length(String name) {
        Path file = folder.resolve(name);
        try {
            return Files.exists(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            throw new UserError("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** Cuts metrics.jsonl and TensorBoard's file to earlier lengths: what came after them will be written again. */
    public void cutMetrics(long metricsLength, long eventsLength) {
        cut(METRICS, metricsLength);
        cut(EventFile.NAME, eventsLength);
    }

    private void cut(String name, long length) {
        if (length(name) > length) {
            write(name, file -> {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.truncate(length);
                }
            });
        }
    }

    /** Removes a checkpoint; does nothing if there is none. */
    public void delete(String name) {
        AtomicFiles.delete(checkpoint(name));
    }

    private void append(long step, JsonObject line, Map<String, Double> values) {
        byte[] bytes = (Json.compact(line) + "\n").getBytes(StandardCharsets.UTF_8);
        write(METRICS, file -> {
            Files.createDirectories(folder);
            Files.write(file, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        });
        write(EventFile.NAME, file -> events.append(System.currentTimeMillis() / MILLIS_PER_SECOND, step, values));
    }

    /** Writes to a file. */
    @FunctionalInterface
    private interface Writing {
        void to(Path file) throws IOException;
    }

    private void write(String name, Writing writing) {
        Path file = folder.resolve(name);
        try {
            writing.to(file);
        } catch (IOException e) {
            throw AtomicFiles.cannotWrite(file, e);
        }
    }
}

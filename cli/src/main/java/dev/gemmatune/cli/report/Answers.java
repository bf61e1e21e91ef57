package dev.gemmatune.cli.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.gemmatune.cli.evaluation.Differences;
import dev.gemmatune.cli.evaluation.IndexJson;
import dev.gemmatune.datasets.lines.Dropped;
import dev.gemmatune.eval.Scores;
import dev.gemmatune.eval.significance.Difference;
import dev.gemmatune.export.ExportReport;
import dev.gemmatune.model.files.Json;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;

/** Results for programs, as {@code --json} gives them. Scores are numbers by dimension and metric; null is undefined. */
public final class Answers {

    private Answers() {}

    /** An array of what each of them is turned into. */
    public static <T> JsonArray each(Collection<T> values, Function<T, JsonElement> form) {
        JsonArray array = new JsonArray();
        values.forEach(value -> array.add(form.apply(value)));
        return array;
    }

    /** Numbers by name. */
    public static JsonObject numbers(Map<String, Double> numbers) {
        JsonObject object = new JsonObject();
        numbers.forEach((name, value) -> object.add(name, Json.ofNumber(value)));
        return object;
    }

    /** A set's scores, those before a tuning and the differences where there are any, other precisions and an index where measured. */
    public static JsonObject of(Comparison set) {
        JsonObject object = new JsonObject();
        object.addProperty("set", set.name());
        object.addProperty("size", set.size());
        object.addProperty("primary_metric", set.after().primaryMetric());
        set.before().ifPresent(before -> object.add("before", scores(before)));
        object.add("scores", scores(set.after()));
        if (!set.evidence().differences().byDimension().isEmpty()) {
            object.add("differences", differences(set.evidence().differences()));
        }
        set.evidence().after().filter(found -> found.scores().size() > 1).ifPresent(found -> {
            JsonObject precisions = new JsonObject();
            found.scores().forEach((precision, scores) -> precisions.add(precision.key(), scores(scores)));
            object.add("precisions", precisions);
        });
        set.bm25().ifPresent(words -> {
            object.add("bm25", numbers(words.metrics()));
            object.addProperty("bm25_words", words.words());
        });
        set.after().index().ifPresent(index -> object.add("index", IndexJson.write(index)));
        return object;
    }

    /** How many rows were left out, by flaw. */
    public static JsonObject of(Dropped dropped) {
        JsonObject object = new JsonObject();
        dropped.counts().forEach((flaw, count) -> object.addProperty(flaw.key(), count));
        return object;
    }

    /** An export with its verification. */
    public static JsonObject of(ExportReport export) {
        JsonObject object = new JsonObject();
        object.addProperty("format", export.format());
        object.addProperty("folder", export.folder().toString());
        object.addProperty("bytes", export.bytes());
        object.add("verification", export.verification().toJson());
        return object;
    }

    /** Numbers by dimension and metric. */
    public static JsonObject scores(Scores scores) {
        JsonObject object = new JsonObject();
        scores.byDimension().forEach((dimension, metrics) -> object.add(String.valueOf(dimension), numbers(metrics)));
        return object;
    }

    /** How two models differ, by dimension and metric. */
    public static JsonObject differences(Differences differences) {
        JsonObject object = new JsonObject();
        differences.byDimension().forEach((dimension, metrics) -> {
            JsonObject byMetric = new JsonObject();
            metrics.forEach((metric, difference) -> byMetric.add(metric, difference(difference)));
            object.add(String.valueOf(dimension), byMetric);
        });
        return object;
    }

    private static JsonObject difference(Difference difference) {
        JsonObject object = new JsonObject();
        object.add("change", Json.ofNumber(difference.change()));
        object.add("low", Json.ofNumber(difference.interval().low()));
        object.add("high", Json.ofNumber(difference.interval().high()));
        object.add("p", Json.ofNumber(difference.pValue()));
        difference.tally().ifPresent(tally -> {
            object.addProperty("better", tally.wins());
            object.addProperty("worse", tally.losses());
            object.addProperty("same", tally.ties());
        });
        return object;
    }
}

package dev.gemmatune.train.run;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.gemmatune.eval.Scores;
import dev.gemmatune.model.files.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/** Scores as JSON: dimension, metric, value. JSON has no NaN; a metric that is not defined is null. */
public final class ScoresJson {

    private ScoresJson() {}

    /** The values without the name of the primary metric. */
    static JsonObject byDimension(Scores scores) {
        JsonObject byDimension = new JsonObject();
        scores.byDimension().forEach((dimension, metrics) -> {
            JsonObject values = new JsonObject();
            metrics.forEach((metric, value) -> values.add(metric, Json.ofNumber(value)));
            byDimension.add(String.valueOf(dimension), values);
        });
        return byDimension;
    }

    /** Everything. */
    public static JsonObject write(Scores scores) {
        JsonObject object = new JsonObject();
        object.addProperty("primary_metric", scores.primaryMetric());
        object.add("scores", byDimension(scores));
        return object;
    }

    /** What {@link #write} has written. */
    public static Scores read(JsonObject object) {
        Map<Integer, Map<String, Double>> byDimension = new LinkedHashMap<>();
        for (Map.Entry<String, JsonElement> entry :
                object.getAsJsonObject("scores").entrySet()) {
            Map<String, Double> metrics = new LinkedHashMap<>();
            entry.getValue()
                    .getAsJsonObject()
                    .entrySet()
                    .forEach(metric -> metrics.put(
                            metric.getKey(),
                            metric.getValue().isJsonNull()
                                    ? Double.NaN
                                    : metric.getValue().getAsDouble()));
            byDimension.put(Integer.valueOf(entry.getKey()), metrics);
        }
        return new Scores(object.get("primary_metric").getAsString(), byDimension);
    }
}

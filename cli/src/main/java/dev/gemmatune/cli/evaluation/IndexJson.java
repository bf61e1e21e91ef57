package dev.gemmatune.cli.evaluation;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.gemmatune.eval.IndexScores;
import dev.gemmatune.eval.hnsw.HnswSettings;
import dev.gemmatune.eval.hnsw.IndexFacts;
import dev.gemmatune.model.files.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@link IndexScores} as JSON. */
public final class IndexJson {

    private IndexJson() {}

    /** The settings, and of each dimension the metrics and what the index costs and misses. */
    public static JsonObject write(IndexScores index) {
        JsonObject object = new JsonObject();
        object.addProperty("search", IndexScores.NAME);
        object.addProperty("m", index.settings().connections());
        object.addProperty("beam_width", index.settings().beamWidth());
        object.addProperty("candidates", index.settings().candidates());
        JsonArray scores = new JsonArray();
        index.byDimension().forEach((dimension, found) -> scores.add(write(dimension, found)));
        object.add("scores", scores);
        return object;
    }

    private static JsonObject write(int dimension, IndexScores.AtDimension found) {
        JsonObject object = new JsonObject();
        object.addProperty("dimension", dimension);
        IndexFacts facts = found.facts();
        object.addProperty("documents", facts.documents());
        object.addProperty("bytes", facts.bytes());
        object.addProperty("build_seconds", facts.buildSeconds());
        object.addProperty("queries", facts.queries());
        object.addProperty("search_seconds", facts.searchSeconds());
        object.addProperty("queries_per_second", facts.queriesPerSecond());
        JsonObject recall = new JsonObject();
        facts.recall().forEach((k, share) -> recall.add(String.valueOf(k), Json.ofNumber(share)));
        object.add("recall_of_exact", recall);
        JsonObject metrics = new JsonObject();
        found.metrics().forEach((name, value) -> {
            if (!name.startsWith(RecordJson.LEFT_OUT)) {
                metrics.add(name, Json.ofNumber(value));
            }
        });
        object.add("metrics", metrics);
        return object;
    }

    static IndexScores read(JsonObject object, String place) {
        Map<Integer, IndexScores.AtDimension> byDimension = new LinkedHashMap<>();
        for (JsonElement element : object.getAsJsonArray("scores")) {
            JsonObject entry = element.getAsJsonObject();
            Map<Integer, Double> recall = new LinkedHashMap<>();
            entry.getAsJsonObject("recall_of_exact")
                    .entrySet()
                    .forEach(at -> recall.put(Integer.valueOf(at.getKey()), RecordJson.value(at.getValue())));
            Map<String, Double> metrics = new LinkedHashMap<>();
            entry.getAsJsonObject("metrics")
                    .entrySet()
                    .forEach(metric -> metrics.put(metric.getKey(), RecordJson.value(metric.getValue())));
            IndexFacts facts = new IndexFacts(
                    Json.integer(entry, "documents", place),
                    Json.integer(entry, "queries", place),
                    recall,
                    Json.number(entry, "build_seconds", place),
                    Json.number(entry, "search_seconds", place),
                    entry.get("bytes").getAsLong());
            byDimension.put(Json.integer(entry, "dimension", place), new IndexScores.AtDimension(metrics, facts));
        }
        return new IndexScores(
                new HnswSettings(
                        Json.integer(object, "m", place),
                        Json.integer(object, "beam_width", place),
                        Json.integer(object, "candidates", place)),
                byDimension);
    }
}

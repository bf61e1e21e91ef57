package dev.gemmatune.cli.evaluation;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.gemmatune.cli.evaluation.EvaluationRecord.FoundDocument;
import dev.gemmatune.cli.evaluation.EvaluationRecord.JudgedQuery;
import dev.gemmatune.eval.IndexScores;
import dev.gemmatune.eval.Scores;
import dev.gemmatune.eval.quantized.Precision;
import dev.gemmatune.eval.significance.Sample;
import dev.gemmatune.eval.significance.Samples;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.files.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** An {@link EvaluationRecord} as JSON: scores as they are, each document's text once, NaN as null. */
final class RecordJson {

    private static final int FORMAT = 2;
    private static final String INDEX = "index";
    private static final String BM25 = "bm25";
    /** Areas of abstention curves are in mteb's result files; nobody compares models by them. */
    static final String LEFT_OUT = "nauc_";

    private RecordJson() {}

    static JsonObject write(EvaluationRecord evaluation) {
        JsonObject root = new JsonObject();
        root.addProperty("format", FORMAT);
        root.addProperty("set", evaluation.set());
        root.addProperty("size", evaluation.size());
        root.addProperty("data", evaluation.data());
        root.addProperty("model", evaluation.model());
        root.addProperty("role", evaluation.role().name().toLowerCase(Locale.ROOT));
        root.addProperty("primary_metric", evaluation.main().primaryMetric());
        SampleJson samples = new SampleJson();
        JsonArray scores = new JsonArray();
        evaluation
                .scores()
                .forEach((precision, ofPrecision) -> ofPrecision
                        .byDimension()
                        .forEach((dimension, metrics) ->
                                scores.add(scores(precision, dimension, ofPrecision, samples))));
        root.add("ids", samples.ids());
        root.add("scores", scores);
        evaluation.main().index().ifPresent(index -> root.add(INDEX, IndexJson.write(index)));
        evaluation.bm25().ifPresent(words -> {
            JsonObject object = new JsonObject();
            object.addProperty("words", words.words());
            JsonObject metrics = new JsonObject();
            words.metrics().forEach((name, value) -> {
                if (!name.startsWith(LEFT_OUT)) {
                    metrics.add(name, Json.ofNumber(value));
                }
            });
            object.add("metrics", metrics);
            root.add(BM25, object);
        });
        JsonObject documents = new JsonObject();
        JsonArray queries = new JsonArray();
        evaluation.queries().forEach(query -> queries.add(query(query, documents)));
        root.add("queries", queries);
        root.add("documents", documents);
        return root;
    }

    private static JsonObject scores(Precision precision, int dimension, Scores scores, SampleJson samples) {
        JsonObject object = new JsonObject();
        object.addProperty("precision", precision.key());
        object.addProperty("dimension", dimension);
        object.addProperty("bytes", precision.bytes(dimension));
        JsonObject metrics = new JsonObject();
        scores.byDimension().get(dimension).forEach((name, value) -> {
            if (!name.startsWith(LEFT_OUT)) {
                metrics.add(name, Json.ofNumber(value));
            }
        });
        object.add("metrics", metrics);
        JsonObject ofMetrics = new JsonObject();
        scores.samples()
                .byDimension()
                .getOrDefault(dimension, Map.of())
                .forEach((name, sample) -> ofMetrics.add(name, samples.write(sample)));
        object.add("samples", ofMetrics);
        return object;
    }

    private static JsonObject query(JudgedQuery query, JsonObject documents) {
        JsonObject object = new JsonObject();
        object.addProperty("id", query.id());
        object.addProperty("text", query.text());
        JsonArray found = new JsonArray();
        for (FoundDocument document : query.found()) {
            JsonObject entry = new JsonObject();
            entry.addProperty("document", document.id());
            entry.addProperty("score", document.score());
            entry.addProperty("grade", document.grade());
            found.add(entry);
            documents.addProperty(document.id(), document.text());
        }
        object.add("found", found);
        return object;
    }

    /**
     * Reads a file.
     *
     * @throws UserError if it is broken or of another format
     */
    static EvaluationRecord read(Path file) {
        JsonObject root = Json.readObject(file);
        String place = file.toString();
        if (Json.integer(root, "format", place) != FORMAT) {
            throw new UserError(place + ": \"format\" must be " + FORMAT + ", found " + root.get("format")
                    + "; evaluate again with this version");
        }
        try {
            return new EvaluationRecord(
                    Json.string(root, "set", place),
                    Json.string(root, "size", place),
                    Json.string(root, "data", place),
                    Json.string(root, "model", place),
                    EvaluationRecord.Role.valueOf(
                            Json.string(root, "role", place).toUpperCase(Locale.ROOT)),
                    readScores(root, place),
                    readQueries(root, place),
                    readBm25(root, place));
        } catch (IllegalArgumentException
                | IllegalStateException
                | ClassCastException
                | NullPointerException
                | IndexOutOfBoundsException
                | UnsupportedOperationException e) {
            throw new UserError(
                    place + " is not a record of an evaluation (" + e.getMessage() + "); evaluate again", e);
        }
    }

    private static Map<Precision, Scores> readScores(JsonObject root, String place) {
        SampleJson json = new SampleJson(root.getAsJsonArray("ids"));
        Map<Precision, Map<Integer, Map<String, Double>>> metrics = new LinkedHashMap<>();
        Map<Precision, Map<Integer, Map<String, Sample>>> samples = new LinkedHashMap<>();
        for (JsonElement element : root.getAsJsonArray("scores")) {
            JsonObject entry = element.getAsJsonObject();
            Precision precision =
                    Precision.valueOf(Json.string(entry, "precision", place).toUpperCase(Locale.ROOT));
            int dimension = Json.integer(entry, "dimension", place);
            Map<String, Double> values = new LinkedHashMap<>();
            entry.getAsJsonObject("metrics")
                    .entrySet()
                    .forEach(metric -> values.put(metric.getKey(), value(metric.getValue())));
            Map<String, Sample> ofMetrics = new LinkedHashMap<>();
            entry.getAsJsonObject("samples")
                    .entrySet()
                    .forEach(sample -> ofMetrics.put(
                            sample.getKey(), json.read(sample.getValue().getAsJsonObject(), place)));
            metrics.computeIfAbsent(precision, any -> new LinkedHashMap<>()).put(dimension, values);
            samples.computeIfAbsent(precision, any -> new LinkedHashMap<>()).put(dimension, ofMetrics);
        }
        String primary = Json.string(root, "primary_metric", place);
        Map<Precision, Scores> scores = new LinkedHashMap<>();
        metrics.forEach((precision, byDimension) ->
                scores.put(precision, new Scores(primary, byDimension, new Samples(samples.get(precision)))));
        if (root.has(INDEX)) {
            IndexScores index = IndexJson.read(root.getAsJsonObject(INDEX), place);
            scores.computeIfPresent(Precision.FLOAT32, (same, exact) -> exact.withIndex(index));
        }
        return scores;
    }

    private static Optional<Bm25Scores> readBm25(JsonObject root, String place) {
        if (!root.has(BM25)) {
            return Optional.empty();
        }
        JsonObject object = root.getAsJsonObject(BM25);
        Map<String, Double> metrics = new LinkedHashMap<>();
        object.getAsJsonObject("metrics")
                .entrySet()
                .forEach(metric -> metrics.put(metric.getKey(), value(metric.getValue())));
        return Optional.of(new Bm25Scores(Json.string(object, "words", place), metrics));
    }

    private static List<JudgedQuery> readQueries(JsonObject root, String place) {
        JsonObject documents = root.getAsJsonObject("documents");
        List<JudgedQuery> queries = new ArrayList<>();
        for (JsonElement element : root.getAsJsonArray("queries")) {
            JsonObject query = element.getAsJsonObject();
            List<FoundDocument> found = new ArrayList<>();
            for (JsonElement document : query.getAsJsonArray("found")) {
                JsonObject entry = document.getAsJsonObject();
                String id = Json.string(entry, "document", place);
                found.add(new FoundDocument(
                        id,
                        Json.number(entry, "score", place),
                        Json.integer(entry, "grade", place),
                        documents.get(id).getAsString()));
            }
            queries.add(new JudgedQuery(Json.string(query, "id", place), Json.string(query, "text", place), found));
        }
        return queries;
    }

    static double value(JsonElement element) {
        return element.isJsonNull() ? Double.NaN : element.getAsDouble();
    }
}

package dev.gemmatune.cli.evaluation;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.gemmatune.cli.evaluation.EvaluationRecord.FoundDocument;
import dev.gemmatune.cli.evaluation.EvaluationRecord.JudgedQuery;
import dev.gemmatune.eval.ItemScores;
import dev.gemmatune.eval.Scores;
import dev.gemmatune.eval.quantized.Precision;
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

    private static final int FORMAT = 1;
    /** Areas of abstention curves are in mteb's result files; nobody compares models by them. */
    private static final String LEFT_OUT = "nauc_";

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
        JsonArray ids = new JsonArray();
        evaluation.main().items().ifPresent(items -> items.ids().forEach(ids::add));
        root.add("items", ids);
        JsonArray scores = new JsonArray();
        evaluation
                .scores()
                .forEach((precision, ofPrecision) -> ofPrecision
                        .byDimension()
                        .forEach((dimension, metrics) -> scores.add(scores(precision, dimension, ofPrecision))));
        root.add("scores", scores);
        JsonObject documents = new JsonObject();
        JsonArray queries = new JsonArray();
        evaluation.queries().forEach(query -> queries.add(query(query, documents)));
        root.add("queries", queries);
        root.add("documents", documents);
        return root;
    }

    private static JsonObject scores(Precision precision, int dimension, Scores scores) {
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
        JsonObject perItem = new JsonObject();
        scores.items()
                .map(items -> items.byDimension().get(dimension))
                .ifPresent(columns -> columns.forEach((name, values) -> {
                    JsonArray array = new JsonArray();
                    for (double value : values) {
                        array.add(Json.ofNumber(value));
                    }
                    perItem.add(name, array);
                }));
        object.add("per_item", perItem);
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
                    readQueries(root, place));
        } catch (IllegalArgumentException
                | IllegalStateException
                | ClassCastException
                | NullPointerException
                | UnsupportedOperationException e) {
            throw new UserError(
                    place + " is not a record of an evaluation (" + e.getMessage() + "); evaluate again", e);
        }
    }

    private static Map<Precision, Scores> readScores(JsonObject root, String place) {
        List<String> ids = new ArrayList<>();
        root.getAsJsonArray("items").forEach(id -> ids.add(id.getAsString()));
        Map<Precision, Map<Integer, Map<String, Double>>> metrics = new LinkedHashMap<>();
        Map<Precision, Map<Integer, Map<String, double[]>>> perItem = new LinkedHashMap<>();
        for (JsonElement element : root.getAsJsonArray("scores")) {
            JsonObject entry = element.getAsJsonObject();
            Precision precision =
                    Precision.valueOf(Json.string(entry, "precision", place).toUpperCase(Locale.ROOT));
            int dimension = Json.integer(entry, "dimension", place);
            Map<String, Double> values = new LinkedHashMap<>();
            entry.getAsJsonObject("metrics")
                    .entrySet()
                    .forEach(metric -> values.put(metric.getKey(), value(metric.getValue())));
            Map<String, double[]> columns = new LinkedHashMap<>();
            entry.getAsJsonObject("per_item")
                    .entrySet()
                    .forEach(column -> columns.put(
                            column.getKey(),
                            column.getValue().getAsJsonArray().asList().stream()
                                    .mapToDouble(RecordJson::value)
                                    .toArray()));
            metrics.computeIfAbsent(precision, any -> new LinkedHashMap<>()).put(dimension, values);
            perItem.computeIfAbsent(precision, any -> new LinkedHashMap<>()).put(dimension, columns);
        }
        String primary = Json.string(root, "primary_metric", place);
        Map<Precision, Scores> scores = new LinkedHashMap<>();
        metrics.forEach((precision, byDimension) -> scores.put(
                precision,
                new Scores(
                        primary,
                        byDimension,
                        List.of(),
                        ids.isEmpty() ? Optional.empty() : Optional.of(new ItemScores(ids, perItem.get(precision))))));
        return scores;
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

    private static double value(JsonElement element) {
        return element.isJsonNull() ? Double.NaN : element.getAsDouble();
    }
}

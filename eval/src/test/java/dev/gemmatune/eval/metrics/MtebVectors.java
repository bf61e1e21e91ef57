package dev.gemmatune.eval.metrics;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Inputs and outputs of mteb 2.20.0; see the README beside the file. */
public final class MtebVectors {

    private static final JsonObject ROOT = read();

    private MtebVectors() {}

    /** A group of vectors, {@code retrieval} or {@code sts}. */
    public static JsonObject group(String name) {
        return ROOT.getAsJsonObject(name);
    }

    static Map<String, Map<String, Integer>> qrels(JsonObject vector) {
        Map<String, Map<String, Integer>> qrels = new LinkedHashMap<>();
        vector.getAsJsonObject("qrels").entrySet().forEach(query -> {
            Map<String, Integer> grades = new LinkedHashMap<>();
            query.getValue()
                    .getAsJsonObject()
                    .entrySet()
                    .forEach(
                            grade -> grades.put(grade.getKey(), grade.getValue().getAsInt()));
            qrels.put(query.getKey(), grades);
        });
        return qrels;
    }

    static Map<String, Ranking> run(JsonObject vector) {
        Map<String, Ranking> run = new LinkedHashMap<>();
        vector.getAsJsonObject("run")
                .entrySet()
                .forEach(query -> run.put(
                        query.getKey(), Ranking.of(numbers(query.getValue().getAsJsonObject()))));
        return run;
    }

    /** Numbers by name; null is NaN. */
    public static Map<String, Double> numbers(JsonObject object) {
        Map<String, Double> numbers = new LinkedHashMap<>();
        object.entrySet()
                .forEach(entry -> numbers.put(
                        entry.getKey(),
                        entry.getValue().isJsonNull()
                                ? Double.NaN
                                : entry.getValue().getAsDouble()));
        return numbers;
    }

    static List<String> strings(JsonElement array) {
        return array.getAsJsonArray().asList().stream()
                .map(JsonElement::getAsString)
                .collect(Collectors.toList());
    }

    private static JsonObject read() {
        try (InputStream stream = MtebVectors.class.getResourceAsStream("/mteb/vectors.json")) {
            return JsonParser.parseReader(new InputStreamReader(stream, StandardCharsets.UTF_8))
                    .getAsJsonObject();
        } catch (java.io.IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

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

    private static final JsonObject ROOT = file("vectors.json");

    private MtebVectors() {}

    /** A group of vectors: {@code retrieval}, {@code sts}, {@code classification}… */
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

    /** A matrix of rows. */
    public static float[][] matrix(JsonElement rows) {
        return rows.getAsJsonArray().asList().stream()
                .map(MtebVectors::doubles)
                .map(MtebVectors::floats)
                .toArray(float[][]::new);
    }

    /** Whole numbers. */
    public static int[] integers(JsonElement array) {
        return array.getAsJsonArray().asList().stream()
                .mapToInt(JsonElement::getAsInt)
                .toArray();
    }

    /** Numbers. */
    public static double[] doubles(JsonElement array) {
        return array.getAsJsonArray().asList().stream()
                .mapToDouble(JsonElement::getAsDouble)
                .toArray();
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    /** Texts. */
    public static List<String> strings(JsonElement array) {
        return array.getAsJsonArray().asList().stream()
                .map(JsonElement::getAsString)
                .collect(Collectors.toList());
    }

    /** A file of vectors. */
    public static JsonObject file(String name) {
        try (InputStream stream = MtebVectors.class.getResourceAsStream("/mteb/" + name)) {
            return JsonParser.parseReader(new InputStreamReader(stream, StandardCharsets.UTF_8))
                    .getAsJsonObject();
        } catch (java.io.IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

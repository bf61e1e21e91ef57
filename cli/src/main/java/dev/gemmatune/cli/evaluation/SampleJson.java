package dev.gemmatune.cli.evaluation;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.gemmatune.eval.metrics.ThresholdMetric;
import dev.gemmatune.eval.significance.ItemMean;
import dev.gemmatune.eval.significance.MacroF1;
import dev.gemmatune.eval.significance.PairCorrelation;
import dev.gemmatune.eval.significance.PairThreshold;
import dev.gemmatune.eval.significance.Sample;
import dev.gemmatune.eval.significance.Statistic;
import dev.gemmatune.model.files.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** A {@link Sample} as JSON; docs/comparing.md describes it. The ids stand in a list that all samples share. */
final class SampleJson {

    private static final String STATISTIC = "statistic";
    private static final String MEAN = "mean";
    private static final String MACRO_F1 = "macro_f1";
    private static final String LIKENESS = "likeness";

    /** Lists of ids, each once. */
    private final List<List<String>> ids = new ArrayList<>();

    /** The samples of an evaluation whose lists of ids are not known yet. */
    SampleJson() {}

    /** The samples of a file with these lists of ids. */
    SampleJson(JsonArray lists) {
        for (JsonElement list : lists) {
            ids.add(list.getAsJsonArray().asList().stream()
                    .map(JsonElement::getAsString)
                    .toList());
        }
    }

    /** The lists of ids of all samples that were written. */
    JsonArray ids() {
        JsonArray lists = new JsonArray();
        ids.forEach(list -> {
            JsonArray array = new JsonArray();
            list.forEach(array::add);
            lists.add(array);
        });
        return lists;
    }

    JsonObject write(Sample sample) {
        JsonObject object = new JsonObject();
        object.addProperty("items", sample.items());
        JsonArray parts = new JsonArray();
        for (Sample.Part part : sample.parts()) {
            JsonObject entry = write(part.statistic());
            if (!ids.contains(part.ids())) {
                ids.add(part.ids());
            }
            entry.addProperty("ids", ids.indexOf(part.ids()));
            parts.add(entry);
        }
        object.add("parts", parts);
        return object;
    }

    private static JsonObject write(Statistic statistic) {
        JsonObject object = new JsonObject();
        if (statistic instanceof ItemMean mean) {
            object.addProperty(STATISTIC, MEAN);
            object.add("values", array(mean.values()));
        } else if (statistic instanceof PairCorrelation correlation) {
            object.addProperty(STATISTIC, key(correlation.coefficient()));
            object.add(LIKENESS, floats(correlation.likeness()));
            object.add("gold", array(correlation.gold()));
        } else if (statistic instanceof PairThreshold threshold) {
            object.addProperty(STATISTIC, key(threshold.metric()));
            JsonArray likenesses = new JsonArray();
            Arrays.stream(threshold.likenesses()).map(SampleJson::floats).forEach(likenesses::add);
            object.add(LIKENESS, likenesses);
            JsonArray together = new JsonArray();
            for (boolean value : threshold.together()) {
                together.add(value ? 1 : 0);
            }
            object.add("together", together);
        } else if (statistic instanceof MacroF1 f1) {
            object.addProperty(STATISTIC, MACRO_F1);
            object.add("truth", array(f1.truth()));
            JsonArray experiments = new JsonArray();
            Arrays.stream(f1.predicted()).map(SampleJson::array).forEach(experiments::add);
            object.add("predicted", experiments);
        }
        return object;
    }

    Sample read(JsonObject object, String place) {
        List<Sample.Part> parts = new ArrayList<>();
        for (JsonElement element : object.getAsJsonArray("parts")) {
            JsonObject part = element.getAsJsonObject();
            parts.add(new Sample.Part(ids.get(Json.integer(part, "ids", place)), statistic(part, place)));
        }
        return new Sample(Json.string(object, "items", place), parts);
    }

    private static Statistic statistic(JsonObject part, String place) {
        String name = Json.string(part, STATISTIC, place);
        if (name.equals(MEAN)) {
            return new ItemMean(numbers(part.get("values")));
        }
        if (name.equals(MACRO_F1)) {
            return new MacroF1(
                    sets(part.get("truth")),
                    part.getAsJsonArray("predicted").asList().stream()
                            .map(SampleJson::sets)
                            .toArray(int[][][]::new));
        }
        String constant = name.toUpperCase(Locale.ROOT);
        if (part.has("gold")) {
            return new PairCorrelation(
                    floats(part.get(LIKENESS)),
                    numbers(part.get("gold")),
                    PairCorrelation.Coefficient.valueOf(constant));
        }
        double[][] likenesses = part.getAsJsonArray(LIKENESS).asList().stream()
                .map(SampleJson::floats)
                .toArray(double[][]::new);
        double[] labels = numbers(part.get("together"));
        boolean[] together = new boolean[labels.length];
        IntStream.range(0, labels.length).forEach(i -> together[i] = labels[i] == 1);
        return new PairThreshold(ThresholdMetric.valueOf(constant), likenesses, together);
    }

    private static String key(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static JsonArray array(double[] values) {
        JsonArray array = new JsonArray(values.length);
        Arrays.stream(values).forEach(array::add);
        return array;
    }

    /** Likenesses are computed as floats, which are written in half the digits. */
    private static JsonArray floats(double[] values) {
        JsonArray array = new JsonArray(values.length);
        Arrays.stream(values).forEach(value -> array.add((float) value));
        return array;
    }

    private static JsonArray array(int[][] sets) {
        JsonArray array = new JsonArray(sets.length);
        for (int[] set : sets) {
            JsonArray labels = new JsonArray(set.length);
            Arrays.stream(set).forEach(labels::add);
            array.add(labels);
        }
        return array;
    }

    private static double[] floats(JsonElement array) {
        return array.getAsJsonArray().asList().stream()
                .mapToDouble(JsonElement::getAsFloat)
                .toArray();
    }

    private static double[] numbers(JsonElement array) {
        return array.getAsJsonArray().asList().stream()
                .mapToDouble(JsonElement::getAsDouble)
                .toArray();
    }

    private static int[][] sets(JsonElement array) {
        return array.getAsJsonArray().asList().stream()
                .map(set -> set.getAsJsonArray().asList().stream()
                        .mapToInt(JsonElement::getAsInt)
                        .toArray())
                .toArray(int[][]::new);
    }
}

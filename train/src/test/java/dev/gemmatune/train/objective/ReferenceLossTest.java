package dev.gemmatune.train.objective;

import static dev.gemmatune.train.objective.Direction.DOC_TO_DOC;
import static dev.gemmatune.train.objective.Direction.DOC_TO_QUERY;
import static dev.gemmatune.train.objective.Direction.QUERY_TO_DOC;
import static dev.gemmatune.train.objective.Direction.QUERY_TO_QUERY;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.gemmatune.model.files.Json;
import dev.gemmatune.train.objective.SpreadOut.Aggregation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Values and gradients of sentence-transformers' losses on a few small vectors; see README.md beside reference.json. */
class ReferenceLossTest {

    private static final double TOLERANCE = 2e-5;
    private static final int ROWS = 4;
    private static final List<Direction> ALL = List.of(QUERY_TO_DOC, QUERY_TO_QUERY, DOC_TO_QUERY, DOC_TO_DOC);
    private static final List<Direction> BOTH = List.of(QUERY_TO_DOC, DOC_TO_QUERY);
    private static final SpreadOut GEMMA = new SpreadOut(0, 1, Aggregation.SUM);

    private static Map<String, Objective> objectives() {
        Map<String, Objective> objectives = new LinkedHashMap<>();
        objectives.put("ranking", new MultipleNegativesRanking(20));
        objectives.put("ranking two negatives", new MultipleNegativesRanking(5));
        objectives.put("ranking query and document jointly", ranking(BOTH, Partition.JOINT, Hardness.NONE));
        objectives.put("ranking all directions jointly", ranking(ALL, Partition.JOINT, Hardness.NONE));
        objectives.put("ranking per direction", ranking(BOTH, Partition.PER_DIRECTION, Hardness.NONE));
        objectives.put(
                "ranking queries", ranking(List.of(QUERY_TO_DOC, QUERY_TO_QUERY), Partition.JOINT, Hardness.NONE));
        objectives.put("ranking documents", ranking(List.of(QUERY_TO_DOC, DOC_TO_DOC), Partition.JOINT, Hardness.NONE));
        objectives.put("ranking hard negatives weighed", weighed(Hardness.Mode.HARD_NEGATIVES, 5));
        objectives.put("ranking in-batch negatives weighed", weighed(Hardness.Mode.IN_BATCH_NEGATIVES, 9));
        objectives.put(
                "ranking all negatives weighed in all directions",
                ranking(ALL, Partition.JOINT, new Hardness(Hardness.Mode.ALL_NEGATIVES, 2)));
        objectives.put("gist", gist(Margin.Kind.ABSOLUTE, 0, true));
        objectives.put("gist with negatives", gist(Margin.Kind.ABSOLUTE, 0, true));
        objectives.put("gist absolute margin", gist(Margin.Kind.ABSOLUTE, 0.2, true));
        objectives.put("gist relative margin", gist(Margin.Kind.RELATIVE, 0.3, true));
        objectives.put("gist documents only", gist(Margin.Kind.ABSOLUTE, 0, false));
        objectives.put("cosent", new Cosent(20));
        objectives.put("angle", new Angle(20));
        objectives.put("angle of negatives", new Angle(20));
        objectives.put("angle of odd dimension", new Angle(20));
        objectives.put("triplet", new Triplet(Triplet.Distance.EUCLIDEAN, 5));
        objectives.put("triplet cosine", new Triplet(Triplet.Distance.COSINE, 0.3));
        objectives.put("margin mse", new MarginMse(1));
        objectives.put("margin mse two negatives", new MarginMse(1));
        objectives.put("score distillation", new ScoreDistillation(1, 1));
        objectives.put("score distillation with temperatures", new ScoreDistillation(0.5, 2));
        objectives.put(
                "embedding distillation cosine", new EmbeddingDistillation(EmbeddingDistillation.Distance.COSINE));
        objectives.put("embedding distillation l2", new EmbeddingDistillation(EmbeddingDistillation.Distance.L2));
        objectives.put("embedding distillation mse", new EmbeddingDistillation(EmbeddingDistillation.Distance.MSE));
        objectives.put("spread out", new SpreadOut(1, 1, Aggregation.MEAN));
        objectives.put("spread out of EmbeddingGemma", GEMMA);
        objectives.put("spread out weighted", new SpreadOut(0.5, 2, Aggregation.MEAN));
        objectives.put("matryoshka of a sum", matryoshkaOfASum());
        return objectives;
    }

    private static Objective ranking(List<Direction> directions, Partition partition, Hardness hardness) {
        return new MultipleNegativesRanking(5, directions, partition, hardness, FalseNegatives.EQUAL_TEXTS);
    }

    private static Objective weighed(Hardness.Mode mode, double strength) {
        return ranking(List.of(QUERY_TO_DOC), Partition.JOINT, new Hardness(mode, strength));
    }

    private static Objective gist(Margin.Kind kind, double margin, boolean contrast) {
        return new Gist(0.1, new Margin(kind, margin), contrast, contrast);
    }

    private static Objective matryoshkaOfASum() {
        Objective ranking = new MultipleNegativesRanking(
                20,
                List.of(QUERY_TO_DOC),
                Partition.JOINT,
                new Hardness(Hardness.Mode.HARD_NEGATIVES, 5),
                FalseNegatives.KEPT);
        Objective sum = WeightedSum.of(List.of(new WeightedSum.Term(1, ranking), new WeightedSum.Term(0.5, GEMMA)));
        return new MatryoshkaObjective(sum, List.of(6, 4, 2), List.of(1.0, 0.5, 0.25), OptionalInt.empty(), 0);
    }

    @Test
    void lossesAndGradientsAreTheReferences() throws IOException {
        JsonObject reference = read();
        Map<String, Objective> objectives = objectives();
        List<String> compared = new ArrayList<>();
        for (JsonElement element : reference.getAsJsonArray("cases")) {
            JsonObject expected = element.getAsJsonObject();
            String name = expected.get("name").getAsString();
            compare(name, objectives.get(name), expected, reference);
            compared.add(name);
        }
        assertEquals(new TreeSet<>(objectives.keySet()), new TreeSet<>(compared));
    }

    private static void compare(String name, Objective objective, JsonObject expected, JsonObject reference) {
        int columns = expected.get("columns").getAsInt();
        UnaryOperator<NDArray> change =
                name.contains("odd") ? vectors -> EmbeddedBatch.cut(vectors, 5) : vectors -> vectors;
        Batches.Outcome outcome = Batches.differentiate(
                objective,
                texts(reference.getAsJsonArray("columns"), columns),
                layout(columns, reference),
                Optional.of(texts(reference.getAsJsonArray("guide"), columns)),
                Optional.of(texts(reference.getAsJsonArray("teacher"), columns)),
                change);
        double loss = expected.get("loss").getAsDouble();
        assertEquals(loss, outcome.loss(), TOLERANCE * Math.max(1, loss), name);
        float[][] gradient = texts(expected.getAsJsonArray("gradient"), columns);
        for (int text = 0; text < gradient.length; text++) {
            for (int i = 0; i < gradient[text].length; i++) {
                assertEquals(
                        gradient[text][i],
                        outcome.gradient()[text][i],
                        TOLERANCE * Math.max(1, loss),
                        name + ", gradient of text " + text + ", component " + i);
            }
        }
    }

    private static BatchLayout layout(int columns, JsonObject reference) {
        List<Integer> negativeRows = new ArrayList<>();
        List<List<Double>> teacherScores = new ArrayList<>();
        for (int row = 0; row < ROWS; row++) {
            for (int column = 2; column < columns; column++) {
                negativeRows.add(row);
            }
            JsonArray scores =
                    reference.getAsJsonArray("teacher_scores").get(row).getAsJsonArray();
            teacherScores.add(doubles(scores).subList(0, columns - 1));
        }
        List<Integer> texts = IntStream.range(0, ROWS * columns).boxed().toList();
        List<Double> scores = columns == 2 ? doubles(reference.getAsJsonArray("scores")) : List.of();
        return new BatchLayout(texts, negativeRows, scores, teacherScores);
    }

    /** Of columns the order of a batch: the first, the second, then the negatives row by row. */
    private static float[][] texts(JsonArray columns, int count) {
        List<float[]> texts = new ArrayList<>();
        for (int column = 0; column < 2; column++) {
            for (int row = 0; row < ROWS; row++) {
                texts.add(vector(columns, column, row));
            }
        }
        for (int row = 0; row < ROWS; row++) {
            for (int column = 2; column < count; column++) {
                texts.add(vector(columns, column, row));
            }
        }
        return texts.toArray(new float[0][]);
    }

    private static float[] vector(JsonArray columns, int column, int row) {
        List<Double> values =
                doubles(columns.get(column).getAsJsonArray().get(row).getAsJsonArray());
        float[] vector = new float[values.size()];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = values.get(i).floatValue();
        }
        return vector;
    }

    private static List<Double> doubles(JsonArray array) {
        return array.asList().stream().map(JsonElement::getAsDouble).toList();
    }

    private static JsonObject read() throws IOException {
        try (InputStream stream = ReferenceLossTest.class.getResourceAsStream("reference.json")) {
            return Json.parseObject(new String(stream.readAllBytes(), StandardCharsets.UTF_8), "reference.json");
        }
    }
}

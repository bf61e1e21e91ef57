package dev.gemmatune.train.objective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.gemmatune.datasets.training.TrainingData;
import dev.gemmatune.datasets.training.TrainingExample;
import dev.gemmatune.model.UserError;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ObjectiveTest {

    private static final double TOLERANCE = 1e-6;

    @Test
    void rankingLossIsTheCrossEntropyOfTheOwnPositive() {
        // cos(a1, c) = 1, 0, 0.6 and cos(a2, c) = 0, 1, 0.8
        float[][] texts = {{1, 0}, {0, 1}, {1, 0}, {0, 1}, {0.6f, 0.8f}};
        double first = Math.log(Math.exp(2) + Math.exp(0) + Math.exp(1.2)) - 2;
        double second = Math.log(Math.exp(0) + Math.exp(2) + Math.exp(1.6)) - 2;
        assertEquals((first + second) / 2, loss(new MultipleNegativesRanking(2), texts, 2, List.of()), TOLERANCE);
    }

    @Test
    void aSingleRowWithoutNegativesHasNoLoss() {
        assertEquals(
                0,
                loss(new MultipleNegativesRanking(20), new float[][] {{1, 0}, {0.6f, 0.8f}}, 1, List.of()),
                TOLERANCE);
    }

    @Test
    void rankingLossStaysFiniteForAnExtremeScale() {
        float[][] texts = {{1, 0}, {0, 1}, {-1, 0}, {0, -1}};
        assertEquals(1e4, loss(new MultipleNegativesRanking(1e4), texts, 2, List.of()), 1);
    }

    @Test
    void cosineLossIsTheMeanSquaredError() {
        float[][] texts = {{1, 0}, {0, 1}, {0.6f, 0.8f}, {0.6f, 0.8f}};
        double expected = (Math.pow(0.6 - 0.5, 2) + Math.pow(0.8 - 1, 2)) / 2;
        assertEquals(expected, loss(new CosineSimilarity(), texts, 2, List.of(0.5, 1.0)), TOLERANCE);
    }

    @Test
    void matryoshkaSumsTheWeightedLossesOfNormalisedPrefixes() {
        float[][] texts = {{0.6f, 0, 0.8f}, {0.48f, 0.64f, 0.6f}};
        double full = 0.6 * 0.48 + 0.8 * 0.6;
        double two = 0.6; // (1, 0) and (0.6, 0.8)
        double expected = 1 * Math.pow(full - 1, 2) + 0.5 * Math.pow(two - 1, 2);
        Objective objective = new MatryoshkaObjective(
                new CosineSimilarity(), List.of(3, 2), List.of(1.0, 0.5), OptionalInt.empty(), 0);
        assertEquals(expected, loss(objective, texts, 1, List.of(1.0)), TOLERANCE);
    }

    @Test
    void matryoshkaOfAPrefixOfZerosIsFinite() {
        float[][] texts = {{0, 1}, {1, 0}, {0, 1}, {1, 0}};
        Objective objective = MatryoshkaObjective.of(new MultipleNegativesRanking(20), List.of(2, 1));
        assertTrue(Double.isFinite(loss(objective, texts, 2, List.of())));
    }

    @Test
    void rowsOfTheWrongShapeAreRefused() {
        TrainingData pairs = new TrainingData(
                "pairs.jsonl",
                List.of("anchor", "positive"),
                List.of(new TrainingExample.Contrast("a", "b", List.of())));
        UserError error = assertThrows(UserError.class, () -> new CosineSimilarity().check(pairs));
        assertTrue(error.getMessage().contains("sentence1"), error.getMessage());
    }

    @Test
    void badConstantsNameRuleAndValue() {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> new MultipleNegativesRanking(-1))
                .getMessage()
                .contains("scale must be > 0, got -1.0"));
        assertThrows(
                IllegalArgumentException.class, () -> MatryoshkaObjective.of(new CosineSimilarity(), List.of(2, 2)));
        assertThrows(
                IllegalArgumentException.class,
                () -> new MatryoshkaObjective(
                        new CosineSimilarity(), List.of(2), List.of(1.0, 1.0), OptionalInt.empty(), 0));
    }

    /** All negatives belong to the first row; all texts differ. */
    private static double loss(Objective objective, float[][] texts, int rows, List<Double> scores) {
        BatchLayout layout = new BatchLayout(
                IntStream.range(0, texts.length).boxed().toList(),
                Collections.nCopies(texts.length - 2 * rows, 0),
                scores,
                List.of());
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray embeddings = manager.create(texts);
            return objective.loss(new EmbeddedBatch(embeddings, layout)).getFloat();
        }
    }
}

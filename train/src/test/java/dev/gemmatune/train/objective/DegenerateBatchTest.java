package dev.gemmatune.train.objective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Batches without anything to compare have defined losses, and gradients that are numbers. */
class DegenerateBatchTest {

    private static final double TOLERANCE = 1e-6;
    private static final float[] X = {0.6f, 0.8f, 0, 0};
    private static final float[] Y = {0, 0.6f, -0.8f, 0};
    private static final Hardness WEIGHED = new Hardness(Hardness.Mode.ALL_NEGATIVES, 5);
    private static final Margin NONE = new Margin(Margin.Kind.ABSOLUTE, 0);

    /** Every objective, those of other shapes of rows too. */
    static List<Objective> objectives(boolean scored) {
        List<Objective> objectives = new ArrayList<>(List.of(
                new Cosent(20),
                new Angle(20),
                new EmbeddingDistillation(EmbeddingDistillation.Distance.COSINE),
                new EmbeddingDistillation(EmbeddingDistillation.Distance.L2),
                new EmbeddingDistillation(EmbeddingDistillation.Distance.MSE),
                new SpreadOut(1, 1, SpreadOut.Aggregation.MEAN)));
        if (scored) {
            objectives.add(new CosineSimilarity());
        } else {
            objectives.addAll(List.of(
                    ranking(List.of(Direction.values()), Partition.JOINT, FalseNegatives.EQUAL_TEXTS),
                    ranking(
                            List.of(Direction.QUERY_TO_DOC, Direction.DOC_TO_QUERY),
                            Partition.PER_DIRECTION,
                            new FalseNegatives(true, Optional.of(NONE))),
                    new Gist(0.01, NONE, true, true),
                    new Triplet(Triplet.Distance.EUCLIDEAN, 5),
                    new Triplet(Triplet.Distance.COSINE, 0.5),
                    new MarginMse(1),
                    new ScoreDistillation(0.05, 1)));
        }
        return objectives;
    }

    private static Objective ranking(List<Direction> directions, Partition partition, FalseNegatives falseNegatives) {
        return new MultipleNegativesRanking(20, directions, partition, WEIGHED, falseNegatives);
    }

    @Test
    void aSingleRowIsFinite() {
        BatchLayout row = BatchLayout.of(List.of(0, 1), List.of());
        objectives(false).forEach(objective -> assertFinite(objective, new float[][] {X, Y}, row));
        BatchLayout scored = new BatchLayout(List.of(0, 1), List.of(), List.of(0.5), List.of());
        objectives(true).forEach(objective -> assertFinite(objective, new float[][] {X, Y}, scored));
    }

    @Test
    void equalEmbeddingsAreFinite() {
        float[][] texts = {X, X, X, X, X, X};
        BatchLayout different = new BatchLayout(
                List.of(0, 1, 2, 3, 4, 5), List.of(0, 1), List.of(), List.of(List.of(1.0, 1.0), List.of(2.0, 0.0)));
        BatchLayout equal = new BatchLayout(
                List.of(0, 0, 0, 0, 0, 0), List.of(0, 1), List.of(), List.of(List.of(1.0, 1.0), List.of(2.0, 0.0)));
        for (Objective objective : objectives(false)) {
            assertFinite(objective, texts, different);
            assertFinite(objective, texts, equal);
        }
    }

    @Test
    void embeddingsOfLengthZeroAreFinite() {
        float[] zero = new float[4];
        BatchLayout layout = new BatchLayout(
                List.of(0, 1, 2, 3, 4, 5), List.of(0, 1), List.of(), List.of(List.of(1.0, 1.0), List.of(2.0, 0.0)));
        for (Objective objective : objectives(false)) {
            Objective cut =
                    new MatryoshkaObjective(objective, List.of(4, 2), List.of(1.0, 1.0), OptionalInt.empty(), 0);
            assertFinite(cut, new float[][] {zero, X, zero, Y, zero, zero}, layout);
        }
    }

    @Test
    void equalLabelsHaveNoOrder() {
        float[][] texts = {X, Y, Y, Y};
        BatchLayout layout = new BatchLayout(List.of(0, 1, 2, 3), List.of(), List.of(0.5, 0.5), List.of());
        for (Objective objective : List.of(new Cosent(20), new Angle(20))) {
            Batches.Outcome outcome = Batches.differentiate(objective, texts, layout);
            assertEquals(0, outcome.loss(), TOLERANCE);
            assertZero(outcome.gradient());
        }
    }

    @Test
    void aRowWhoseNegativesAreAllLeftOutHasNoLoss() {
        float[][] texts = {X, Y, Y, X};
        BatchLayout equal = BatchLayout.of(List.of(0, 0, 1, 1), List.of());
        Objective ranking = new MultipleNegativesRanking(20);
        Batches.Outcome outcome = Batches.differentiate(ranking, texts, equal);
        assertEquals(0, outcome.loss(), TOLERANCE);
        assertZero(outcome.gradient());
    }

    @Test
    void jointDocumentToQueryCountsThePositiveTwice() {
        Objective both = new MultipleNegativesRanking(
                20,
                List.of(Direction.QUERY_TO_DOC, Direction.DOC_TO_QUERY),
                Partition.JOINT,
                Hardness.NONE,
                FalseNegatives.EQUAL_TEXTS);
        BatchLayout row = BatchLayout.of(List.of(0, 1), List.of());
        assertEquals(
                Math.log(2),
                Batches.differentiate(both, new float[][] {X, Y}, row).loss(),
                TOLERANCE);
    }

    private static void assertFinite(Objective objective, float[][] texts, BatchLayout layout) {
        float[][] vectors = new float[texts.length][];
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = X;
        }
        Batches.Outcome outcome = Batches.differentiate(
                objective, texts, layout, Optional.of(vectors), Optional.of(vectors), embeddings -> embeddings);
        assertTrue(Double.isFinite(outcome.loss()), objective + " has the loss " + outcome.loss());
        for (float[] row : outcome.gradient()) {
            for (float value : row) {
                assertTrue(Float.isFinite(value), objective + " has the gradient " + value);
            }
        }
    }

    private static void assertZero(float[][] gradient) {
        for (float[] row : gradient) {
            IntStream.range(0, row.length).forEach(i -> assertEquals(0, row[i], TOLERANCE));
        }
    }

    @Test
    void layoutsThatDoNotFitAreRefused() {
        for (List<Integer> negativeRows : List.of(List.of(2), List.of(-1), List.of(1, 0), List.of(0, 0, 0))) {
            List<Integer> texts = new ArrayList<>(Collections.nCopies(4, 0));
            texts.addAll(Collections.nCopies(negativeRows.size() % 3, 0));
            assertThrows(
                    IllegalArgumentException.class, () -> BatchLayout.of(texts, negativeRows), negativeRows::toString);
        }
    }
}

package dev.gemmatune.train.objective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** By hand: which texts count as negatives. */
class FalseNegativesTest {

    private static final double TOLERANCE = 1e-5;
    /** Anchors (1, 0) and (0, 1), their positives, and a negative of the first row. */
    private static final float[][] TEXTS = {{1, 0}, {0, 1}, {0.6f, 0.8f}, {0, 1}, {0.8f, 0.6f}};

    private static double loss(FalseNegatives falseNegatives, Integer... numbers) {
        Objective ranking = new MultipleNegativesRanking(
                2, List.of(Direction.QUERY_TO_DOC), Partition.JOINT, Hardness.NONE, falseNegatives);
        return Batches.differentiate(ranking, TEXTS, BatchLayout.of(List.of(numbers), List.of(0)))
                .loss();
    }

    /** {@code log sum exp(2 cos) - 2 positive}. */
    private static double row(double positive, double... counted) {
        double sum = Math.exp(2 * positive);
        for (double cosine : counted) {
            sum += Math.exp(2 * cosine);
        }
        return Math.log(sum) - 2 * positive;
    }

    @Test
    void differentTextsAllCount() {
        double expected = (row(0.6, 0, 0.8) + row(1, 0.8, 0.6)) / 2;
        assertEquals(expected, loss(FalseNegatives.EQUAL_TEXTS, 0, 1, 2, 3, 4), TOLERANCE);
    }

    @Test
    void anEqualPositiveIsNoNegative() {
        double expected = (row(0.6, 0.8) + row(1, 0.6)) / 2;
        assertEquals(expected, loss(FalseNegatives.EQUAL_TEXTS, 0, 1, 2, 2, 4), TOLERANCE);
    }

    @Test
    void thePositiveOfAnEqualAnchorIsNoNegative() {
        double expected = (row(0.6, 0.8) + row(1, 0.6)) / 2;
        assertEquals(expected, loss(FalseNegatives.EQUAL_TEXTS, 0, 0, 2, 3, 4), TOLERANCE);
    }

    @Test
    void theOwnAnchorIsNoNegative() {
        double expected = (row(0.6, 0, 0.8) + row(1, 0.6)) / 2;
        assertEquals(expected, loss(FalseNegatives.EQUAL_TEXTS, 0, 2, 2, 3, 4), TOLERANCE);
    }

    @Test
    void anOwnNegativeThatIsAPositiveIsNoNegative() {
        double expected = (row(0.6, 0) + row(1, 0.8, 0.6)) / 2;
        assertEquals(expected, loss(FalseNegatives.EQUAL_TEXTS, 0, 1, 2, 3, 2), TOLERANCE);
    }

    @Test
    void equalTextsCanBeKept() {
        double expected = (row(0.6, 0, 0.8) + row(1, 0.8, 0.6)) / 2;
        assertEquals(expected, loss(FalseNegatives.KEPT, 0, 0, 2, 2, 2), TOLERANCE);
    }

    @Test
    void textsOfOtherRowsNearerThanTheMarginDoNotCount() {
        // The second row's limit is 0.7: 0.8 is out and 0.6 counts. The first row's own negative always counts.
        double expected = (row(0.6, 0, 0.8) + row(1, 0.6)) / 2;
        Optional<Margin> absolute = Optional.of(new Margin(Margin.Kind.ABSOLUTE, 0.3));
        assertEquals(expected, loss(new FalseNegatives(true, absolute), 0, 1, 2, 3, 4), TOLERANCE);
        Optional<Margin> relative = Optional.of(new Margin(Margin.Kind.RELATIVE, 0.3));
        assertEquals(expected, loss(new FalseNegatives(true, relative), 0, 1, 2, 3, 4), TOLERANCE);
    }

    @Test
    void hardnessCountsANegativeExpStrengthCosineTimes() {
        double first = Math.log(Math.exp(1.2) + Math.exp(0) + Math.exp(0.8 * (2 + 5))) - 1.2;
        Objective weighed = new MultipleNegativesRanking(
                2,
                List.of(Direction.QUERY_TO_DOC),
                Partition.JOINT,
                new Hardness(Hardness.Mode.HARD_NEGATIVES, 5),
                FalseNegatives.KEPT);
        BatchLayout layout = BatchLayout.of(List.of(0, 1, 2, 3, 4), List.of(0));
        assertEquals(
                (first + row(1, 0.8, 0.6)) / 2,
                Batches.differentiate(weighed, TEXTS, layout).loss(),
                TOLERANCE);
    }

    @Test
    void drawnDimensionsFollowTheBatchAndKeepTheFullOne() {
        SpreadOut spread = new SpreadOut(1, 1, SpreadOut.Aggregation.SUM);
        float[][] texts = {{1, 2, 3, 4}, {2, -1, 0, 5}, {1, 1, 1, -1}, {-3, 0.5f, 2, 2}};
        Objective all = MatryoshkaObjective.of(spread, List.of(4));
        Objective drawn = new MatryoshkaObjective(
                spread, List.of(4, 3, 2, 1), List.of(1.0, 1.0, 1.0, 1.0), OptionalInt.of(2), 42);
        Objective one = new MatryoshkaObjective(spread, List.of(3, 4), List.of(1.0, 1.0), OptionalInt.of(1), 42);
        Set<Double> losses = new HashSet<>();
        for (int batch = 0; batch < 20; batch++) {
            int first = 10 * batch;
            BatchLayout layout =
                    BatchLayout.of(IntStream.range(first, first + 4).boxed().toList(), List.of());
            double loss = Batches.differentiate(drawn, texts, layout).loss();
            assertEquals(loss, Batches.differentiate(drawn, texts, layout).loss());
            double full = Batches.differentiate(all, texts, layout).loss();
            assertEquals(full, Batches.differentiate(one, texts, layout).loss());
            assertTrue(loss > full, "the full dimension is missing");
            losses.add(loss);
        }
        assertEquals(3, losses.size(), "each of the three other dimensions is drawn");
        assertNotEquals(drawn, all);
    }
}

package dev.gemmatune.train.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MixtureTest {

    @Test
    void bySizeSpreadsTheSetsEvenly() {
        // Six batches and two: the second set's stand at a quarter and three quarters of the way.
        assertEquals("00100010", sets(mixture(Sampling.BY_SIZE, 1, 1).epoch(0)));
    }

    @Test
    void roundRobinTakesTurnsAndPassesOverWhatIsUsedUp() {
        assertEquals("01010000", sets(mixture(Sampling.ROUND_ROBIN, 1, 1).epoch(0)));
    }

    @Test
    void everyRowIsUsedOnceAnEpoch() {
        for (Sampling sampling : List.of(Sampling.BY_SIZE, Sampling.ROUND_ROBIN)) {
            for (int epoch = 0; epoch < 3; epoch++) {
                List<Integer> rows = rows(mixture(sampling, 1, 1).epoch(epoch), 0);
                assertEquals(
                        IntStream.range(0, 12).boxed().toList(),
                        rows.stream().sorted().toList());
            }
        }
    }

    @Test
    void byWeightSharesTheBatchesAndGoesOnWhereItStopped() {
        Mixture mixture = mixture(Sampling.BY_WEIGHT, 1, 3);
        List<Batch> first = mixture.epoch(0);
        List<Batch> second = mixture.epoch(1);
        assertEquals(8, first.size());
        assertEquals(2, first.stream().filter(batch -> batch.set() == 0).count());
        assertEquals(6, first.stream().filter(batch -> batch.set() == 1).count());
        // The large set's four rows of the second epoch are not those of the first.
        List<Integer> seen = new ArrayList<>(rows(first, 0));
        seen.addAll(rows(second, 0));
        assertEquals(8, seen.stream().distinct().count());
        // The small set's four rows come three times.
        assertTrue(
                rows(first, 1).stream()
                        .collect(Collectors.groupingBy(row -> row, Collectors.counting()))
                        .values()
                        .stream()
                        .allMatch(count -> count == 3));
    }

    @Test
    void accumulatedBatchesFormStepsWithinAnEpoch() {
        TrainingPlan plan = TrainingPlan.ofEpochs(mixture(Sampling.BY_SIZE, 1, 1), 3, 1.5);
        assertEquals(
                List.of(3, 3, 2, 3, 3),
                plan.steps().stream().map(step -> step.batches().size()).toList());
        assertEquals(
                List.of(false, false, true, false, false),
                plan.steps().stream().map(TrainingPlan.Step::endsEpoch).toList());
        assertEquals(3.0 / 8, plan.steps().get(0).epoch());
        assertEquals(1, plan.steps().get(2).epoch());
        assertEquals(1 + 6.0 / 8, plan.steps().get(4).epoch());
    }

    @Test
    void stepsGoOnOverEpochs() {
        TrainingPlan plan = TrainingPlan.ofSteps(mixture(Sampling.BY_SIZE, 1, 1), 1, 19);
        assertEquals(19, plan.size());
        assertEquals(2 + 3.0 / 8, plan.steps().get(18).epoch(), 1e-15);
    }

    /** Twelve rows and four, two rows a batch. */
    private static Mixture mixture(Sampling sampling, double firstWeight, double secondWeight) {
        return new Mixture(List.of(part(12, firstWeight), part(4, secondWeight)), sampling);
    }

    private static Mixture.Part part(int rows, double weight) {
        List<TokenizedData.Row> list = IntStream.range(0, rows)
                .mapToObj(row -> new TokenizedData.Row(
                        List.of(new int[] {row}, new int[] {row}), List.of(2 * row, 2 * row + 1), Double.NaN))
                .toList();
        return new Mixture.Part(list, new BatchPlan(2, true, true, 1), weight);
    }

    private static String sets(List<Batch> batches) {
        return batches.stream().map(batch -> String.valueOf(batch.set())).collect(Collectors.joining());
    }

    private static List<Integer> rows(List<Batch> batches, int set) {
        return batches.stream()
                .filter(batch -> batch.set() == set)
                .flatMap(batch -> batch.rows().stream())
                .toList();
    }
}

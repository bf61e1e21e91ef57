package dev.gemmatune.train.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.train.batch.TokenizedData.Row;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchPlanTest {

    @Test
    void everyRowOccursExactlyOnce() {
        List<Row> rows = rows(103, row -> List.of(row, 1000 + row % 7));
        for (boolean distinct : new boolean[] {true, false}) {
            List<List<Integer>> batches = new BatchPlan(10, true, distinct, 42).epoch(rows, 0);
            List<Integer> all = batches.stream().flatMap(List::stream).sorted().toList();
            assertEquals(IntStream.range(0, 103).boxed().toList(), all);
        }
    }

    @Test
    void noTextOccursTwiceInABatch() {
        List<Row> rows = rows(100, row -> List.of(row, 1000 + row % 7));
        List<List<Integer>> batches = new BatchPlan(10, true, true, 42).epoch(rows, 0);
        for (List<Integer> batch : batches) {
            Set<Integer> texts = new HashSet<>();
            for (int row : batch) {
                rows.get(row).texts().forEach(text -> assertTrue(texts.add(text), "text " + text + " twice"));
            }
            assertTrue(batch.size() <= 7, "only seven positives differ");
        }
    }

    @Test
    void aPositiveSharedByAllRowsGivesBatchesOfOne() {
        List<Row> rows = rows(5, row -> List.of(row, 1000));
        assertEquals(5, new BatchPlan(4, true, true, 1).epoch(rows, 0).size());
    }

    @Test
    void noSmallBatchIsLeftAtTheEnd() {
        List<Row> rows = rows(103, row -> List.of(row, 1000 + row));
        List<Integer> sizes = new BatchPlan(50, true, true, 42)
                .epoch(rows, 0).stream().map(List::size).toList();
        assertEquals(List.of(35, 35, 33), sizes);
    }

    @Test
    void orderFollowsSeedAndEpoch() {
        List<Row> rows = rows(50, row -> List.of(row, 1000 + row));
        BatchPlan plan = new BatchPlan(8, true, false, 42);
        assertEquals(plan.epoch(rows, 3), new BatchPlan(8, true, false, 42).epoch(rows, 3));
        assertNotEquals(plan.epoch(rows, 0), plan.epoch(rows, 1));
        assertNotEquals(plan.epoch(rows, 0), new BatchPlan(8, true, false, 43).epoch(rows, 0));
    }

    @Test
    void withoutShufflingTheOrderIsThatOfTheFile() {
        List<Row> rows = rows(5, row -> List.of(row, 1000 + row));
        assertEquals(
                List.of(List.of(0, 1), List.of(2, 3), List.of(4)), new BatchPlan(2, false, false, 9).epoch(rows, 1));
    }

    @Test
    void rowsLeftOverGoToEarlierBatches() {
        // Of ten rows the last four share a text. The first batch of four has room for one more row, but only for one
        // of
        // them; the others stay alone.
        List<Row> rows = rows(10, row -> List.of(20 + row, row < 6 ? 100 + row : 7));
        List<List<Integer>> batches = new BatchPlan(4, false, true, 1).epoch(rows, 0);
        assertEquals(10, batches.stream().mapToInt(List::size).sum());
        batches.forEach(batch -> assertEquals(
                batch.stream()
                        .flatMap(row -> rows.get(row).texts().stream())
                        .distinct()
                        .count(),
                2L * batch.size()));
        assertEquals(List.of(5, 3, 1, 1), batches.stream().map(List::size).toList());
    }

    private static List<Row> rows(int count, IntFunction<List<Integer>> texts) {
        return IntStream.range(0, count)
                .mapToObj(row -> new Row(List.of(new int[] {2, 1}, new int[] {2, 1}), texts.apply(row), Double.NaN))
                .toList();
    }
}

package dev.gemmatune.train.batch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Which rows form which batch in an epoch; the same for the same seed and epoch, and known before the epoch begins.
 *
 * @param batchSize rows of a batch, one more where that spares a small batch at the end; the last ones of an epoch may be
 *     smaller
 * @param shuffle whether the order follows the seed, else that of the file
 * @param distinctTexts whether no text may occur in two rows of a batch: with in-batch negatives, an equal text in
 *     another row would be taken for a wrong answer. Rows that cannot be placed wait for a later batch
 * @param seed of the order
 */
public record BatchPlan(int batchSize, boolean shuffle, boolean distinctTexts, long seed) {

    /** Checks the batch size. */
    public BatchPlan {
        if (batchSize < 1) {
            throw new IllegalArgumentException("batchSize must be >= 1, got " + batchSize);
        }
    }

    /**
     * The batches of an epoch as indices of rows; every row occurs exactly once.
     *
     * @param epoch from 0
     */
    public List<List<Integer>> epoch(List<TokenizedData.Row> rows, int epoch) {
        List<Integer> order = order(rows.size(), epoch);
        return distinctTexts ? withoutSharedTexts(order, rows) : inOrder(order);
    }

    private List<Integer> order(int rows, int epoch) {
        List<Integer> order = new ArrayList<>(IntStream.range(0, rows).boxed().toList());
        if (shuffle) {
            // Neighbouring seeds and epochs must not give related orders.
            Random random = new Random(seed * 0x9E3779B97F4A7C15L + epoch);
            Collections.shuffle(order, random);
        }
        return order;
    }

    private List<List<Integer>> inOrder(List<Integer> order) {
        List<List<Integer>> batches = new ArrayList<>();
        for (int start = 0; start < order.size(); start += batchSize) {
            batches.add(List.copyOf(order.subList(start, Math.min(start + batchSize, order.size()))));
        }
        return batches;
    }

    /**
     * Rows that share a text with their batch wait; they are the first to be tried for the next. The batches are of one
     * size as far as shared texts allow: a small one at the end would move the weights as far as a full one, on the word
     * of a few rows.
     */
    private List<List<Integer>> withoutSharedTexts(List<Integer> order, List<TokenizedData.Row> rows) {
        int fewest = Math.max(1, (order.size() + batchSize - 1) / batchSize);
        int size = (order.size() + fewest - 1) / fewest;
        List<List<Integer>> batches = new ArrayList<>();
        List<Integer> waiting = new ArrayList<>();
        int next = 0;
        while (next < order.size() || !waiting.isEmpty()) {
            List<Integer> batch = new ArrayList<>(size);
            List<Integer> stillWaiting = new ArrayList<>();
            Set<Integer> taken = new HashSet<>();
            for (int row : waiting) {
                place(row, rows, size, batch, taken, stillWaiting);
            }
            while (batch.size() < size && next < order.size()) {
                place(order.get(next), rows, size, batch, taken, stillWaiting);
                next++;
            }
            batches.add(batch);
            waiting = stillWaiting;
        }
        spreadRemainder(batches, rows, size);
        return batches;
    }

    /**
     * Rows that share their texts with many others are left over at the end in ever smaller batches, down to single rows
     * that have no negatives at all. Each goes to the smallest earlier batch that has none of its texts; one row more
     * than planned does no harm there.
     */
    private static void spreadRemainder(List<List<Integer>> batches, List<TokenizedData.Row> rows, int size) {
        List<Set<Integer>> texts = new ArrayList<>();
        for (List<Integer> batch : batches) {
            Set<Integer> taken = new HashSet<>();
            batch.forEach(row -> taken.addAll(rows.get(row).texts()));
            texts.add(taken);
        }
        for (int last = batches.size() - 1; last > 0 && 2 * batches.get(last).size() < size; last--) {
            List<Integer> left = new ArrayList<>();
            for (int row : batches.get(last)) {
                OptionalInt host = host(row, rows, batches.subList(0, last), texts, size);
                host.ifPresentOrElse(
                        batch -> {
                            batches.get(batch).add(row);
                            texts.get(batch).addAll(rows.get(row).texts());
                        },
                        () -> left.add(row));
            }
            batches.set(last, left);
        }
        batches.removeIf(List::isEmpty);
    }

    private static OptionalInt host(
            int row, List<TokenizedData.Row> rows, List<List<Integer>> batches, List<Set<Integer>> texts, int size) {
        return IntStream.range(0, batches.size())
                .filter(batch -> batches.get(batch).size() <= size)
                .filter(batch -> rows.get(row).texts().stream().noneMatch(texts.get(batch)::contains))
                .boxed()
                .min(Comparator.comparingInt(batch -> batches.get(batch).size()))
                .map(OptionalInt::of)
                .orElse(OptionalInt.empty());
    }

    private void place(
            int row,
            List<TokenizedData.Row> rows,
            int size,
            List<Integer> batch,
            Set<Integer> taken,
            List<Integer> waiting) {
        List<Integer> texts = rows.get(row).texts();
        if (batch.size() < size && texts.stream().noneMatch(taken::contains)) {
            taken.addAll(texts);
            batch.add(row);
        } else {
            waiting.add(row);
        }
    }
}

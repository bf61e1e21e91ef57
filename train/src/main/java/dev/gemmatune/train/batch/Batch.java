package dev.gemmatune.train.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Rows of one set that are seen together.
 *
 * @param set index of the set
 * @param rows indices into the set's rows
 */
public record Batch(int set, List<Integer> rows) {

    private static final int ROWS_SHOWN = 16;

    /** Copies the rows. */
    public Batch {
        rows = List.copyOf(rows);
    }

    /** The number of rows. */
    public int size() {
        return rows.size();
    }

    /** Ids of all first texts, then of all second ones, then of all negatives: the order that objectives expect. */
    public List<int[]> texts(TokenizedData data) {
        List<int[]> texts = new ArrayList<>();
        rows.forEach(row -> texts.add(data.rows().get(row).ids().get(0)));
        rows.forEach(row -> texts.add(data.rows().get(row).ids().get(1)));
        for (int row : rows) {
            List<int[]> ids = data.rows().get(row).ids();
            texts.addAll(ids.subList(2, ids.size()));
        }
        return texts;
    }

    /** The wanted cosines, none for rows without a score. */
    public List<Double> scores(TokenizedData data) {
        return rows.stream()
                .map(row -> data.rows().get(row).score())
                .filter(score -> !score.isNaN())
                .toList();
    }

    /** The rows counted from 1, as a user counts them, shortened. */
    public String describeRows() {
        String shown = rows.stream()
                .limit(ROWS_SHOWN)
                .map(row -> String.valueOf(row + 1))
                .collect(Collectors.joining(", "));
        return rows.size() > ROWS_SHOWN ? shown + ", … " + rows.size() + " in all" : shown;
    }
}

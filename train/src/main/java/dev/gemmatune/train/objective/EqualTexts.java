package dev.gemmatune.train.objective;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which texts of a batch belong to a row by their words: its anchor, its positive, and the positives of other rows with
 * the same anchor.
 */
final class EqualTexts {

    private final List<Integer> texts;
    private final int rows;
    private final Map<Integer, Set<Integer>> rightOfAnchor = new HashMap<>();

    EqualTexts(BatchLayout layout) {
        this.texts = layout.texts();
        this.rows = layout.rows();
        for (int row = 0; row < rows; row++) {
            Set<Integer> right = rightOfAnchor.computeIfAbsent(anchor(row), anchor -> new HashSet<>(Set.of(anchor)));
            right.add(positive(row));
        }
    }

    /** Whether all texts differ, so that nothing has to be looked for. */
    static boolean allDiffer(BatchLayout layout) {
        return new HashSet<>(layout.texts()).size() == layout.texts().size();
    }

    /** Whether a candidate, a positive or negative of any row, is right for a row. */
    boolean isRight(int row, int candidate) {
        return rightOfAnchor.get(anchor(row)).contains(texts.get(rows + candidate));
    }

    /** Whether the anchors of two rows belong together: equal, with equal positives, or one the positive of the other. */
    boolean anchorsBelongTogether(int row, int other) {
        return positive(row) == positive(other)
                || rightOfAnchor.get(anchor(row)).contains(anchor(other))
                || rightOfAnchor.get(anchor(other)).contains(anchor(row));
    }

    private int anchor(int row) {
        return texts.get(row);
    }

    private int positive(int row) {
        return texts.get(rows + row);
    }
}

package dev.gemmatune.train.objective;

import java.util.Optional;

/**
 * Which texts of a batch are no negatives of a row, although they stand in another.
 *
 * @param equalTexts leave out texts that are the row's own anchor or positive, or the positive of an equal anchor
 * @param margin leave out texts of other rows that score more than the positive less this margin
 */
public record FalseNegatives(boolean equalTexts, Optional<Margin> margin) {

    /** Equal texts are left out, scores do not matter. */
    public static final FalseNegatives EQUAL_TEXTS = new FalseNegatives(true, Optional.empty());

    /** Nothing is left out, as in sentence-transformers. */
    public static final FalseNegatives KEPT = new FalseNegatives(false, Optional.empty());
}

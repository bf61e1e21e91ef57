package dev.gemmatune.train.objective;

/**
 * Weighs negatives by how hard they are: {@code strength * stopgrad(cos)} is added to their logits, so that a negative
 * counts {@code exp(strength * cos)} times.
 *
 * @param mode which negatives are weighed
 * @param strength 0 or more; 5 for EmbeddingGemma's hard negatives
 * @see <a href="https://arxiv.org/abs/2509.20354">EmbeddingGemma</a>, section on training
 * @see <a href="https://arxiv.org/abs/2503.04812">LLaVE, equation 5</a>
 */
public record Hardness(Mode mode, double strength) {

    /** All negatives count once. */
    public static final Hardness NONE = new Hardness(Mode.HARD_NEGATIVES, 0);

    /** Which negatives are weighed; the positive never is. */
    public enum Mode {
        /** The negatives of the row itself. */
        HARD_NEGATIVES,
        /** All texts of other rows. */
        IN_BATCH_NEGATIVES,
        /** Both. */
        ALL_NEGATIVES
    }

    /** Checks the strength. */
    public Hardness {
        if (!(strength >= 0) || Double.isInfinite(strength)) {
            throw new IllegalArgumentException("strength must be >= 0, got " + strength);
        }
    }

    /** Whether it weighs candidate {@code candidate} of row {@code row}. */
    boolean weighs(BatchLayout layout, int row, int candidate) {
        boolean own = layout.rowOf(candidate) == row;
        return switch (mode) {
            case HARD_NEGATIVES -> own && candidate != row;
            case IN_BATCH_NEGATIVES -> !own;
            case ALL_NEGATIVES -> candidate != row;
        };
    }
}

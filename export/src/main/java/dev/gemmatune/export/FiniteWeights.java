package dev.gemmatune.export;

import dev.gemmatune.model.UserError;

/** Refuses weights that are no numbers: a single NaN makes every embedding NaN. */
public final class FiniteWeights {

    private FiniteWeights() {}

    /**
     * A value of a weight.
     *
     * @throws UserError if it is NaN or infinite, naming the weight
     */
    public static float check(String name, float value) {
        if (!Float.isFinite(value)) {
            throw new UserError("the weight " + name + " holds " + value
                    + "; a model with such a weight embeds nothing. Export an earlier checkpoint of the run, or train"
                    + " again with a lower learning rate");
        }
        return value;
    }

    /** The same of all its values. */
    public static void check(String name, float[] values) {
        for (float value : values) {
            check(name, value);
        }
    }
}

package dev.gemmatune.train.quantization;

import dev.gemmatune.model.quantization.QuantizationPlan;

/**
 * Whether and from when on a training computes with quantized weights.
 *
 * @param plan how each weight is quantized; {@code NONE} for a training in floats
 * @param floatShare share of all steps before that, 0 to below 1: the weights first find their place
 */
public record QuantizationSettings(QuantizationPlan plan, double floatShare) {

    /** A training in floats. */
    public static final QuantizationSettings NONE = new QuantizationSettings(QuantizationPlan.NONE, 0);

    /** Checks the range. */
    public QuantizationSettings {
        if (!(floatShare >= 0 && floatShare < 1)) {
            throw new IllegalArgumentException("floatShare must be >= 0 and < 1, got " + floatShare);
        }
    }

    /** The number of steps in floats; all of them if nothing is quantized. */
    public int floatSteps(int steps) {
        return plan == QuantizationPlan.NONE ? Integer.MAX_VALUE : (int) Math.round(floatShare * steps);
    }
}

package dev.gemmatune.model.quantization;

import dev.gemmatune.model.safetensors.ElementType;

/**
 * Whether a block's scale is the reference's or the best that a search finds.
 *
 * <p>The reference scale makes the largest value exact. A slightly different one often serves the other 31 better, and
 * weights that were trained on a lattice whose ends a block does not use are only found again by a search.
 */
public enum ScaleSearch {
    /** The reference's scale. */
    NONE,
    /**
     * The scale with the smallest sum of squared errors, each weighted with the square of its value, since large weights
     * carry the signal. Candidates put the largest value on each of the outer codes and between, and each is refined by
     * least squares; the method of {@code make_qx_quants} in ggml-org/llama.cpp's {@code ggml/src/ggml-quants.c}. Never
     * worse than the reference under that measure; costs about thirty times as much.
     */
    SQUARED_ERROR;

    private static final int STEPS_PER_CODE = 4;
    /** How many codes nearer to zero than the outermost the largest value may be put. */
    private static final int CODES = 4;

    /** The search if one is wanted. */
    public static ScaleSearch of(boolean wanted) {
        return wanted ? SQUARED_ERROR : NONE;
    }

    /**
     * Looks for a better scale for a block of 32.
     *
     * @param largest the value of largest magnitude
     * @param scale the reference's, as it is stored
     * @param codes the reference's; those of the better scale are written over them
     * @return the better scale, as it is stored, or {@code scale}
     */
    float improve(QuantizationScheme scheme, float[] values, int begin, float largest, float scale, byte[] codes) {
        if (this == NONE || scale == 0) {
            return scale;
        }
        double smallestError = error(values, begin, scale, codes);
        float best = scale;
        LeastSquares fit = new LeastSquares(scheme, values, begin);
        for (int step = 0; step < CODES * STEPS_PER_CODE; step++) {
            float away = step / (float) STEPS_PER_CODE;
            for (float code : new float[] {scheme.smallestCode() + away, scheme.largestCode() - away}) {
                float candidate = stored(largest / code);
                for (int refinement = 0; refinement < 2 && candidate != 0; refinement++) {
                    float refined = stored(fit.refine(candidate));
                    if (fit.error() < smallestError) {
                        smallestError = fit.error();
                        best = candidate;
                    }
                    candidate = refined;
                }
            }
        }
        if (best != scale) {
            fit.codes(best, codes);
        }
        return best;
    }

    private static double error(float[] values, int begin, float scale, byte[] codes) {
        double error = 0;
        for (int i = begin; i < begin + GgmlBlocks.SIZE; i++) {
            double difference = values[i] - codes[i] * scale;
            error += difference * difference * values[i] * values[i];
        }
        return error;
    }

    private static float stored(float scale) {
        float stored = ElementType.F16.widen(ElementType.F16.narrow(scale));
        return Float.isFinite(stored) ? stored : 0;
    }
}

package dev.gemmatune.model.adapter;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;

/** The update of one linear layer: {@code W + scaling * B A}. */
final class LowRankUpdate {

    private final float[] down;
    private final float[] up;
    private final int inputs;
    private final int outputs;

    /**
     * An update; the arrays are not copied.
     *
     * @param down A, {@code [rank, inputs]} row by row
     * @param up B, {@code [outputs, rank]} row by row
     * @param inputs columns of W
     * @param outputs rows of W
     */
    LowRankUpdate(float[] down, float[] up, int inputs, int outputs) {
        if (down.length % inputs != 0 || up.length % outputs != 0 || down.length / inputs != up.length / outputs) {
            throw new IllegalArgumentException("A must be [rank, " + inputs + "] and B [" + outputs + ", rank], got "
                    + down.length + " and " + up.length + " values");
        }
        this.down = down;
        this.up = up;
        this.inputs = inputs;
        this.outputs = outputs;
    }

    /** The start of A: uniform within {@code 1 / sqrt(inputs)}, as PEFT's Kaiming initialisation with a = sqrt(5). */
    static float[] start(int rank, int inputs, long seed, String module) {
        SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + module.hashCode());
        double bound = 1 / Math.sqrt(inputs);
        float[] values = new float[rank * inputs];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (bound * (2 * random.nextDouble() - 1));
        }
        return values;
    }

    float[] down() {
        return down;
    }

    float[] up() {
        return up;
    }

    int inputs() {
        return inputs;
    }

    int outputs() {
        return outputs;
    }

    int rank() {
        return down.length / inputs;
    }

    /**
     * Adds the update to rows of W in place; costs rank multiplications per weight.
     *
     * @param part whole rows of W, little-endian float32
     * @param first the number of the first of them
     * @return the number of the row after the last of them
     */
    int addTo(ByteBuffer part, int first, double scaling) {
        FloatBuffer rows = part.asFloatBuffer();
        float[] row = new float[inputs];
        double[] sum = new double[inputs];
        int output = first;
        for (int begin = 0; begin < rows.limit(); begin += inputs, output++) {
            rows.get(begin, row);
            Arrays.fill(sum, 0);
            for (int k = 0; k < rank(); k++) {
                double factor = up[output * rank() + k];
                for (int input = 0; input < inputs; input++) {
                    sum[input] += factor * down[k * inputs + input];
                }
            }
            for (int input = 0; input < inputs; input++) {
                row[input] += (float) (scaling * sum[input]);
            }
            rows.put(begin, row);
        }
        return output;
    }
}

package dev.gemmatune.export.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The product of linear layers in float64, {@code [outputs][inputs]}.
 *
 * <p>Costs {@code inputs · middle · outputs} multiplications for each layer added: 1.8 billion for EmbeddingGemma.
 */
final class DenseProduct {

    private final double[][] rows;

    private DenseProduct(double[][] rows) {
        this.rows = rows;
    }

    /** One layer; its weights are {@code [outputs, inputs]}, row by row. */
    static DenseProduct of(float[] weights, int inputs, int outputs) {
        double[][] rows = new double[outputs][inputs];
        for (int i = 0; i < weights.length; i++) {
            rows[i / inputs][i % inputs] = weights[i];
        }
        return new DenseProduct(rows);
    }

    /** This map followed by another. */
    DenseProduct then(DenseProduct next) {
        return new DenseProduct(Arrays.stream(next.rows).map(this::times).toArray(double[][]::new));
    }

    /** Float32, {@code [inputs, outputs]}. */
    ByteBuffer transposed() {
        int inputs = rows[0].length;
        ByteBuffer bytes =
                ByteBuffer.allocate(inputs * rows.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int input = 0; input < inputs; input++) {
            for (double[] row : rows) {
                bytes.putFloat((float) row[input]);
            }
        }
        return bytes.flip();
    }

    private double[] times(double[] row) {
        double[] result = new double[rows[0].length];
        for (int middle = 0; middle < row.length; middle++) {
            double factor = row[middle];
            double[] other = rows[middle];
            for (int input = 0; input < result.length; input++) {
                result[input] += factor * other[input];
            }
        }
        return result;
    }
}

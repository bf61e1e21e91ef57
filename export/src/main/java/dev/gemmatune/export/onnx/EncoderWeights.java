package dev.gemmatune.export.onnx;

import dev.gemmatune.model.UserError;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.checkpoint.DenseLayer;
import dev.gemmatune.model.checkpoint.TensorNames;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;

/**
 * The weights of a checkpoint in the form that the graph wants: matrices as {@code [inputs, outputs]}, norms as factors
 * {@code 1 + w}, the dense layers as one matrix.
 *
 * @param checkpoint where they come from
 */
record EncoderWeights(Checkpoint checkpoint) {

    /** A weight as it is stored. */
    WeightTensor stored(String name) {
        return new WeightTensor(name, shape(name), () -> finite(name));
    }

    /** The matrix of a linear layer, transposed from {@code [outputs, inputs]} to {@code [inputs, outputs]}. */
    WeightTensor linear(String name) {
        List<Long> shape = shape(name);
        int rows = Math.toIntExact(shape.get(0));
        int columns = Math.toIntExact(shape.get(1));
        return new WeightTensor(name, List.of((long) columns, (long) rows), () -> {
            float[] values = floats(name);
            ByteBuffer bytes = allocate(values.length);
            FloatBuffer transposed = bytes.asFloatBuffer();
            for (int column = 0; column < columns; column++) {
                for (int row = 0; row < rows; row++) {
                    transposed.put(values[row * columns + column]);
                }
            }
            return bytes;
        });
    }

    /** The factors of an RMSNorm, {@code (1 + w) · scale} in float32; exact when {@code scale} is a power of two. */
    WeightTensor normFactors(String name, float scale) {
        return new WeightTensor(name, shape(name), () -> {
            float[] values = floats(name);
            ByteBuffer bytes = allocate(values.length);
            for (float value : values) {
                bytes.putFloat((1 + value) * scale);
            }
            return bytes.flip();
        });
    }

    /**
     * All dense layers as one matrix {@code [D, E]}: they have neither bias nor activation, and so their product, summed
     * in float64, is closer to the exact map than one after the other. Empty for a checkpoint without dense layers.
     */
    Optional<WeightTensor> projection(String name) {
        List<DenseLayer> layers = checkpoint.dense();
        if (layers.isEmpty()) {
            return Optional.empty();
        }
        long inputs = layers.get(0).inputs();
        return Optional.of(new WeightTensor(name, List.of(inputs, (long) checkpoint.dimension()), () -> {
            DenseProduct product = product(layers.get(0));
            for (DenseLayer layer : layers.subList(1, layers.size())) {
                product = product.then(product(layer));
            }
            return product.transposed();
        }));
    }

    private DenseProduct product(DenseLayer layer) {
        return DenseProduct.of(floats(TensorNames.dense(layer.folder())), layer.inputs(), layer.outputs());
    }

    private List<Long> shape(String name) {
        return checkpoint.shapes().get(name);
    }

    private float[] floats(String name) {
        FloatBuffer source = finite(name).asFloatBuffer();
        float[] values = new float[source.remaining()];
        source.get(values);
        return values;
    }

    /** The stored values, refused if one of them is no number: a single NaN makes every embedding NaN. */
    private ByteBuffer finite(String name) {
        ByteBuffer bytes = checkpoint.weights(name);
        FloatBuffer values = bytes.asFloatBuffer();
        for (int i = 0; i < values.limit(); i++) {
            if (!Float.isFinite(values.get(i))) {
                throw new UserError("the weight " + name + " of " + checkpoint.folder() + " holds " + values.get(i)
                        + " at element " + i + "; a model with such a weight embeds nothing. Export an earlier"
                        + " checkpoint of the run, or train again with a lower learning rate");
            }
        }
        return bytes;
    }

    private static ByteBuffer allocate(int floats) {
        return ByteBuffer.allocate(floats * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    }
}

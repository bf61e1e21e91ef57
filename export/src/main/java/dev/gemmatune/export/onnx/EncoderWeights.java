package dev.gemmatune.export.onnx;

import dev.gemmatune.export.FiniteWeights;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.checkpoint.DenseLayer;
import dev.gemmatune.model.checkpoint.TensorNames;
import dev.gemmatune.model.quantization.QuantizationScheme;
import dev.gemmatune.model.quantization.Quantizer;
import dev.gemmatune.model.quantization.ScaleSearch;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;

/**
 * The weights of a checkpoint in the forms that graphs want: matrices as {@code [inputs, outputs]}, norms as factors
 * {@code 1 + w}, the dense layers as one matrix.
 *
 * @param checkpoint where they come from
 * @param storage how matrices are stored
 * @param search how the scales of blocks are found
 */
record EncoderWeights(Checkpoint checkpoint, OnnxWeights storage, ScaleSearch search) {

    /** How a weight is quantized; empty for one that is not. */
    Optional<QuantizationScheme> scheme(String name) {
        List<Long> shape = shape(name);
        return storage.scheme(name, shape.get(shape.size() - 1));
    }

    /** A matrix as codes and scales; it must have a scheme. */
    QuantizedWeight quantized(String name) {
        List<Long> shape = shape(name);
        return new QuantizedWeight(
                name,
                new Quantizer(scheme(name).orElseThrow(), search),
                Math.toIntExact(shape.get(0)),
                Math.toIntExact(shape.get(1)),
                checkpoint.parts(name));
    }

    /** A table of floats, a row after another. */
    WeightTensor table(String name) {
        WeightType type = floats();
        return new WeightTensor(name, type, shape(name), sink -> {
            for (ByteBuffer part : checkpoint.parts(name)) {
                float[] values = floats(name, part);
                ByteBuffer bytes = allocate(values.length, type);
                for (float value : values) {
                    type.put(bytes, value);
                }
                sink.put(bytes.flip());
            }
        });
    }

    /** The matrix of a linear layer in floats, transposed from {@code [outputs, inputs]} to {@code [inputs, outputs]}. */
    WeightTensor linear(String name) {
        List<Long> shape = shape(name);
        int rows = Math.toIntExact(shape.get(0));
        int columns = Math.toIntExact(shape.get(1));
        WeightType type = floats();
        return new WeightTensor(name, type, List.of((long) columns, (long) rows), sink -> {
            float[] values = floats(name);
            ByteBuffer bytes = allocate(values.length, type);
            for (int column = 0; column < columns; column++) {
                for (int row = 0; row < rows; row++) {
                    type.put(bytes, values[row * columns + column]);
                }
            }
            sink.put(bytes.flip());
        });
    }

    /** The factors of an RMSNorm, {@code (1 + w) · scale} in float32; exact when {@code scale} is a power of two. */
    WeightTensor normFactors(String name, float scale) {
        return new WeightTensor(name, shape(name), sink -> {
            float[] values = floats(name);
            ByteBuffer bytes = allocate(values.length, WeightType.FLOAT32);
            for (float value : values) {
                bytes.putFloat((1 + value) * scale);
            }
            sink.put(bytes.flip());
        });
    }

    /**
     * All dense layers as one float32 matrix {@code [D, E]}: they have neither bias nor activation, and so their
     * product, summed in float64, is closer to the exact map than one after the other. Layers that would be rounded are
     * rounded before; the product is not, which is smaller than the two layers of the released model in 4 bits. Empty
     * for a checkpoint without dense layers.
     */
    Optional<WeightTensor> projection(String name) {
        List<DenseLayer> layers = checkpoint.dense();
        if (layers.isEmpty()) {
            return Optional.empty();
        }
        long inputs = layers.get(0).inputs();
        return Optional.of(new WeightTensor(name, List.of(inputs, (long) checkpoint.dimension()), sink -> {
            DenseProduct product = product(layers.get(0));
            for (DenseLayer layer : layers.subList(1, layers.size())) {
                product = product.then(product(layer));
            }
            sink.put(product.transposed());
        }));
    }

    private DenseProduct product(DenseLayer layer) {
        String name = TensorNames.dense(layer.folder());
        float[] values = StoredValues.of(storage, search, name, floats(name), layer.inputs());
        return DenseProduct.of(values, layer.inputs(), layer.outputs());
    }

    private List<Long> shape(String name) {
        return checkpoint.shapes().get(name);
    }

    /** How a matrix that is not quantized is stored. */
    private WeightType floats() {
        return storage == OnnxWeights.FLOAT16 ? WeightType.FLOAT16 : WeightType.FLOAT32;
    }

    private float[] floats(String name) {
        return floats(name, checkpoint.weights(name));
    }

    private static float[] floats(String name, ByteBuffer part) {
        FloatBuffer source = part.asFloatBuffer();
        float[] values = new float[source.remaining()];
        source.get(values);
        FiniteWeights.check(name, values);
        return values;
    }

    private static ByteBuffer allocate(int elements, WeightType type) {
        return ByteBuffer.allocate(Math.multiplyExact(elements, type.bytes())).order(ByteOrder.LITTLE_ENDIAN);
    }
}

package dev.gemmatune.export.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * The cosines and sines of the rotary embedding, {@code [positions, K / 2]} each: {@code cos(p · base^(-2i / K))}.
 *
 * <p>Frequencies and angles are rounded to float32 at each step because the reference does so (transformers,
 * {@code modeling_rope_utils.py}); at position 2,047 an exact angle would differ from it by up to 1e-4. Tables, not
 * nodes: then the values do not depend on a runtime's sine.
 *
 * @param positions how many positions, the longest text that the model takes
 * @param headSize K
 */
record RotaryTables(int positions, int headSize) {

    WeightTensor cosines(String name, double base) {
        return table(name, base, Math::cos);
    }

    WeightTensor sines(String name, double base) {
        return table(name, base, Math::sin);
    }

    private WeightTensor table(String name, double base, DoubleUnaryOperator function) {
        int half = headSize / 2;
        return new WeightTensor(name, List.of((long) positions, (long) half), sink -> {
            ByteBuffer bytes =
                    ByteBuffer.allocate(positions * half * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            for (int position = 0; position < positions; position++) {
                for (int i = 0; i < half; i++) {
                    bytes.putFloat((float) function.applyAsDouble(position * frequency(base, i)));
                }
            }
            sink.put(bytes.flip());
        });
    }

    private float frequency(double base, int index) {
        float exponent = 2f * index / headSize;
        return 1f / (float) Math.pow(base, exponent);
    }
}

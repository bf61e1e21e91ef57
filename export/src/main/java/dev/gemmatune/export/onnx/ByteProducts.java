package dev.gemmatune.export.onnx;

import java.util.HashMap;
import java.util.Map;

/**
 * Products of activations with matrices of signed bytes, in bytes.
 *
 * <p>Each token's activations are rounded to 8 bits with a scale of their own. With one scale for the whole batch, as
 * {@code DynamicQuantizeLinear} has it, a text's embedding would depend on the texts beside it, and the few very large
 * activations of Gemma's first token would leave nothing of the others.
 */
final class ByteProducts {

    private static final float LARGEST = 127;
    private static final int ZERO_POINT = 128;
    private static final float SMALLEST_SCALE = 1e-30f;

    private record Rounded(Value codes, Value scale) {}

    private final Operators operators;
    private final Map<Value, Rounded> rounded = new HashMap<>();

    ByteProducts(Operators operators) {
        this.operators = operators;
    }

    /**
     * The product in float32.
     *
     * @param x {@code [..., inputs]}
     * @param codes int8 {@code [inputs, outputs]}
     * @param scales float32 {@code [outputs]}
     */
    Value of(Value x, Value codes, Value scales) {
        // Queries, keys and values share their input, and so do the two halves of the feed-forward layer.
        Rounded input = rounded.computeIfAbsent(x, this::round);
        Value zeroPoint = operators.graph().byteScalar(ZERO_POINT);
        Value sums = operators.toFloat(operators.integerProduct(input.codes(), codes, zeroPoint));
        return operators.multiply(operators.multiply(sums, input.scale()), scales);
    }

    private Rounded round(Value x) {
        OnnxGraph graph = operators.graph();
        Value largest = operators.largestOfLastAxis(operators.absolute(x));
        Value scale = operators.atLeast(operators.multiply(largest, graph.scalar(1 / LARGEST)), SMALLEST_SCALE);
        Value codes = operators.add(operators.round(operators.divide(x, scale)), graph.scalar(ZERO_POINT));
        return new Rounded(operators.toByte(codes), scale);
    }
}

package dev.gemmatune.export.onnx;

import dev.gemmatune.model.quantization.QuantizationScheme;
import java.util.Optional;

/**
 * The two things that the encoder does with a matrix, whatever way it is stored in.
 *
 * <p>All operators are standard ones but {@code MatMulNBits}, ONNX Runtime's product with 4-bit codes, which every
 * version since 1.20 has. A table of 4-bit codes is unpacked by standard operators, because {@code GatherBlockQuantized}
 * is missing from several versions and from WebAssembly.
 */
final class MatrixNodes {

    private static final int NIBBLE_BITS = 4;
    private static final int LOW_NIBBLE = 15;
    private static final float NIBBLE_ZERO = 8;

    private final Operators operators;
    private final OnnxGraph graph;
    private final EncoderWeights weights;
    private final int accuracyLevel;
    private final ByteProducts byteProducts;

    MatrixNodes(Operators operators, EncoderWeights weights, int accuracyLevel) {
        this.operators = operators;
        this.graph = operators.graph();
        this.weights = weights;
        this.accuracyLevel = accuracyLevel;
        this.byteProducts = new ByteProducts(operators);
    }

    /** {@code x · Wᵀ} for the matrix {@code [outputs, inputs]} of this name: {@code [..., inputs]} to {@code [..., outputs]}. */
    Value linear(Value x, String name) {
        Optional<QuantizationScheme> scheme = weights.scheme(name);
        if (scheme.isEmpty()) {
            Value matrix = graph.weight(weights.linear(name));
            return operators.matrixProduct(x, widened(matrix));
        }
        QuantizedWeight weight = weights.quantized(name);
        return switch (scheme.get()) {
            case Q4_0 -> blockProduct(x, weight);
            case INT8, INT8_REDUCED ->
                byteProducts.of(x, graph.weight(weight.transposedCodes()), graph.weight(weight.scales()));
            case Q8_0 -> throw new IllegalStateException("no ONNX form has linear layers of " + scheme.get());
        };
    }

    /** The float32 rows of a table with these indices {@code [B, S]}: {@code [B, S, D]}. */
    Value rows(String name, Value indices) {
        if (weights.scheme(name).isEmpty()) {
            return widened(operators.gather(graph.weight(weights.table(name)), indices));
        }
        QuantizedWeight table = weights.quantized(name);
        Value codes = operators.gather(graph.weight(table.rowCodes()), indices);
        Value scales = operators.gather(graph.weight(table.rowScales()), indices);
        Value values = table.scheme().bits() == NIBBLE_BITS ? unpacked(codes) : operators.toFloat(codes);
        if (table.scheme().isPerRow()) {
            return operators.multiply(values, scales);
        }
        Value blocks = operators.reshape(values, 0, 0, table.blocksPerRow(), table.blockSize());
        Value factors = operators.unsqueeze(operators.toFloat(scales), -1);
        return operators.reshape(operators.multiply(blocks, factors), 0, 0, table.columns());
    }

    private Value blockProduct(Value x, QuantizedWeight weight) {
        return operators.blockProduct(
                x,
                graph.weight(weight.blockCodes()),
                graph.weight(weight.scales()),
                weight.columns(),
                weight.rows(),
                weight.blockSize(),
                accuracyLevel);
    }

    /** Two codes out of each byte, the lower half first. */
    private Value unpacked(Value pairs) {
        Value low = operators.bitwiseAnd(pairs, graph.byteScalar(LOW_NIBBLE));
        Value high = operators.shiftRight(pairs, graph.byteScalar(NIBBLE_BITS));
        Value codes = operators.joinLastAxis(operators.unsqueeze(low, -1), operators.unsqueeze(high, -1));
        return operators.subtract(operators.toFloat(codes), graph.scalar(NIBBLE_ZERO));
    }

    /**
     * A runtime widens the matrices of linear layers once, when it loads them; of a table it widens the rows that a text
     * needs.
     */
    private Value widened(Value value) {
        return weights.storage() == OnnxWeights.FLOAT16 ? operators.toFloat(value) : value;
    }
}

package dev.gemmatune.export.onnx;

/**
 * RMSNorm over the last axis: {@code x / sqrt(mean(x²) + ε) · (1 + w)}, in the sequence of nodes that ONNX Runtime
 * recognises and fuses.
 *
 * @param operators where the nodes go
 * @param weights where the factors come from
 * @param epsilon ε
 */
record NormNodes(Operators operators, EncoderWeights weights, float epsilon) {

    Value of(Value x, String name) {
        return of(x, name, 1);
    }

    /** The norm times {@code scale}, which is folded into the factors. */
    Value of(Value x, String name, float scale) {
        OnnxGraph graph = operators.graph();
        Value meanSquare = operators.meanOfLastAxis(operators.square(x));
        Value root = operators.squareRoot(operators.add(meanSquare, graph.scalar(epsilon)));
        Value factors = graph.weight(weights.normFactors(name, scale));
        return operators.multiply(operators.divide(x, root), factors);
    }
}

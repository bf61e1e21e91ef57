package dev.gemmatune.export.onnx;

import ai.onnx.proto.OnnxMl.TensorShapeProto;

/**
 * One dimension of an input or output: a fixed size, or a name for a size that differs from call to call.
 *
 * @param symbol the name, empty for a fixed size
 * @param size the fixed size, 0 with a name
 */
record Dimension(String symbol, long size) {

    /** A dimension named {@code symbol}. */
    static Dimension dynamic(String symbol) {
        return new Dimension(symbol, 0);
    }

    /** A dimension of {@code size}. */
    static Dimension fixed(long size) {
        return new Dimension("", size);
    }

    TensorShapeProto.Dimension proto() {
        TensorShapeProto.Dimension.Builder dimension = TensorShapeProto.Dimension.newBuilder();
        return symbol.isEmpty()
                ? dimension.setDimValue(size).build()
                : dimension.setDimParam(symbol).build();
    }
}

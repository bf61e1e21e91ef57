package dev.gemmatune.export.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The standard operators that the encoder uses, in the forms of opset 21, as methods on values.
 *
 * @param graph where the nodes go
 */
record Operators(OnnxGraph graph) {

    Value add(Value a, Value b) {
        return graph.node("Add", List.of(a, b));
    }

    Value subtract(Value a, Value b) {
        return graph.node("Sub", List.of(a, b));
    }

    Value multiply(Value a, Value b) {
        return graph.node("Mul", List.of(a, b));
    }

    Value divide(Value a, Value b) {
        return graph.node("Div", List.of(a, b));
    }

    Value square(Value a) {
        return graph.node("Pow", List.of(a, graph.scalar(2)));
    }

    Value squareRoot(Value a) {
        return graph.node("Sqrt", List.of(a));
    }

    Value atLeast(Value a, float minimum) {
        return graph.node("Max", List.of(a, graph.scalar(minimum)));
    }

    Value absolute(Value a) {
        return graph.node("Abs", List.of(a));
    }

    Value lessOrEqual(Value a, Value b) {
        return graph.node("LessOrEqual", List.of(a, b));
    }

    Value and(Value a, Value b) {
        return graph.node("And", List.of(a, b));
    }

    Value where(Value condition, Value yes, Value no) {
        return graph.node("Where", List.of(condition, yes, no));
    }

    Value matrixProduct(Value a, Value b) {
        return graph.node("MatMul", List.of(a, b));
    }

    /** The product of unsigned bytes, which have a zero point, and signed ones, which have none: int32. */
    Value integerProduct(Value a, Value b, Value zeroOfA) {
        return graph.node("MatMulInteger", List.of(a, b, zeroOfA));
    }

    /**
     * {@code a · Wᵀ} for a matrix {@code [outputs, inputs]} of 4-bit codes in blocks along its inputs.
     *
     * @param accuracyLevel 0 for products in float32, 4 for activations of 8 bits
     */
    Value blockProduct(
            Value a, Value codes, Value scales, long inputs, long outputs, int blockSize, int accuracyLevel) {
        return graph.foreignNode(
                "com.microsoft",
                "MatMulNBits",
                List.of(a, codes, scales),
                integer("K", inputs),
                integer("N", outputs),
                integer("bits", 4),
                integer("block_size", blockSize),
                integer("accuracy_level", accuracyLevel));
    }

    Value bitwiseAnd(Value a, Value b) {
        return graph.node("BitwiseAnd", List.of(a, b));
    }

    Value shiftRight(Value a, Value bits) {
        AttributeProto right = AttributeProto.newBuilder()
                .setName("direction")
                .setType(AttributeProto.AttributeType.STRING)
                .setS(ByteString.copyFrom("RIGHT", StandardCharsets.US_ASCII))
                .build();
        return graph.node("BitShift", List.of(a, bits), right);
    }

    /** To the nearest whole number, halves to the even one. */
    Value round(Value a) {
        return graph.node("Round", List.of(a));
    }

    /** The largest value of the last axis, which stays with size 1. */
    Value largestOfLastAxis(Value a) {
        return graph.node("ReduceMax", List.of(a, graph.integers(-1)), integer("keepdims", 1));
    }

    Value softmax(Value a) {
        return graph.node("Softmax", List.of(a), integer("axis", -1));
    }

    /** The tanh form of GELU. */
    Value gelu(Value a) {
        AttributeProto tanh = AttributeProto.newBuilder()
                .setName("approximate")
                .setType(AttributeProto.AttributeType.STRING)
                .setS(ByteString.copyFrom("tanh", StandardCharsets.US_ASCII))
                .build();
        return graph.node("Gelu", List.of(a), tanh);
    }

    /** The rows of {@code table} with these indices. */
    Value gather(Value table, Value indices) {
        return graph.node("Gather", List.of(table, indices), integer("axis", 0));
    }

    /** A size of 0 keeps the dimension of the same place. */
    Value reshape(Value a, long... shape) {
        return graph.node("Reshape", List.of(a, graph.integers(shape)));
    }

    Value transpose(Value a, long... permutation) {
        AttributeProto order = AttributeProto.newBuilder()
                .setName("perm")
                .setType(AttributeProto.AttributeType.INTS)
                .addAllInts(Arrays.stream(permutation).boxed().toList())
                .build();
        return graph.node("Transpose", List.of(a), order);
    }

    Value unsqueeze(Value a, long... axes) {
        return graph.node("Unsqueeze", List.of(a, graph.integers(axes)));
    }

    Value squeeze(Value a, long... axes) {
        return graph.node("Squeeze", List.of(a, graph.integers(axes)));
    }

    /** The two halves of the last axis. */
    List<Value> halves(Value a, long half) {
        return graph.nodes("Split", List.of(a, graph.integers(half, half)), 2, integer("axis", -1));
    }

    /** The first {@code count} rows; {@code count} has one element. */
    Value firstRows(Value table, Value count) {
        return graph.node("Slice", List.of(table, graph.integers(0), count, graph.integers(0)));
    }

    Value joinLastAxis(Value a, Value b) {
        return graph.node("Concat", List.of(a, b), integer("axis", -1));
    }

    /** The mean over the last axis, which stays with size 1. */
    Value meanOfLastAxis(Value a) {
        return graph.node("ReduceMean", List.of(a, graph.integers(-1)), integer("keepdims", 1));
    }

    /** The sum over the last axis, which stays with size 1. */
    Value sumOfLastAxis(Value a) {
        return graph.node("ReduceSum", List.of(a, graph.integers(-1)), integer("keepdims", 1));
    }

    /** The L2 norm over the last axis, which stays with size 1. */
    Value normOfLastAxis(Value a) {
        return graph.node("ReduceL2", List.of(a, graph.integers(-1)), integer("keepdims", 1));
    }

    /** The size of one dimension, as a vector of one int64. */
    Value sizeOf(Value a, long axis) {
        return graph.node("Shape", List.of(a), integer("start", axis), integer("end", axis + 1));
    }

    /** 0, 1, … up to {@code end}, which is an int64 without dimensions. */
    Value range(Value end) {
        return graph.node("Range", List.of(graph.integer(0), end, graph.integer(1)));
    }

    Value toBoolean(Value a) {
        return graph.node("Cast", List.of(a), integer("to", TensorProto.DataType.BOOL_VALUE));
    }

    Value toByte(Value a) {
        return graph.node("Cast", List.of(a), integer("to", TensorProto.DataType.UINT8_VALUE));
    }

    Value toFloat(Value a) {
        return graph.node("Cast", List.of(a), integer("to", TensorProto.DataType.FLOAT_VALUE));
    }

    private static AttributeProto integer(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }
}

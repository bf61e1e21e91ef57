package dev.gemmatune.export.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import dev.gemmatune.model.safetensors.ElementType;
import java.nio.ByteBuffer;

/** The element type of a weight in an ONNX file. */
enum WeightType {
    /** 32-bit float. */
    FLOAT32(TensorProto.DataType.FLOAT_VALUE, Float.BYTES),
    /** 16-bit float. */
    FLOAT16(TensorProto.DataType.FLOAT16_VALUE, Short.BYTES),
    /** Signed byte. */
    INT8(TensorProto.DataType.INT8_VALUE, Byte.BYTES),
    /** Unsigned byte: two codes of 4 bits. */
    UINT8(TensorProto.DataType.UINT8_VALUE, Byte.BYTES);

    private final int code;
    private final int bytes;

    WeightType(int code, int bytes) {
        this.code = code;
        this.bytes = bytes;
    }

    /** ONNX's number for it. */
    int code() {
        return code;
    }

    /** The bytes of an element. */
    int bytes() {
        return bytes;
    }

    /** Appends a value; only for the two float types. */
    void put(ByteBuffer target, float value) {
        if (this == FLOAT16) {
            target.putShort(ElementType.F16.narrow(value));
        } else {
            target.putFloat(value);
        }
    }
}

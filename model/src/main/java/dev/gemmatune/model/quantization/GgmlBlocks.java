package dev.gemmatune.model.quantization;

import dev.gemmatune.model.safetensors.ElementType;
import java.nio.ByteBuffer;

/**
 * The byte layout of ggml's blocks of 32, little-endian: the scale in binary16, then the codes. Q8_0 has a byte a code;
 * in Q4_0 byte {@code j} holds the code plus 8 of value {@code j} in its lower and of value {@code j + 16} in its upper
 * half.
 *
 * <p>Source: {@code block_q4_0} and {@code block_q8_0} in ggml-org/llama.cpp's {@code ggml/src/ggml-common.h}.
 */
public final class GgmlBlocks {

    /** Values of a block. */
    public static final int SIZE = 32;

    private static final int HALF = SIZE / 2;
    private static final int NIBBLE = 0xf;
    private static final int ZERO = 8;

    private GgmlBlocks() {}

    /** Bytes of a block: 18 for Q4_0, 34 for Q8_0. */
    public static int bytes(QuantizationScheme scheme) {
        return switch (scheme) {
            case Q4_0 -> Short.BYTES + HALF;
            case Q8_0 -> Short.BYTES + SIZE;
            case INT8, INT8_REDUCED -> throw new IllegalArgumentException("scheme must be Q4_0 or Q8_0, got " + scheme);
        };
    }

    /** Appends blocks to {@code target}, whose order must be little-endian. */
    public static void pack(QuantizedRows rows, ByteBuffer target) {
        boolean nibbles = bytes(rows.scheme()) == Short.BYTES + HALF;
        for (int block = 0; block < rows.blocks(); block++) {
            target.putShort(ElementType.F16.narrow(rows.scales()[block]));
            int begin = block * SIZE;
            if (nibbles) {
                for (int i = begin; i < begin + HALF; i++) {
                    target.put((byte) ((rows.codes()[i] + ZERO) | ((rows.codes()[i + HALF] + ZERO) << 4)));
                }
            } else {
                target.put(rows.codes(), begin, SIZE);
            }
        }
    }

    /** Reads {@code blocks} blocks from {@code source}, whose order must be little-endian. */
    public static QuantizedRows unpack(QuantizationScheme scheme, ByteBuffer source, int blocks) {
        boolean nibbles = bytes(scheme) == Short.BYTES + HALF;
        byte[] codes = new byte[blocks * SIZE];
        float[] scales = new float[blocks];
        for (int block = 0; block < blocks; block++) {
            scales[block] = ElementType.F16.widen(source.getShort());
            int begin = block * SIZE;
            if (nibbles) {
                for (int i = begin; i < begin + HALF; i++) {
                    int pair = source.get();
                    codes[i] = (byte) ((pair & NIBBLE) - ZERO);
                    codes[i + HALF] = (byte) ((pair >>> 4 & NIBBLE) - ZERO);
                }
            } else {
                source.get(codes, begin, SIZE);
            }
        }
        return new QuantizedRows(scheme, SIZE, codes, scales);
    }
}

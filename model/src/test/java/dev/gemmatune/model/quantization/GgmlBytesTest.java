package dev.gemmatune.model.quantization;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gemmatune.model.safetensors.ElementType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/**
 * Bytes against those of the Python package gguf 0.19 (128 blocks: normal, tiny, huge, tied, all zero; made by
 * {@code tools/quantizer_goldens.py}) and the block of export-formats' golden.
 */
final class GgmlBytesTest {

    private static final String Q4_0 = "a9ba726dad545ccc454bda3629e91818f809";
    private static final String Q8_0 = "b62a5cabb247c1c831d6dd1cebf2070007f2151cdd2a31c83f47b2555c9d6a71887f";

    @Test
    void theGoldenBlockHasItsBytes() {
        float[] block = new float[GgmlBlocks.SIZE];
        for (int i = 0; i < block.length; i++) {
            block[i] = (float) ((i - 13) * 0.37 * (i % 3 == 0 ? -1 : 1));
        }
        assertEquals(Q4_0, HexFormat.of().formatHex(bytes(QuantizationScheme.Q4_0, block)));
        assertEquals(Q8_0, HexFormat.of().formatHex(bytes(QuantizationScheme.Q8_0, block)));
    }

    @Test
    void randomAndDegenerateBlocksHaveTheBytesOfGguf() throws IOException {
        float[] blocks = floats();
        assertEquals(128 * GgmlBlocks.SIZE, blocks.length);
        assertArrayEquals(read("gguf-0.19.q4_0"), bytes(QuantizationScheme.Q4_0, blocks));
        assertArrayEquals(read("gguf-0.19.q8_0"), bytes(QuantizationScheme.Q8_0, blocks));
    }

    @Test
    void sixteenBitNumbersAreThoseOfTheReference() throws IOException {
        float[] values = floats();
        assertArrayEquals(read("numpy.f16"), narrow(ElementType.F16, values));
        assertArrayEquals(read("gguf-0.19.bf16"), narrow(ElementType.BF16, values));
    }

    @Test
    void everyBinary16NumberSurvivesWideningAndNarrowing() {
        for (int bits = 0; bits < 1 << Short.SIZE; bits++) {
            float value = ElementType.F16.widen((short) bits);
            if (!Float.isNaN(value)) {
                assertEquals((short) bits, ElementType.F16.narrow(value));
            }
            float brain = ElementType.BF16.widen((short) bits);
            if (!Float.isNaN(brain)) {
                assertEquals((short) bits, ElementType.BF16.narrow(brain));
            }
        }
        assertEquals(0x7e00, ElementType.F16.narrow(Float.NaN));
        assertEquals((short) 0xfc00, ElementType.F16.narrow(-65520));
        assertEquals(0x7bff, ElementType.F16.narrow(65519.996f));
        assertEquals(0x3c00, ElementType.F16.narrow(1 + 0x1p-11f)); // a tie goes to the even neighbour
        assertEquals(0x3c02, ElementType.F16.narrow(1 + 3 * 0x1p-11f));
    }

    @Test
    void packingAndUnpackingGiveTheSameRows() throws IOException {
        for (QuantizationScheme scheme : new QuantizationScheme[] {QuantizationScheme.Q4_0, QuantizationScheme.Q8_0}) {
            QuantizedRows rows = Quantizer.of(scheme).quantize("w", floats(), GgmlBlocks.SIZE);
            ByteBuffer packed = pack(rows);
            assertArrayEquals(
                    rows.values(),
                    GgmlBlocks.unpack(scheme, packed, rows.blocks()).values());
        }
    }

    private static byte[] bytes(QuantizationScheme scheme, float[] values) {
        return pack(Quantizer.of(scheme).quantize("w", values, GgmlBlocks.SIZE)).array();
    }

    private static ByteBuffer pack(QuantizedRows rows) {
        ByteBuffer target = ByteBuffer.allocate(rows.blocks() * GgmlBlocks.bytes(rows.scheme()))
                .order(ByteOrder.LITTLE_ENDIAN);
        GgmlBlocks.pack(rows, target);
        assertEquals(0, target.remaining());
        return target.flip();
    }

    private static byte[] narrow(ElementType type, float[] values) {
        ByteBuffer target = ByteBuffer.allocate(values.length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            target.putShort(type.narrow(value));
        }
        return target.array();
    }

    private static float[] floats() throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(read("gguf-0.19.f32")).order(ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(values);
        return values;
    }

    private static byte[] read(String name) throws IOException {
        try (InputStream stream = GgmlBytesTest.class.getResourceAsStream(name)) {
            return stream.readAllBytes();
        }
    }
}

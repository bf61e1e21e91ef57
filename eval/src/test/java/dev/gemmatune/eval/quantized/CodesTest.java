package dev.gemmatune.eval.quantized;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class CodesTest {

    /** Seven vectors to calibrate with, and three others that reach beyond their ranges. */
    private final float[][] calibration = vectors(7, 31, 17, 5, 23, 11);

    private final float[][] others = vectors(3, 29, 13, 3, 27, 13);

    @Test
    void int8CodesAreThoseOfSentenceTransformers() {
        Int8Ranges ranges = Int8Ranges.of(calibration);
        // quantize_embeddings(X, "int8", ranges=…) of sentence-transformers 6.0.1
        assertArrayEquals(
                new byte[][] {
                    {-128, 126, 97, -17, -128},
                    {-8, -47, -128, 111, -8},
                    {112, 45, -8, -128, 112},
                    {-113, -128, 112, -1, -114},
                    {7, -36, -113, 127, 7},
                    {127, 57, 7, -113, 127},
                    {-98, -117, 127, 15, -99}
                },
                ranges.codes(calibration));
        assertArrayEquals(
                new byte[][] {{-128, 34, -128, 31, -128}, {-128, 57, -113, 63, -128}, {-128, 80, -83, 95, -128}},
                ranges.codes(others));
    }

    @Test
    void signBitsAreThoseOfSentenceTransformers() {
        // numpy.packbits(X > 0), as quantize_embeddings(X, "ubinary") packs them, in little bit order
        long[][] bits = SignBits.of(calibration, 5);
        long[] expected = {6, 25, 19, 4, 25, 19, 12};
        for (int i = 0; i < bits.length; i++) {
            assertArrayEquals(new long[] {expected[i]}, bits[i]);
        }
        assertArrayEquals(new long[] {6 & 3}, SignBits.of(calibration[0], 2));
    }

    @Test
    void zeroIsNotAboveZero() {
        assertArrayEquals(new long[] {2}, SignBits.of(new float[] {0f, 1f, -0f, -1f}, 4));
    }

    @Test
    void hammingCountsAcrossWords() {
        float[] left = new float[70];
        float[] right = new float[70];
        left[0] = 1;
        left[69] = 1;
        right[69] = 1;
        right[68] = 1;
        assertEquals(2, SignBits.hamming(SignBits.of(left, 70), SignBits.of(right, 70)));
        assertEquals(1, SignBits.hamming(SignBits.of(left, 64), SignBits.of(right, 64)));
        assertTrue(SignBits.isSet(SignBits.of(left, 70), 69));
        assertFalse(SignBits.isSet(SignBits.of(left, 70), 68));
    }

    @Test
    void aDimensionWithoutWidthHasTwoCodes() {
        Int8Ranges ranges = Int8Ranges.of(new float[][] {{1f, 0f}, {1f, 1f}});
        assertArrayEquals(new byte[] {-128, -128}, ranges.codes(new float[] {1f, 0f}));
        assertArrayEquals(new byte[] {127, 127}, ranges.codes(new float[] {1.5f, 2f}));
    }

    @Test
    void codesStandForTheMiddleOfTheirSteps() {
        Int8Ranges ranges = new Int8Ranges(new float[] {-1f, 0f}, new float[] {1f, 2.55f});
        byte[] codes = ranges.codes(new float[] {0.5f, 1.234f});
        assertEquals(0.5, ranges.product(new float[] {1f, 0f}, codes), 2.0 / 255);
        assertEquals(1.235, ranges.product(new float[] {0f, 1f}, codes), 1e-6);
    }

    @Test
    void sizesAreThoseOfTheCodes() {
        assertEquals(3072, Precision.FLOAT32.bytes(768));
        assertEquals(768, Precision.INT8.bytes(768));
        assertEquals(96, Precision.BINARY_RESCORED.bytes(768));
        assertEquals(2, Precision.BINARY.bytes(9));
    }

    @Test
    void float32IsNoQuantization() {
        Quantization asked = new Quantization(List.of(Precision.FLOAT32, Precision.INT8, Precision.INT8), 5);
        assertEquals(List.of(Precision.INT8), asked.precisions());
        assertThrows(IllegalArgumentException.class, () -> new Quantization(List.of(), 0));
    }

    @Test
    void rangesThatAreNoneAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Int8Ranges(new float[] {1}, new float[] {0}));
        assertThrows(IllegalArgumentException.class, () -> new Int8Ranges(new float[] {1}, new float[] {Float.NaN}));
        assertThrows(IllegalArgumentException.class, () -> Int8Ranges.of(new float[0][]));
        assertThrows(
                IllegalArgumentException.class, () -> Int8Ranges.of(calibration).codes(new float[] {1}));
    }

    private static float[][] vectors(int count, int a, int b, int c, int modulus, int offset) {
        float[][] vectors = new float[count][5];
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < 5; j++) {
                vectors[i][j] = ((i * a + j * b + c) % modulus - offset) / 11f;
            }
        }
        return vectors;
    }
}

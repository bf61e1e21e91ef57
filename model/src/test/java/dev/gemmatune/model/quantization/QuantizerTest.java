package dev.gemmatune.model.quantization;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.model.UserError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class QuantizerTest {

    private static final int COLUMNS = 64;

    @ParameterizedTest
    @EnumSource
    void theErrorIsAtMostHalfAStep(QuantizationScheme scheme) {
        float[] values = random(7, 40);
        QuantizedRows rows = Quantizer.of(scheme).quantize("w", values, COLUMNS);
        float[] found = rows.values();
        for (int i = 0; i < values.length; i++) {
            float scale = rows.scales()[i / rows.blockSize()];
            // Q4_0 has no code for the positive end: there the error may be a whole step. Rounding the scale adds some.
            double steps = scheme == QuantizationScheme.Q4_0 ? 1 : 0.5;
            assertTrue(Math.abs(found[i] - values[i]) <= Math.abs(scale) * (steps + 0.07), scheme + " at " + i);
        }
    }

    @ParameterizedTest
    @EnumSource
    void quantizingWhatWasReadBackChangesNothing(QuantizationScheme scheme) {
        for (ScaleSearch search : ScaleSearch.values()) {
            Quantizer quantizer = new Quantizer(scheme, search);
            float[] once = quantizer.fake("w", random(11, 200), COLUMNS);
            assertArrayEquals(once, quantizer.fake("w", once, COLUMNS), 1e-6f);
        }
    }

    @ParameterizedTest
    @EnumSource
    void zerosStayZeros(QuantizationScheme scheme) {
        for (float value : Quantizer.of(scheme).fake("w", new float[COLUMNS], COLUMNS)) {
            assertEquals(0, Math.abs(value));
        }
    }

    @ParameterizedTest
    @EnumSource
    void theSmallestNumbersDoNoHarm(QuantizationScheme scheme) {
        float[] values = new float[COLUMNS];
        values[0] = Float.MIN_VALUE;
        values[40] = -Float.MIN_NORMAL;
        for (float value : Quantizer.of(scheme).fake("w", values, COLUMNS)) {
            assertTrue(Math.abs(value) <= Float.MIN_NORMAL, "got " + value);
        }
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void whatIsNoNumberIsRefusedByName(float wrong) {
        float[] values = random(1, 2);
        values[77] = wrong;
        for (QuantizationScheme scheme : QuantizationScheme.values()) {
            UserError error = assertThrows(
                    UserError.class,
                    () -> Quantizer.of(scheme).quantize("layers.3.mlp.up_proj.weight", values, COLUMNS));
            assertTrue(error.getMessage().contains("layers.3.mlp.up_proj.weight"), error.getMessage());
        }
    }

    @Test
    void scalesThatBinary16CannotHoldAreRefused() {
        float[] values = new float[COLUMNS];
        values[5] = 1e9f;
        for (QuantizationScheme scheme : QuantizationScheme.values()) {
            if (scheme.isPerRow()) {
                assertEquals(1e9f, Quantizer.of(scheme).fake("w", values, COLUMNS)[5], 64);
            } else {
                UserError error =
                        assertThrows(UserError.class, () -> Quantizer.of(scheme).quantize("w", values, COLUMNS));
                assertTrue(error.getMessage().contains("too large"), error.getMessage());
            }
        }
    }

    @Test
    void rowsThatDoNotDivideIntoBlocksAreRefused() {
        UserError error = assertThrows(
                UserError.class, () -> Quantizer.of(QuantizationScheme.Q4_0).quantize("w", new float[80], 40));
        assertTrue(error.getMessage().contains("blocks of 32"), error.getMessage());
        assertEquals(80, Quantizer.of(QuantizationScheme.INT8).fake("w", new float[80], 40).length);
    }

    @Test
    void theSearchFindsALatticeWhoseEndsAreUnused() {
        float step = 0.0078125f;
        float[] lattice = new float[COLUMNS];
        Random random = new Random(3);
        for (int i = 0; i < lattice.length; i++) {
            lattice[i] = (random.nextInt(12) - 6) * step; // codes -6 to 5 of 16
        }
        lattice[0] = -6 * step;
        lattice[32] = 5 * step;
        lattice[33] = Math.max(lattice[33], -4 * step);
        Quantizer searching = new Quantizer(QuantizationScheme.Q4_0, ScaleSearch.SQUARED_ERROR);
        assertArrayEquals(lattice, searching.fake("w", lattice, COLUMNS), 1e-12f); // but for the sign of 0
        assertTrue(error(lattice, Quantizer.of(QuantizationScheme.Q4_0)) > 0);
    }

    @ParameterizedTest
    @EnumSource(names = {"Q4_0", "Q8_0"})
    void theSearchIsNeverWorseAndUsuallyBetter(QuantizationScheme scheme) {
        int better = 0;
        for (int seed = 0; seed < 50; seed++) {
            float[] values = random(seed, 1);
            double plain = error(values, Quantizer.of(scheme));
            double searched = error(values, new Quantizer(scheme, ScaleSearch.SQUARED_ERROR));
            assertTrue(searched <= plain, "seed " + seed);
            better += searched < 0.98 * plain ? 1 : 0;
        }
        assertTrue(better > 40, better + " of 50 are better by 2 %");
    }

    @ParameterizedTest
    @EnumSource
    void aStreamGivesTheRowsOfOneCall(QuantizationScheme scheme) throws IOException {
        int rows = 9000; // several chunks, the last one smaller
        float[] values = random(5, rows);
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        List<Float> streamed = new ArrayList<>();
        new RowStream(Quantizer.of(scheme)).quantize("w", bytes, COLUMNS, part -> {
            for (float value : part.values()) {
                streamed.add(value);
            }
        });
        float[] whole = Quantizer.of(scheme).fake("w", values, COLUMNS);
        assertEquals(whole.length, streamed.size());
        for (int i = 0; i < whole.length; i++) {
            assertEquals(whole[i], streamed.get(i));
        }
    }

    @Test
    void nibblePairsKeepTheOrderOfTheValues() {
        float[] values = new float[32];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 16 - 8;
        }
        QuantizedRows rows = Quantizer.of(QuantizationScheme.Q4_0).quantize("w", values, 32);
        byte[] packed = NibblePairs.pack(rows);
        assertEquals(0x10, packed[0]);
        assertEquals((byte) 0xfe, packed[7]);
        assertArrayEquals(rows.codes(), NibblePairs.unpack(packed));
    }

    private static double error(float[] values, Quantizer quantizer) {
        float[] found = quantizer.fake("w", values, COLUMNS);
        double error = 0;
        for (int i = 0; i < values.length; i++) {
            double difference = values[i] - found[i];
            error += difference * difference * values[i] * values[i];
        }
        return error;
    }

    private static float[] random(long seed, int rows) {
        Random random = new Random(seed);
        float[] values = new float[rows * COLUMNS];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian() * 0.05f;
        }
        return values;
    }
}

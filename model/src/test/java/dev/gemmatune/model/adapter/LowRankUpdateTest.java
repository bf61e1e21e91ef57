package dev.gemmatune.model.adapter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class LowRankUpdateTest {

    /** A = [[1 2 3] [0 1 -1]], B = [[1 0] [2 1] [-1 4] [0 0]]: B A by hand. */
    private static final float[][] PRODUCT = {{1, 2, 3}, {2, 5, 5}, {-1, 2, -7}, {0, 0, 0}};

    private static final float[][] WEIGHT = {{10, 20, 30}, {40, 50, 60}, {70, 80, 90}, {100, 110, 120}};

    private final LowRankUpdate update =
            new LowRankUpdate(new float[] {1, 2, 3, 0, 1, -1}, new float[] {1, 0, 2, 1, -1, 4, 0, 0}, 3, 4);

    @Test
    void theWholeWeightGetsTheScaledProduct() {
        ByteBuffer part = rows(0, 4);
        assertEquals(4, update.addTo(part, 0, 2));
        assertRows(part, 0, 4, 2);
    }

    /** A weight comes in parts of whole rows; each continues where the last ended. */
    @Test
    void partsGetTheRowsThatAreTheirs() {
        for (int cut = 0; cut <= 4; cut++) {
            ByteBuffer first = rows(0, cut);
            ByteBuffer second = rows(cut, 4);
            int row = update.addTo(first, 0, 0.5);
            assertEquals(cut, row);
            assertEquals(4, update.addTo(second, row, 0.5));
            assertRows(first, 0, cut, 0.5);
            assertRows(second, cut, 4, 0.5);
        }
    }

    @Test
    void aRankOfOneIsAnOuterProduct() {
        LowRankUpdate outer = new LowRankUpdate(new float[] {1, -2}, new float[] {3, 5}, 2, 2);
        ByteBuffer zeros = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        outer.addTo(zeros, 0, 1);
        assertArrayEquals(new float[] {3, -6, 5, -10}, floats(zeros));
    }

    @Test
    void shapesThatDoNotFitAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new LowRankUpdate(new float[6], new float[4], 3, 4));
        assertThrows(IllegalArgumentException.class, () -> new LowRankUpdate(new float[5], new float[8], 3, 4));
    }

    private static ByteBuffer rows(int begin, int end) {
        ByteBuffer part = ByteBuffer.allocate((end - begin) * 3 * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int row = begin; row < end; row++) {
            for (float value : WEIGHT[row]) {
                part.putFloat(value);
            }
        }
        return part.flip();
    }

    private static void assertRows(ByteBuffer part, int begin, int end, double scaling) {
        float[] found = floats(part);
        assertEquals((end - begin) * 3, found.length);
        for (int i = 0; i < found.length; i++) {
            int row = begin + i / 3;
            assertEquals(WEIGHT[row][i % 3] + (float) scaling * PRODUCT[row][i % 3], found[i]);
        }
    }

    private static float[] floats(ByteBuffer part) {
        float[] values = new float[part.remaining() / Float.BYTES];
        part.asFloatBuffer().get(values);
        return values;
    }
}

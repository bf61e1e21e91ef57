package dev.gemmatune.export.verify;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.export.report.Comparison;
import org.junit.jupiter.api.Test;

final class AgreementTest {

    @Test
    void theWorstTextIsReported() {
        Agreement agreement = new Agreement("test");
        agreement.add(new float[] {1, 0}, new double[] {1, 0}, 3);
        agreement.add(new float[] {1, 0}, new double[] {0.6, 0.8}, 7);
        agreement.add(new float[] {0, 1}, new double[] {0, 1}, 9);
        Comparison result = agreement.result();
        assertEquals(new Comparison("test", 3, 0.8, 0.6, 2.6 / 3, 7), result);
        assertTrue(result.within(0.8));
        assertFalse(result.within(0.79));
    }

    @Test
    void aNaNIsNeverWithinTheLimit() {
        Agreement agreement = new Agreement("test");
        agreement.add(new float[] {1, 0}, new double[] {Double.NaN, 0}, 3);
        agreement.add(new float[] {1, 0}, new double[] {1, 0}, 5);
        assertFalse(agreement.result().within(Double.MAX_VALUE));
        assertEquals(3, agreement.result().worstTokens());
    }

    @Test
    void rowsArePooledAsAConsumerDoes() {
        float[] rows = {3, 0, 0, 4, 100, 100};
        assertArrayEquals(new double[] {0.6, 0.8}, PooledVector.of(rows, 2, 2, true), 1e-15);
        assertArrayEquals(new double[] {1.5, 2}, PooledVector.of(rows, 2, 2, false));
        assertArrayEquals(new double[] {0, 0}, PooledVector.of(new float[2], 2, 1, true));
    }
}

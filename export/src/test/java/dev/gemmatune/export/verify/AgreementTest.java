package dev.gemmatune.export.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.export.report.Comparison;
import dev.gemmatune.export.report.Comparison.Against;
import dev.gemmatune.export.report.Limits;
import org.junit.jupiter.api.Test;

final class AgreementTest {

    @Test
    void theWorstTextIsReported() {
        Agreement agreement = new Agreement("test", Against.STORED_WEIGHTS);
        agreement.add(new float[] {1, 0}, new float[] {1, 0}, 3);
        agreement.add(new float[] {1, 0}, new float[] {0.5f, -0.5f}, 7);
        agreement.add(new float[] {0, 1}, new float[] {0, 1}, 9);
        Comparison result = agreement.result();
        assertEquals(3, result.texts());
        assertEquals(7, result.worstTokens());
        assertEquals(0.5, result.maxAbsoluteDifference());
        assertEquals(Math.sqrt(0.5), result.minCosine(), 1e-15);
        assertEquals((2 + Math.sqrt(0.5)) / 3, result.meanCosine(), 1e-15);
        assertTrue(result.within(limit(0.5)));
        assertFalse(result.within(limit(0.49)));
    }

    @Test
    void aNaNIsNeverWithinTheLimit() {
        Agreement agreement = new Agreement("test", Against.STORED_WEIGHTS);
        agreement.add(new float[] {1, 0}, new float[] {Float.NaN, 0}, 3);
        agreement.add(new float[] {1, 0}, new float[] {1, 0}, 5);
        assertFalse(agreement.result().within(limit(Double.MAX_VALUE)));
        assertEquals(3, agreement.result().worstTokens());
    }

    @Test
    void originalWeightsAreJudgedByTheirMeanCosine() {
        Agreement agreement = new Agreement("test", Against.ORIGINAL_WEIGHTS);
        agreement.add(new float[] {1, 0}, new float[] {0.6f, 0.8f}, 3);
        agreement.add(new float[] {1, 0}, new float[] {1, 0}, 5);
        assertTrue(agreement.result().within(new Limits(1e-9, 0.79, 0)));
        assertFalse(agreement.result().within(new Limits(1, 0.81, 0)));
    }

    private static Limits limit(double maxDifference) {
        return new Limits(maxDifference, 1, 0);
    }
}

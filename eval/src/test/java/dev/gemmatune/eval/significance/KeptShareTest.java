package dev.gemmatune.eval.significance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeptShareTest {

    private static Sample sample(double... values) {
        List<String> ids =
                IntStream.range(0, values.length).mapToObj(i -> "q" + i).toList();
        return new Sample("queries", ids, new ItemMean(values));
    }

    private static double whole(int i) {
        return (i * 7919 + 13) % 1009 / 1009.0;
    }

    /**
     * NumPy 2.4, 200,000 draws of both together: {@code w = ((i*7919+13)%1009)/1009; p = 0.8*w +
     * 0.1*((i*6007+401)%1009)/1009; quantile(p[idx].sum(1)/w[idx].sum(1), [.025, .975])} = 0.8851 and 0.9197.
     */
    @Test
    void theIntervalIsThatOfTheRatioOfMeans() {
        Sample all =
                sample(IntStream.range(0, 100).mapToDouble(KeptShareTest::whole).toArray());
        Sample part = sample(IntStream.range(0, 100)
                .mapToDouble(i -> 0.8 * whole(i) + 0.1 * ((i * 6007 + 401) % 1009) / 1009.0)
                .toArray());
        KeptShare kept = KeptShare.of(part, all, Resampling.DEFAULT).orElseThrow();
        assertEquals(0.900972889359277, kept.share(), 1e-12);
        assertEquals(0.8851, kept.interval().low(), 1.5e-3);
        assertEquals(0.9197, kept.interval().high(), 1.5e-3);
        assertTrue(kept.isLess());
        assertFalse(kept.isAll());
    }

    @Test
    void chanceAboveAllIsNotAll() {
        Sample all = sample(1, 0, 0.5, 0, 1, 0.3, 0, 0.2, 0.1, 0.6);
        Sample more = sample(0.9, 0.3, 0.5, 0, 1, 0.2, 0.2, 0.2, 0.1, 0.5);
        KeptShare kept = KeptShare.of(more, all, Resampling.DEFAULT).orElseThrow();
        assertTrue(kept.share() > 1, kept::toString);
        assertFalse(kept.isAll(), kept::toString);
        assertFalse(kept.isLess(), kept::toString);
        KeptShare itself = KeptShare.of(all, all, Resampling.DEFAULT).orElseThrow();
        assertTrue(itself.isAll(), itself::toString);
    }

    @Test
    void whereOneItemOfTenScoresNothingIsClaimed() {
        KeptShare kept = KeptShare.of(
                        sample(0.48, 0, 0, 0, 0, 0, 0, 0, 0, 0),
                        sample(0.45, 0, 0, 0, 0, 0, 0, 0, 0, 0),
                        Resampling.DEFAULT)
                .orElseThrow();
        assertTrue(Double.isNaN(kept.interval().low()), kept::toString);
        assertFalse(kept.isAll() || kept.isLess(), kept::toString);
    }

    @Test
    void whatHasNoRatioHasNone() {
        assertEquals(Optional.empty(), KeptShare.of(sample(0, 1), sample(0, 0), Resampling.DEFAULT));
        assertEquals(Optional.empty(), KeptShare.of(sample(0, 1), sample(0, 1, 1), Resampling.DEFAULT));
        KeptShare single =
                KeptShare.of(sample(0.5), sample(1), Resampling.DEFAULT).orElseThrow();
        assertTrue(Double.isNaN(single.interval().low()));
        assertFalse(single.isAll() || single.isLess());
    }
}

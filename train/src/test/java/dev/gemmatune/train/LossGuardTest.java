package dev.gemmatune.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class LossGuardTest {

    @Test
    void tenHighLossesAreAnExplosion() {
        LossGuard guard = new LossGuard(10);
        addTen(guard, "a", 0.5);
        for (int i = 0; i < 9; i++) {
            assertEquals(Optional.empty(), guard.add("a", 6));
        }
        String explosion = guard.add("a", 6).orElseThrow();
        assertTrue(explosion.contains(" 6") && explosion.contains("0.5"), explosion);
    }

    @Test
    void aSingleHardBatchIsNone() {
        LossGuard guard = new LossGuard(10);
        addTen(guard, "a", 0.5);
        assertEquals(Optional.empty(), guard.add("a", 40));
        for (int i = 0; i < 30; i++) {
            assertEquals(Optional.empty(), guard.add("a", 0.6));
        }
    }

    @Test
    void setsAreWatchedApart() {
        LossGuard guard = new LossGuard(2);
        addTen(guard, "small", 0.1);
        addTen(guard, "large", 9);
        addTen(guard, "large", 10);
    }

    @Test
    void zeroNeverStops() {
        LossGuard guard = new LossGuard(0);
        addTen(guard, "a", 0.1);
        addTen(guard, "a", 1e9);
    }

    @Test
    void whatWasSavedGoesOn() {
        LossGuard guard = new LossGuard(10);
        addTen(guard, "a", 1);
        for (int i = 0; i < 9; i++) {
            guard.add("a", 11);
        }
        LossGuard restored = new LossGuard(10);
        restored.restore(guard.toJson());
        assertTrue(restored.add("a", 11).isPresent());
    }

    private static void addTen(LossGuard guard, String set, double loss) {
        for (int i = 0; i < 10; i++) {
            assertEquals(Optional.empty(), guard.add(set, loss));
        }
    }
}

package dev.gemmatune.train.optimizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class LinearScheduleTest {

    @Test
    void risesFromZeroAndFallsToZero() {
        LinearSchedule schedule = LinearSchedule.of(1e-4, 0.1, 30);
        assertEquals(3, schedule.warmupSteps());
        assertEquals(0, schedule.rate(0));
        assertEquals(1e-4 / 3, schedule.rate(1), 1e-18);
        assertEquals(1e-4, schedule.rate(3), 1e-18);
        assertEquals(1e-4 * 20 / 27, schedule.rate(10), 1e-18);
        assertEquals(1e-4 / 27, schedule.rate(29), 1e-18);
        assertEquals(0, schedule.rate(30));
    }

    @Test
    void withoutWarmupTheFirstStepHasThePeak() {
        assertEquals(2, LinearSchedule.of(2, 0, 10).rate(0));
    }

    @Test
    void allWarmupNeverDividesByZero() {
        LinearSchedule schedule = LinearSchedule.of(1, 1, 4);
        assertEquals(0.75, schedule.rate(3));
        assertEquals(0, schedule.rate(4));
    }

    @Test
    void impossibleValuesAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new LinearSchedule(-1, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> new LinearSchedule(1, 2, 1));
    }
}

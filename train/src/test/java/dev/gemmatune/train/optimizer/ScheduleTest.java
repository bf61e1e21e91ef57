package dev.gemmatune.train.optimizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** Values of transformers' get_…_schedule_with_warmup, computed from their formulas. */
class ScheduleTest {

    @Test
    void risesFromZeroAndFallsToZero() {
        Schedule schedule = Schedule.of(ScheduleShape.LINEAR, 1e-4, 0.1, 30);
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
        assertEquals(2, Schedule.of(ScheduleShape.LINEAR, 2, 0, 10).rate(0));
    }

    @Test
    void allWarmupNeverDividesByZero() {
        Schedule schedule = Schedule.of(ScheduleShape.LINEAR, 1, 1, 4);
        assertEquals(0.75, schedule.rate(3));
        assertEquals(0, schedule.rate(4));
    }

    @Test
    void cosineFallsSlowlyAtBothEnds() {
        Schedule schedule = Schedule.of(ScheduleShape.COSINE, 2, 0.2, 10);
        assertEquals(1, schedule.rate(1));
        assertEquals(2, schedule.rate(2));
        assertEquals(1 + Math.sqrt(0.5), schedule.rate(4), 1e-15);
        assertEquals(1, schedule.rate(6), 1e-15);
        assertEquals(0, schedule.rate(10), 1e-15);
    }

    @Test
    void constantStaysAtThePeakAfterWarmup() {
        Schedule schedule = Schedule.of(ScheduleShape.CONSTANT, 3, 0.5, 4);
        assertEquals(1.5, schedule.rate(1));
        assertEquals(3, schedule.rate(2));
        assertEquals(3, schedule.rate(3));
    }

    @Test
    void impossibleValuesAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Schedule(ScheduleShape.LINEAR, -1, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> new Schedule(ScheduleShape.LINEAR, 1, 2, 1));
    }
}

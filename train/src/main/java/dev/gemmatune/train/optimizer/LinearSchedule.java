package dev.gemmatune.train.optimizer;

/**
 * The learning rate rises linearly from 0 during warm-up and falls linearly to 0 at the end.
 *
 * <p>As {@code get_linear_schedule_with_warmup} of transformers: with a warm-up, the first step has the rate 0.
 *
 * @param peak the highest rate
 * @param warmupSteps steps of the rise
 * @param totalSteps all steps
 */
public record LinearSchedule(double peak, long warmupSteps, long totalSteps) {

    /** Checks the ranges. */
    public LinearSchedule {
        if (!(peak >= 0)) {
            throw new IllegalArgumentException("peak must be >= 0, got " + peak);
        }
        if (warmupSteps < 0 || totalSteps < warmupSteps) {
            throw new IllegalArgumentException(
                    "warmupSteps must be 0 to " + totalSteps + " (totalSteps), got " + warmupSteps);
        }
    }

    /** A schedule whose warm-up is a share of all steps, rounded up. */
    public static LinearSchedule of(double peak, double warmupRatio, long totalSteps) {
        return new LinearSchedule(peak, (long) Math.ceil(totalSteps * warmupRatio), totalSteps);
    }

    /** The rate of a step, counted from 0. */
    public double rate(long step) {
        if (step < warmupSteps) {
            return peak * step / Math.max(1, warmupSteps);
        }
        return peak * Math.max(0, totalSteps - step) / Math.max(1, totalSteps - warmupSteps);
    }
}

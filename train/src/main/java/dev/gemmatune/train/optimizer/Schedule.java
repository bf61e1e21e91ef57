package dev.gemmatune.train.optimizer;

/**
 * The learning rate of each step: it rises linearly from 0 during warm-up, then follows its shape.
 *
 * <p>As {@code get_linear_schedule_with_warmup}, {@code get_cosine_schedule_with_warmup} and
 * {@code get_constant_schedule_with_warmup} of transformers: with a warm-up, the first step has the rate 0.
 *
 * @param shape of the fall
 * @param peak the highest rate
 * @param warmupSteps steps of the rise
 * @param totalSteps all steps
 */
public record Schedule(ScheduleShape shape, double peak, long warmupSteps, long totalSteps) {

    /** Checks the ranges. */
    public Schedule {
        if (!(peak >= 0)) {
            throw new IllegalArgumentException("peak must be >= 0, got " + peak);
        }
        if (warmupSteps < 0 || totalSteps < warmupSteps) {
            throw new IllegalArgumentException(
                    "warmupSteps must be 0 to " + totalSteps + " (totalSteps), got " + warmupSteps);
        }
    }

    /** A schedule whose warm-up is a share of all steps, rounded up. */
    public static Schedule of(ScheduleShape shape, double peak, double warmupRatio, long totalSteps) {
        return new Schedule(shape, peak, (long) Math.ceil(totalSteps * warmupRatio), totalSteps);
    }

    /** The rate of a step, counted from 0. */
    public double rate(long step) {
        if (step < warmupSteps) {
            return peak * step / Math.max(1, warmupSteps);
        }
        double progress =
                step >= totalSteps ? 1 : (double) (step - warmupSteps) / Math.max(1, totalSteps - warmupSteps);
        return peak * shape.share(progress);
    }
}

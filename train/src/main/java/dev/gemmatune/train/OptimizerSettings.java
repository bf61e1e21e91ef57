package dev.gemmatune.train;

import dev.gemmatune.train.optimizer.ParameterGroup;
import dev.gemmatune.train.optimizer.ScheduleShape;
import java.util.List;

/**
 * How gradients become new weights.
 *
 * @param learningRate peak of the schedule
 * @param schedule how the rate falls after the warm-up
 * @param warmupRatio share of the steps in which the rate rises, 0 to 1
 * @param weightDecay of AdamW; norms never decay
 * @param maxGradientNorm gradients are scaled down to this common norm; 0 for no clipping
 * @param groups parameters with a rate or a decay of their own; the first one whose pattern fits a parameter holds
 */
public record OptimizerSettings(
        double learningRate,
        ScheduleShape schedule,
        double warmupRatio,
        double weightDecay,
        double maxGradientNorm,
        List<ParameterGroup> groups) {

    /** A rate of 2e-5 that rises for a tenth of the steps and then falls linearly. */
    public static final OptimizerSettings DEFAULT =
            new OptimizerSettings(2e-5, ScheduleShape.LINEAR, 0.1, 0, 1, List.of());

    /** Copies the list and checks the ranges. */
    public OptimizerSettings {
        groups = List.copyOf(groups);
        Require.that(learningRate >= 0, "learningRate must be >= 0, got " + learningRate);
        boolean ratesOfGroups =
                groups.stream().anyMatch(group -> group.learningRate().isPresent());
        Require.that(
                learningRate > 0 || !ratesOfGroups,
                "learningRate must be > 0 where groups have rates of their own, which follow its schedule, got "
                        + learningRate);
        Require.that(warmupRatio >= 0 && warmupRatio <= 1, "warmupRatio must be 0 to 1, got " + warmupRatio);
        Require.that(weightDecay >= 0, "weightDecay must be >= 0, got " + weightDecay);
        Require.that(maxGradientNorm >= 0, "maxGradientNorm must be >= 0, got " + maxGradientNorm);
    }

    /** The limit of the gradients' norm, infinite for no clipping. */
    double gradientLimit() {
        return maxGradientNorm == 0 ? Double.POSITIVE_INFINITY : maxGradientNorm;
    }

    /** The same with another rate. */
    public OptimizerSettings withLearningRate(double peak) {
        return new OptimizerSettings(peak, schedule, warmupRatio, weightDecay, maxGradientNorm, groups);
    }

    /** The same with another decay. */
    public OptimizerSettings withWeightDecay(double decay) {
        return new OptimizerSettings(learningRate, schedule, warmupRatio, decay, maxGradientNorm, groups);
    }
}

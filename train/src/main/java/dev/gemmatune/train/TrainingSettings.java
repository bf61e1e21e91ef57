package dev.gemmatune.train;

import java.util.OptionalInt;

/**
 * How long and how fast to train.
 *
 * @param epochs passes over the data, fractions allowed; not used when {@code steps} is given
 * @param steps optimizer steps instead of epochs
 * @param batchSize rows of a step
 * @param learningRate peak of the schedule
 * @param warmupRatio share of the steps in which the rate rises, 0 to 1
 * @param weightDecay of AdamW; norms never decay
 * @param maxGradientNorm gradients are scaled down to this common norm; 0 for no clipping
 * @param seed of the order of the rows
 * @param shuffle whether rows are shuffled in every epoch, else taken in the order of the file
 * @param distinctTexts whether a text may occur only once in a batch
 * @param tokenBudget tokens that go through the encoder together; the activations of a pack should fit the caches
 * @param evaluateBefore whether the model is evaluated before the first step
 * @param evaluateEvery steps between evaluations; 0 for one after every epoch
 * @param logEvery steps between lines of metrics.jsonl
 */
public record TrainingSettings(
        double epochs,
        OptionalInt steps,
        int batchSize,
        double learningRate,
        double warmupRatio,
        double weightDecay,
        double maxGradientNorm,
        long seed,
        boolean shuffle,
        boolean distinctTexts,
        int tokenBudget,
        boolean evaluateBefore,
        int evaluateEvery,
        int logEvery) {

    /** Checks the ranges. */
    public TrainingSettings {
        require(epochs > 0, "epochs must be > 0, got " + epochs);
        require(steps.orElse(1) > 0, "steps must be > 0, got " + steps);
        require(batchSize > 0, "batchSize must be > 0, got " + batchSize);
        require(learningRate >= 0, "learningRate must be >= 0, got " + learningRate);
        require(warmupRatio >= 0 && warmupRatio <= 1, "warmupRatio must be 0 to 1, got " + warmupRatio);
        require(weightDecay >= 0, "weightDecay must be >= 0, got " + weightDecay);
        require(maxGradientNorm >= 0, "maxGradientNorm must be >= 0, got " + maxGradientNorm);
        require(tokenBudget > 0, "tokenBudget must be > 0, got " + tokenBudget);
        require(evaluateEvery >= 0, "evaluateEvery must be >= 0, got " + evaluateEvery);
        require(logEvery > 0, "logEvery must be > 0, got " + logEvery);
    }

    /** The limit of the gradients' norm, infinite for no clipping. */
    double gradientLimit() {
        return maxGradientNorm == 0 ? Double.POSITIVE_INFINITY : maxGradientNorm;
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}

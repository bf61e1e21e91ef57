package dev.gemmatune.train.optimizer;

import dev.gemmatune.model.checkpoint.WeightPattern;
import java.util.OptionalDouble;

/**
 * Parameters that are trained in a way of their own.
 *
 * @param pattern which ones: {@code embeddings}, {@code first 4 layers}, {@code layers.0.*}
 * @param learningRate peak of their rate; that of all others if empty. Warm-up and fall are those of all others
 * @param weightDecay of these parameters; that of all others if empty. Norms do not decay unless a group says so
 */
public record ParameterGroup(WeightPattern pattern, OptionalDouble learningRate, OptionalDouble weightDecay) {

    /** Checks the ranges. */
    public ParameterGroup {
        if (learningRate.isPresent() && !(learningRate.getAsDouble() >= 0)) {
            throw new IllegalArgumentException("learningRate must be >= 0, got " + learningRate.getAsDouble());
        }
        if (weightDecay.isPresent() && !(weightDecay.getAsDouble() >= 0)) {
            throw new IllegalArgumentException("weightDecay must be >= 0, got " + weightDecay.getAsDouble());
        }
    }
}

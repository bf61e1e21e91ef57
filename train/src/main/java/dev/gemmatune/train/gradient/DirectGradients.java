package dev.gemmatune.train.gradient;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import dev.gemmatune.model.encoder.GemmaEncoder;
import dev.gemmatune.model.encoder.TrainingPass;
import dev.gemmatune.train.objective.Numbers;
import java.util.List;

/**
 * One way forth and one back. Memory: the activations of all texts.
 *
 * @param encoder the encoder
 * @param tokenBudget tokens that go through the layers together
 */
public record DirectGradients(GemmaEncoder encoder, int tokenBudget) implements Gradients {

    @Override
    public double add(List<int[]> texts, Loss loss, double factor, long seed) {
        return add(encoder, texts, tokenBudget, true, loss, factor, seed);
    }

    /** Through one encoder, with activations kept on the way forth or computed again on the way back. */
    static double add(
            GemmaEncoder encoder,
            List<int[]> texts,
            int tokenBudget,
            boolean keep,
            Loss loss,
            double factor,
            long seed) {
        try (NDManager step = encoder.newSubManager()) {
            TrainingPass pass = encoder.begin(texts, tokenBudget, keep, seed, step);
            double found = differentiate(pass.embeddings(), loss, factor);
            if (Double.isFinite(found)) {
                pass.backward();
            }
            return found;
        }
    }

    /** Gives the embeddings the gradient of the loss, which is returned. */
    private static double differentiate(NDArray embeddings, Loss loss, double factor) {
        try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            NDArray value = loss.of(embeddings);
            double found = value.getFloat();
            if (Double.isFinite(found)) {
                collector.backward(factor == 1 ? value : Numbers.times(value, factor));
            }
            return found;
        }
    }
}

package dev.gemmatune.train.gradient;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import dev.gemmatune.model.encoder.GemmaEncoder;
import java.util.List;

/**
 * One way forth and one back. Memory: the activations of all texts.
 *
 * @param encoder the encoder
 * @param tokenBudget tokens that go through the layers together
 */
public record DirectGradients(GemmaEncoder encoder, int tokenBudget) implements Gradients {

    @Override
    public double add(List<int[]> texts, Loss loss, double factor) {
        try (NDManager step = encoder.newSubManager();
                GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            NDArray value = loss.of(encoder.forward(texts, tokenBudget, step));
            double found = value.getFloat();
            if (Double.isFinite(found)) {
                collector.backward(factor == 1 ? value : value.mul((float) factor));
            }
            return found;
        }
    }
}

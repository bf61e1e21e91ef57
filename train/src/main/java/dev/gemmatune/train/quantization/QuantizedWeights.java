package dev.gemmatune.train.quantization;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.gemmatune.model.encoder.GemmaEncoder;
import dev.gemmatune.model.encoder.RoundedWeights;
import dev.gemmatune.model.quantization.QuantizationPlan;
import dev.gemmatune.model.quantization.QuantizationScheme;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Quantization-aware training with the straight-through estimator: the encoder computes with its weights as they will be
 * stored, and their gradients go to the exact weights, which are kept here.
 *
 * <p>Between steps the encoder's parameters hold the stored values, so that evaluations and checkpoints are those of the
 * quantized model. {@link #restore} puts the exact weights back for the optimizer, {@link #store} rounds them again.
 * Memory: a copy of the quantized weights. Costs a pass over them in each step.
 *
 * @see <a href="https://arxiv.org/abs/1308.3432">Estimating or Propagating Gradients Through Stochastic Neurons</a>
 */
public final class QuantizedWeights implements AutoCloseable {

    private record Slot(NDArray weight, NDArray exact, QuantizationScheme scheme) {}

    private final GemmaEncoder encoder;
    private final QuantizationPlan plan;
    private final SortedMap<String, Slot> slots = new TreeMap<>();
    private Optional<NDManager> manager = Optional.empty();

    /**
     * Nothing is quantized before {@link #start}.
     *
     * @throws dev.gemmatune.model.UserError if a weight does not divide into the plan's blocks
     */
    public QuantizedWeights(GemmaEncoder encoder, QuantizationPlan plan) {
        this.encoder = encoder;
        this.plan = plan;
        encoder.trained()
                .forEach((name, weight) -> plan.schemeOf(name)
                        .ifPresent(scheme ->
                                scheme.blockSize(name, (int) weight.getShape().get(1))));
    }

    /** Takes the present weights for the exact ones, and lets the encoder compute with them as they will be stored. */
    public void start() {
        NDManager owner = encoder.newSubManager();
        manager = Optional.of(owner);
        encoder.trained()
                .forEach((name, weight) -> plan.schemeOf(name).ifPresent(scheme -> {
                    scheme.blockSize(name, (int) weight.getShape().get(1));
                    NDArray exact = owner.zeros(weight.getShape(), weight.getDataType());
                    slots.put(name, new Slot(weight, exact, scheme));
                }));
        store();
    }

    /** Whether it has started. */
    public boolean isActive() {
        return manager.isPresent();
    }

    /** Puts the exact weights back into the encoder, for the optimizer to update. */
    public void restore() {
        slots.values().forEach(slot -> encoder.assign(slot.weight(), slot.exact()));
    }

    /** Takes the encoder's weights for the exact ones, and rounds the encoder's. */
    public void store() {
        slots.values().forEach(slot -> {
            encoder.assign(slot.exact(), slot.weight());
            RoundedWeights.store(encoder, slot.weight(), slot.exact(), slot.scheme());
        });
    }

    /** The exact value of every trained weight, by name: what a resumed training goes on with. */
    public SortedMap<String, NDArray> exact() {
        // The encoder gives a view that nobody may change.
        SortedMap<String, NDArray> exact = new TreeMap<>(encoder.trained());
        slots.forEach((name, slot) -> exact.put(name, slot.exact()));
        return exact;
    }

    @Override
    public void close() {
        manager.ifPresent(NDManager::close);
    }
}

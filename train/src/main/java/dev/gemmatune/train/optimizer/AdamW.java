package dev.gemmatune.train.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.gemmatune.model.encoder.GemmaEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * AdamW over the parameters of an encoder, by libtorch's fused kernel: one crossing into native code per group.
 *
 * <p>Two groups, as transformers' trainer has them: norms, which do not decay, and all others. Memory: two moments as
 * large as the parameters, and the gradients. Weights, moments and gradients are written in place.
 *
 * @see <a href="https://arxiv.org/abs/1711.05101">Decoupled Weight Decay Regularization</a>
 */
public final class AdamW implements AutoCloseable {

    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final double EPSILON = 1e-8;

    private record Slot(NDArray weight, NDArray firstMoment, NDArray secondMoment) {}

    private record Group(double weightDecay, List<Slot> slots) {}

    private final GemmaEncoder encoder;
    private final NDManager manager;
    private final double weightDecay;
    private final List<Group> groups;
    private long steps;

    /** An optimizer whose moments are 0. */
    public AdamW(GemmaEncoder encoder, double weightDecay) {
        this.encoder = encoder;
        this.manager = encoder.newSubManager();
        Group decaying = new Group(weightDecay, new ArrayList<>());
        Group norms = new Group(0, new ArrayList<>());
        encoder.trained().forEach((name, weight) -> {
            Group group = name.contains("norm") ? norms : decaying;
            group.slots().add(new Slot(weight, zerosLike(weight), zerosLike(weight)));
        });
        this.weightDecay = weightDecay;
        this.groups = Stream.of(decaying, norms)
                .filter(group -> !group.slots().isEmpty())
                .toList();
    }

    /**
     * Clips the gradients and updates every weight; the gradients are 0 afterwards.
     *
     * @param learningRate of this step
     * @param maxNorm the gradients are scaled so that their common L2 norm is at most this; infinite for no clipping
     * @return the norm before clipping; if it is not finite, nothing was updated
     */
    public double step(double learningRate, double maxNorm) {
        try (NDManager step = encoder.newSubManager()) {
            double norm = clip(maxNorm, step);
            if (Double.isFinite(norm)) {
                steps++;
                groups.forEach(group -> update(group, learningRate, step));
                encoder.decayUntouchedRows(1 - learningRate * weightDecay);
            }
            return norm;
        }
    }

    @Override
    public void close() {
        manager.close();
    }

    private double clip(double maxNorm, NDManager step) {
        NDList inputs = new NDList(named("limit", step.create((float) Math.min(maxNorm, Float.MAX_VALUE))));
        for (Group group : groups) {
            group.slots().forEach(slot -> inputs.add(gradient(slot, step)));
        }
        return encoder.call("clip", step, inputs).getFloat();
    }

    private void update(Group group, double learningRate, NDManager step) {
        NDList inputs = new NDList(
                named("rates", step.create(new double[] {learningRate, BETA1, BETA2, EPSILON, group.weightDecay()})),
                named("step", step.create((float) steps)));
        // One list of the method after another: arrays of one name form a list in the order in which they come.
        group.slots().forEach(slot -> inputs.add(named("p[]", slot.weight())));
        group.slots().forEach(slot -> inputs.add(gradient(slot, step)));
        group.slots().forEach(slot -> inputs.add(named("m[]", slot.firstMoment())));
        group.slots().forEach(slot -> inputs.add(named("v[]", slot.secondMoment())));
        encoder.call("adamw", step, inputs);
    }

    private NDArray zerosLike(NDArray weight) {
        return manager.zeros(weight.getShape(), weight.getDataType());
    }

    private static NDArray gradient(Slot slot, NDManager step) {
        NDArray gradient = slot.weight().getGradient();
        gradient.attach(step);
        return named("g[]", gradient);
    }

    private static NDArray named(String name, NDArray array) {
        array.setName(name);
        return array;
    }
}

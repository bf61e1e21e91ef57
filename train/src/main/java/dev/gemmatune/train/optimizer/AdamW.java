package dev.gemmatune.train.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.checkpoint.TensorNames;
import dev.gemmatune.model.encoder.GemmaEncoder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * AdamW over the parameters of an encoder, by libtorch's fused kernel: one crossing into native code per group.
 *
 * <p>Norms do not decay, as in transformers' trainer. Memory: two moments as large as the trained parameters, and the
 * gradients. Weights, moments and gradients are written in place.
 *
 * @see <a href="https://arxiv.org/abs/1711.05101">Decoupled Weight Decay Regularization</a>
 */
public final class AdamW implements AutoCloseable {

    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final double EPSILON = 1e-8;
    private static final int NAMES_SHOWN = 20;

    private record Slot(String name, NDArray weight, NDArray firstMoment, NDArray secondMoment) {}

    /** Parameters that share their rate and their decay; a rate of 1 is that of the schedule. */
    private record Group(double relativeRate, double weightDecay, List<Slot> slots) {}

    private record Treatment(double relativeRate, double weightDecay) {}

    private final GemmaEncoder encoder;
    private final NDManager manager;
    private final List<Group> groups;
    private final Treatment embedding;
    private long steps;

    /**
     * An optimizer whose moments are 0.
     *
     * @param encoder whose trained parameters are updated
     * @param peak the schedule's highest rate, to which the rates of {@code groups} are related
     * @param weightDecay of all parameters but norms
     * @param special parameters with a rate or a decay of their own; the first one whose pattern fits holds
     * @throws UserError if the pattern of a group fits no trained parameter
     */
    public AdamW(GemmaEncoder encoder, double peak, double weightDecay, List<ParameterGroup> special) {
        this.encoder = encoder;
        this.manager = encoder.newSubManager();
        checkPatterns(special, encoder.trained().keySet());
        Map<Treatment, Group> byTreatment = new LinkedHashMap<>();
        encoder.trained().forEach((name, weight) -> {
            Treatment treatment = treatment(name, peak, weightDecay, special);
            byTreatment
                    .computeIfAbsent(
                            treatment, key -> new Group(key.relativeRate(), key.weightDecay(), new ArrayList<>()))
                    .slots()
                    .add(new Slot(name, weight, zerosLike(weight), zerosLike(weight)));
        });
        this.groups = List.copyOf(byTreatment.values());
        this.embedding = treatment(TensorNames.EMBEDDING, peak, weightDecay, special);
    }

    /** What a step of this rate multiplies an embedding row by that has no gradient and never had one. */
    public double untouchedRowsDecay(double learningRate) {
        return 1 - learningRate * embedding.relativeRate() * embedding.weightDecay();
    }

    private static void checkPatterns(List<ParameterGroup> special, Collection<String> names) {
        for (ParameterGroup group : special) {
            if (names.stream().noneMatch(group.pattern()::matches)) {
                throw new UserError("no trained parameter is called " + group.pattern() + "; names are such as "
                        + names.stream().limit(NAMES_SHOWN).collect(Collectors.joining(", ")));
            }
        }
    }

    private static Treatment treatment(String name, double peak, double weightDecay, List<ParameterGroup> special) {
        double decay = name.contains("norm") ? 0 : weightDecay;
        return special.stream()
                .filter(group -> group.pattern().matches(name))
                .findFirst()
                .map(group -> new Treatment(
                        group.learningRate().isPresent() ? group.learningRate().getAsDouble() / peak : 1,
                        group.weightDecay().orElse(decay)))
                .orElse(new Treatment(1, decay));
    }

    /** The number of steps done. */
    public long steps() {
        return steps;
    }

    /** Both moments of every parameter, by {@code first_moment/NAME} and {@code second_moment/NAME}. */
    public SortedMap<String, NDArray> moments() {
        SortedMap<String, NDArray> moments = new TreeMap<>();
        for (Group group : groups) {
            for (Slot slot : group.slots()) {
                moments.put("first_moment/" + slot.name(), slot.firstMoment());
                moments.put("second_moment/" + slot.name(), slot.secondMoment());
            }
        }
        return moments;
    }

    /** Goes on after {@code steps} steps; the moments are written through {@link #moments()}. */
    public void resumeAt(long steps) {
        this.steps = steps;
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
                groups.forEach(group -> update(group, learningRate * group.relativeRate(), step));
                encoder.decayUntouchedRows(untouchedRowsDecay(learningRate));
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

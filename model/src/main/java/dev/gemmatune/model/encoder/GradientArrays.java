package dev.gemmatune.model.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.util.Pair;
import dev.gemmatune.model.checkpoint.TensorNames;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where the script adds the gradients of an encoder's weights: to those that autograd has, of the trained weights. */
final class GradientArrays {

    private static final Pattern LAYER = Pattern.compile("layers\\.(\\d+)\\..*");

    private final GemmaEncoder encoder;
    private final NDArray needed;
    private final NDArray lowest;
    private final NDArray none;

    GradientArrays(GemmaEncoder encoder) {
        this.encoder = encoder;
        NDManager manager = encoder.manager();
        this.needed = named(
                "needed",
                manager.create(encoder.getDirectParameters().keys().stream()
                        .mapToLong(name -> encoder.trained().containsKey(name) ? 1 : 0)
                        .toArray()));
        this.lowest = named("lowest", manager.create(new long[] {
            encoder.trained().keySet().stream().mapToLong(this::depth).min().orElseThrow()
        }));
        this.none = manager.zeros(new Shape(1));
        encoder.trained().values().forEach(weight -> makeGradient(weight, encoder));
    }

    /** The script's arguments; handles of gradients are attached to {@code step}. */
    NDList inputs(NDManager step) {
        NDList inputs = new NDList(needed, lowest);
        for (Pair<String, Parameter> parameter : encoder.getDirectParameters()) {
            NDArray weight = encoder.trained().get(parameter.getKey());
            NDArray gradient = none;
            if (weight != null) {
                gradient = weight.getGradient();
                gradient.attach(step);
            }
            inputs.add(named("g[]", gradient));
        }
        return inputs;
    }

    /** The layer of a weight; the number of layers for the final norm, one more for the dense layers. */
    private long depth(String name) {
        Matcher layer = LAYER.matcher(name);
        if (layer.matches()) {
            return Long.parseLong(layer.group(1));
        }
        int layers = encoder.checkpoint().config().layers();
        return switch (name) {
            case TensorNames.EMBEDDING -> 0;
            case TensorNames.FINAL_NORM -> layers;
            default -> layers + 1;
        };
    }

    /** Autograd makes the array of a gradient when it first has one: a gradient of zeros will do. */
    private static void makeGradient(NDArray weight, GemmaEncoder encoder) {
        try (NDManager step = encoder.newSubManager();
                GradientCollector collector = TorchEngine.get().newGradientCollector()) {
            weight.tempAttach(step);
            collector.backward(weight.sub(weight).sum());
        }
    }

    private static NDArray named(String name, NDArray array) {
        array.setName(name);
        return array;
    }
}

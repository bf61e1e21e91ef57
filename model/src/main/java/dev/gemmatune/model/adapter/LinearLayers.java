package dev.gemmatune.model.adapter;

import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.checkpoint.DenseLayer;
import dev.gemmatune.model.checkpoint.TensorNames;
import java.util.ArrayList;
import java.util.List;

/** The linear layers of a checkpoint in the encoder's order: seven a layer, then the dense ones. */
public final class LinearLayers {

    private static final String WEIGHT = ".weight";

    private LinearLayers() {}

    /** Their names, such as {@code layers.0.self_attn.q_proj} and {@code 2_Dense.linear}. */
    public static List<String> of(Checkpoint checkpoint) {
        List<String> modules = new ArrayList<>();
        for (String name : TensorNames.transformer(checkpoint.config()).keySet()) {
            if (name.endsWith("_proj" + WEIGHT)) {
                modules.add(module(name));
            }
        }
        for (DenseLayer layer : checkpoint.dense()) {
            modules.add(module(TensorNames.dense(layer.folder())));
        }
        return modules;
    }

    /** Whether a layer is one of those that {@code lora} names. */
    static boolean isTarget(String module, Lora lora) {
        String last = module.substring(module.lastIndexOf('.') + 1);
        return lora.targets().contains(isDense(module) ? Lora.DENSE : last);
    }

    /** Whether it is a dense layer after pooling, which lies outside the transformer and outside PEFT's reach. */
    static boolean isDense(String module) {
        return !module.endsWith("_proj");
    }

    /** The name of a layer's weight. */
    public static String weight(String module) {
        return module + WEIGHT;
    }

    private static String module(String weight) {
        return weight.substring(0, weight.length() - WEIGHT.length());
    }
}

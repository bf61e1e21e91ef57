package dev.gemmatune.model.encoder;

import dev.gemmatune.model.adapter.Lora;
import dev.gemmatune.model.checkpoint.EncoderConfig;
import java.util.Optional;

/** The numbers that the script is told of a model and a pass; their order is described there. */
final class ScriptSettings {

    private ScriptSettings() {}

    /** The settings; {@code seed} is that of a pack's dropout, which there is in training only. */
    static double[] of(EncoderConfig config, ComputeType compute, Optional<Lora> lora, boolean training, long seed) {
        return new double[] {
            config.normEpsilon(),
            config.attentionScale(),
            config.headSize(),
            config.attentionRadius(),
            config.ropeBaseSliding(),
            config.ropeBaseFull(),
            config.layers(),
            compute == ComputeType.BFLOAT16 ? 1 : 0,
            lora.map(Lora::scaling).orElse(0.0),
            training ? lora.map(Lora::dropout).orElse(0.0) : 0,
            seed
        };
    }
}

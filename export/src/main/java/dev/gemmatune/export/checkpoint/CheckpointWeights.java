package dev.gemmatune.export.checkpoint;

import dev.gemmatune.model.quantization.QuantizationPlan;

/** How the matrices of an exported checkpoint are stored. Norms are always float32. */
public enum CheckpointWeights {
    /** Four bytes a weight. */
    FLOAT32("float32", QuantizationPlan.NONE),
    /** The upper half of a float32. */
    BFLOAT16("bfloat16", QuantizationPlan.NONE),
    /** Bytes with a scale for each row. */
    INT8("8 bits, a scale for each row", QuantizationPlan.INT8),
    /** 4 bits for the layers and 8 for the token embedding and the dense layers, with a scale for each 32 values. */
    Q4("4 bits for the layers, 8 for the token embedding, a scale for each 32 values", QuantizationPlan.Q4_0);

    private final String description;
    private final QuantizationPlan plan;

    CheckpointWeights(String description, QuantizationPlan plan) {
        this.description = description;
        this.plan = plan;
    }

    /** In words. */
    String description() {
        return description;
    }

    /** Which weight gets which scheme. */
    QuantizationPlan plan() {
        return plan;
    }
}

package dev.gemmatune.export.gguf;

import dev.gemmatune.model.quantization.QuantizationPlan;

/** How the matrices of a file are stored. Norms are always float32. */
public enum GgufWeights {
    /** Four bytes a weight. */
    F32(0, QuantizationPlan.NONE),
    /** The upper half of a float32. */
    BF16(32, QuantizationPlan.NONE),
    /** Blocks of 8-bit codes. */
    Q8_0(7, QuantizationPlan.Q8_0),
    /** Blocks of 4-bit codes, and of 8-bit codes for the token embedding and the dense layers. */
    Q4_0(2, QuantizationPlan.Q4_0);

    private final int fileType;
    private final QuantizationPlan plan;

    GgufWeights(int fileType, QuantizationPlan plan) {
        this.fileType = fileType;
        this.plan = plan;
    }

    /** The number of {@code general.file_type}, which differs from that of the tensors' type. */
    int fileType() {
        return fileType;
    }

    /** Which weight gets which scheme. */
    QuantizationPlan plan() {
        return plan;
    }

    /** The type in which a weight is stored, by the checkpoint's name and its number of dimensions. */
    GgufType typeOf(String name, int dimensions) {
        if (dimensions == 1) {
            return GgufType.F32;
        }
        return this == BF16
                ? GgufType.BF16
                : plan.schemeOf(name).map(GgufType::of).orElse(GgufType.F32);
    }
}

package dev.gemmatune.export.onnx;

import dev.gemmatune.model.checkpoint.TensorNames;
import dev.gemmatune.model.quantization.GgmlBlocks;
import dev.gemmatune.model.quantization.QuantizationPlan;
import dev.gemmatune.model.quantization.QuantizationScheme;
import java.util.Optional;

/** How an ONNX export stores the model's matrices; norms and rotary tables are float32 in all of them. */
public enum OnnxWeights {
    /** As they are. */
    FLOAT32("model", QuantizationPlan.NONE),
    /** Half the size; computed in float32, because Gemma's activations exceed what float16 can hold. */
    FLOAT16("model_fp16", QuantizationPlan.NONE),
    /** A scale for each row; products of bytes, for which activations are rounded to 8 bits token by token. */
    INT8("model_quantized", QuantizationPlan.INT8),
    /** 4 bits for the layers, 8 for the table and the dense layers, a scale for each 32; products in float32. */
    Q4("model_q4", QuantizationPlan.Q4_0),
    /** 4 bits for the table too. */
    Q4_SMALL("model_q4", QuantizationPlan.Q4_0);

    private final String fileName;
    private final QuantizationPlan plan;

    OnnxWeights(String fileName, QuantizationPlan plan) {
        this.fileName = fileName;
        this.plan = plan;
    }

    /** The model file's name without its ending, as on the Hugging Face hub. */
    public String fileName() {
        return fileName;
    }

    /**
     * How a weight is quantized; empty for one that is not.
     *
     * @param name as a checkpoint has it
     * @param columns values of its rows; those of blocks must divide by 32, or the weight stays as it is
     */
    public Optional<QuantizationScheme> scheme(String name, long columns) {
        return plan.schemeOf(name)
                .map(scheme -> adapted(scheme, name))
                .filter(scheme -> scheme.isPerRow() || columns % GgmlBlocks.SIZE == 0);
    }

    private QuantizationScheme adapted(QuantizationScheme scheme, String name) {
        boolean table = name.equals(TensorNames.EMBEDDING);
        if (this == Q4_SMALL && table) {
            return QuantizationScheme.Q4_0;
        }
        // Products of bytes are added in pairs in 16 bits on processors without VNNI.
        boolean multipliedAsBytes = this == INT8 && name.contains("_proj.");
        return multipliedAsBytes ? QuantizationScheme.INT8_REDUCED : scheme;
    }
}

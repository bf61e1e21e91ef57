package dev.gemmatune.export;

import dev.gemmatune.export.checkpoint.CheckpointExporter;
import dev.gemmatune.export.checkpoint.CheckpointWeights;
import dev.gemmatune.export.gguf.GgufExporter;
import dev.gemmatune.export.gguf.GgufWeights;
import dev.gemmatune.export.onnx.OnnxExporter;
import dev.gemmatune.export.onnx.OnnxOptions;
import dev.gemmatune.export.onnx.OnnxWeights;
import java.util.Locale;

/** A format that a checkpoint can be exported to. */
public enum ExportFormat {
    /** ONNX in float32. */
    ONNX("ONNX, float32"),
    /** ONNX with float16 weights. */
    ONNX_FP16("ONNX, float16 weights computed in float32"),
    /** ONNX with products of bytes. */
    ONNX_INT8("ONNX, products of bytes: the fastest"),
    /** ONNX with 4-bit layers. */
    ONNX_Q4("ONNX, 4 bits for the layers: the least memory"),
    /** GGUF in float32. */
    GGUF_F32("GGUF for llama.cpp and Ollama, float32"),
    /** GGUF with bfloat16 matrices. */
    GGUF_BF16("GGUF, bfloat16"),
    /** GGUF with 8-bit matrices. */
    GGUF_Q8_0("GGUF, 8 bits: as good as float32 for most"),
    /** GGUF with 4-bit layers. */
    GGUF_Q4_0("GGUF, 4 bits for the layers, 8 for embedding and dense layers"),
    /** A checkpoint in float32. */
    SAFETENSORS("checkpoint folder for sentence-transformers and others, float32"),
    /** A checkpoint with bfloat16 matrices. */
    SAFETENSORS_BF16("checkpoint folder, bfloat16"),
    /** A checkpoint with 8-bit matrices. */
    SAFETENSORS_INT8("checkpoint folder that gemmatune reads, 8 bits"),
    /** A checkpoint with 4-bit layers. */
    SAFETENSORS_Q4("checkpoint folder that gemmatune reads, 4 bits for the layers, 8 for the embedding");

    private final String description;

    ExportFormat(String description) {
        this.description = description;
    }

    /** The name as it is written on the command line, in configs and as the folder of an export: {@code onnx-int8}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replaceFirst("_", "-");
    }

    /** What it is, in a few words. */
    public String description() {
        return description;
    }

    @Override
    public String toString() {
        return id();
    }

    /** What writes it. */
    public Exporter exporter(ExportForm form) {
        return switch (this) {
            case ONNX -> onnx(OnnxWeights.FLOAT32, form);
            case ONNX_FP16 -> onnx(OnnxWeights.FLOAT16, form);
            case ONNX_INT8 -> onnx(OnnxWeights.INT8, form);
            case ONNX_Q4 -> onnx(form.smallTable() ? OnnxWeights.Q4_SMALL : OnnxWeights.Q4, form);
            case GGUF_F32 -> gguf(GgufWeights.F32, form);
            case GGUF_BF16 -> gguf(GgufWeights.BF16, form);
            case GGUF_Q8_0 -> gguf(GgufWeights.Q8_0, form);
            case GGUF_Q4_0 -> gguf(GgufWeights.Q4_0, form);
            case SAFETENSORS -> checkpoint(CheckpointWeights.FLOAT32, form);
            case SAFETENSORS_BF16 -> checkpoint(CheckpointWeights.BFLOAT16, form);
            case SAFETENSORS_INT8 -> checkpoint(CheckpointWeights.INT8, form);
            case SAFETENSORS_Q4 -> checkpoint(CheckpointWeights.Q4, form);
        };
    }

    private static Exporter checkpoint(CheckpointWeights weights, ExportForm form) {
        return new CheckpointExporter(weights, form.search());
    }

    private static Exporter gguf(GgufWeights weights, ExportForm form) {
        return new GgufExporter(weights, form.search());
    }

    private static Exporter onnx(OnnxWeights weights, ExportForm form) {
        int accuracyLevel = form.fastQ4() ? OnnxOptions.FASTER : 0;
        return new OnnxExporter(
                new OnnxOptions(weights, form.oneOutput(), form.singleFile(), accuracyLevel, form.search()));
    }
}

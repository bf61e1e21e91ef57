package dev.gemmatune.export;

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
    ONNX_Q4("ONNX, 4 bits for the layers: the least memory");

    private final String description;

    ExportFormat(String description) {
        this.description = description;
    }

    /** The name as it is written on the command line, in configs and as the folder of an export: {@code onnx-int8}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
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
        };
    }

    private static Exporter onnx(OnnxWeights weights, ExportForm form) {
        int accuracyLevel = form.fastQ4() ? OnnxOptions.FASTER : 0;
        return new OnnxExporter(new OnnxOptions(weights, form.oneOutput(), form.singleFile(), accuracyLevel));
    }
}

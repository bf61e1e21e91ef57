package dev.gemmatune.cli.config;

/** A format that a checkpoint can be exported to. */
public enum ExportFormat {
    /** ONNX in float32. */
    ONNX
}

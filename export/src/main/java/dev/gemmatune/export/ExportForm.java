package dev.gemmatune.export;

import dev.gemmatune.model.quantization.ScaleSearch;

/**
 * Choices of files and numbers that some formats offer; the others take no notice.
 *
 * @param oneOutput ONNX: only the model that gives nothing but the finished embedding
 * @param singleFile ONNX: weights inside the model file, as a model in a jar needs
 * @param fastQ4 onnx-q4: activations rounded to 8 bits where the processor is faster with them
 * @param smallTable onnx-q4: 4 bits for the token embedding too, which costs quality
 * @param search formats with blocks: how their scales are found
 */
public record ExportForm(
        boolean oneOutput, boolean singleFile, boolean fastQ4, boolean smallTable, ScaleSearch search) {

    /** None of them. */
    public static final ExportForm DEFAULT = new ExportForm(false, false, false, false, ScaleSearch.NONE);
}

package dev.gemmatune.export.onnx;

import dev.gemmatune.export.verify.RoundedValues;
import dev.gemmatune.model.quantization.ScaleSearch;
import dev.gemmatune.model.safetensors.ElementType;

/** What the reader of an export gets back for the values of a weight. */
public final class StoredValues {

    private StoredValues() {}

    /**
     * The values after storing and reading.
     *
     * @param storage how matrices are stored
     * @param search how the scales of blocks are found
     * @param name the weight, as a checkpoint has it
     * @param values whole rows; may be changed
     * @param columns values of a row
     */
    public static float[] of(OnnxWeights storage, ScaleSearch search, String name, float[] values, int columns) {
        if (storage == OnnxWeights.FLOAT16 && isMatrix(name)) {
            return RoundedValues.narrowed(ElementType.F16, values);
        }
        return RoundedValues.quantized(storage.scheme(name, columns), search, name, values, columns);
    }

    /** Norms stay in float32, and so do dense layers, whose product is one matrix of its own. */
    private static boolean isMatrix(String name) {
        return !name.contains("norm") && !name.endsWith(".linear.weight");
    }
}

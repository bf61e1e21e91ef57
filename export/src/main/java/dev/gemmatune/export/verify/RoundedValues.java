package dev.gemmatune.export.verify;

import dev.gemmatune.model.quantization.QuantizationScheme;
import dev.gemmatune.model.quantization.Quantizer;
import dev.gemmatune.model.quantization.ScaleSearch;
import dev.gemmatune.model.safetensors.ElementType;
import java.util.Optional;

/** What a reader gets back for values that were stored with less precision. */
public final class RoundedValues {

    private RoundedValues() {}

    /** The values after storing them in a float type, in place. */
    public static float[] narrowed(ElementType type, float[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = type.widen(type.narrow(values[i]));
        }
        return values;
    }

    /**
     * The values after storing them as codes and scales; as they are without a scheme.
     *
     * @param name the weight, for errors
     * @param values whole rows
     * @param columns values of a row
     */
    public static float[] quantized(
            Optional<QuantizationScheme> scheme, ScaleSearch search, String name, float[] values, int columns) {
        return scheme.map(some -> new Quantizer(some, search).fake(name, values, columns))
                .orElse(values);
    }
}

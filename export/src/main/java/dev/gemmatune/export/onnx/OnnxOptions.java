package dev.gemmatune.export.onnx;

import dev.gemmatune.model.quantization.ScaleSearch;
import java.util.ArrayList;
import java.util.List;

/**
 * What an ONNX export is made of.
 *
 * @param weights how matrices are stored
 * @param oneOutput whether there is only the model that gives nothing but the finished embedding
 * @param singleFile whether weights lie inside the model file, as a model in a jar needs; then there is one model
 * @param accuracyLevel of {@code MatMulNBits}: 0 computes in float32, 4 rounds activations to 8 bits
 * @param search how the scales of blocks are found
 */
public record OnnxOptions(
        OnnxWeights weights, boolean oneOutput, boolean singleFile, int accuracyLevel, ScaleSearch search) {

    /** Where models and their weights lie in an export. */
    static final String FOLDER = "onnx";

    /** The accuracy level that rounds activations. */
    public static final int FASTER = 4;

    /** Checks the level. */
    public OnnxOptions {
        if (accuracyLevel != 0 && accuracyLevel != FASTER) {
            throw new IllegalArgumentException("accuracyLevel must be 0 or 4, got " + accuracyLevel);
        }
    }

    /** Both models over one data file, computing in float32. */
    public static OnnxOptions of(OnnxWeights weights) {
        return new OnnxOptions(weights, false, false, 0, ScaleSearch.NONE);
    }

    /** The model with both outputs, {@code onnx/model.onnx} for float32. */
    public String model() {
        return FOLDER + "/" + weights.fileName() + ".onnx";
    }

    /** The model whose only output is the finished embedding, {@code onnx/model_flat.onnx} for float32. */
    public String flatModel() {
        return FOLDER + "/" + weights.fileName() + "_flat.onnx";
    }

    /** The weights of both, {@code onnx/model.onnx_data} for float32. */
    public String dataFile() {
        return model() + "_data";
    }

    /** The models that are written, the first being the one that most consumers open. */
    public List<String> models() {
        List<String> models = new ArrayList<>();
        if (!oneOutput) {
            models.add(model());
        }
        if (oneOutput || !singleFile) {
            models.add(flatModel());
        }
        return models;
    }
}

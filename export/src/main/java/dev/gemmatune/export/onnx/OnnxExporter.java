package dev.gemmatune.export.onnx;

import dev.gemmatune.export.Exporter;
import dev.gemmatune.export.report.ExportProgress;
import dev.gemmatune.export.report.Limits;
import dev.gemmatune.export.verify.ExportedModel;
import dev.gemmatune.export.verify.FolderTexts;
import dev.gemmatune.export.verify.WrittenTexts;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.natives.NativePart;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * ONNX in all forms.
 *
 * @param options which form
 */
public record OnnxExporter(OnnxOptions options) implements Exporter {

    @Override
    public void write(Checkpoint checkpoint, Map<String, String> provenance, Path folder, ExportProgress progress)
            throws IOException {
        OnnxFolder.write(checkpoint, options, provenance, folder, progress);
    }

    @Override
    public List<String> models() {
        return options.models();
    }

    @Override
    public ExportedModel open(Checkpoint checkpoint, Path model) {
        NativePart.ONNX_RUNTIME.requireRoom();
        return new OnnxEmbeddings(OnnxModel.load(model), checkpoint.dimension());
    }

    @Override
    public WrittenTexts texts(Checkpoint checkpoint, Path folder) {
        return FolderTexts.open(folder, checkpoint.config());
    }

    @Override
    public OptionalDouble residentMegabytes(Path model, int[] ids) throws IOException {
        return MemoryProbe.measure(model, ids);
    }

    @Override
    public boolean rounds() {
        return options.weights() != OnnxWeights.FLOAT32;
    }

    @Override
    public float[] stored(String name, float[] values, int columns) {
        return StoredValues.of(options.weights(), options.search(), name, values, columns);
    }

    @Override
    public Limits limits() {
        return switch (options.weights()) {
            case FLOAT32 -> new Limits(1e-5, 0.99999, 0.001);
            case FLOAT16 -> new Limits(1e-5, 0.999, 0.005);
            case INT8 -> new Limits(Double.POSITIVE_INFINITY, 0.95, 0.02);
            case Q4, Q4_SMALL -> new Limits(options.accuracyLevel() == 0 ? 1e-4 : Double.POSITIVE_INFINITY, 0.85, 0.02);
        };
    }
}

package dev.gemmatune.export.checkpoint;

import dev.gemmatune.export.Exporter;
import dev.gemmatune.export.report.ExportProgress;
import dev.gemmatune.export.report.Limits;
import dev.gemmatune.export.verify.ExportedModel;
import dev.gemmatune.export.verify.FolderTexts;
import dev.gemmatune.export.verify.ReadBackModel;
import dev.gemmatune.export.verify.RoundedValues;
import dev.gemmatune.export.verify.WrittenTexts;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.checkpoint.CheckpointFiles;
import dev.gemmatune.model.checkpoint.LegacyContent;
import dev.gemmatune.model.checkpoint.LegacyLayout;
import dev.gemmatune.model.checkpoint.LegacyTokenizer;
import dev.gemmatune.model.quantization.ScaleSearch;
import dev.gemmatune.model.safetensors.ElementType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A complete checkpoint folder: the sentence-transformers layout with a model card.
 *
 * @param weights how matrices are stored
 * @param search how the scales of blocks are found
 */
public record CheckpointExporter(CheckpointWeights weights, ScaleSearch search) implements Exporter {

    @Override
    public void check(Checkpoint checkpoint, int dimension) {
        weights.plan().check(checkpoint.shapes());
    }

    @Override
    public void write(Checkpoint checkpoint, Map<String, String> provenance, Path folder, ExportProgress progress)
            throws IOException {
        LegacyContent content = LegacyContent.of(checkpoint);
        QuantizationConfig.of(weights).ifPresent(config -> content.config().add("quantization_config", config));
        LegacyLayout.write(folder, content, new StoredWeights(checkpoint, weights, search, progress));
        LegacyTokenizer.copy(
                checkpoint.folder().resolve(CheckpointFiles.TOKENIZER), folder, checkpoint.maxSequenceLength());
        Files.writeString(folder.resolve(ExportCard.FILE), ExportCard.of(checkpoint, weights, provenance));
    }

    @Override
    public List<String> models() {
        return List.of(CheckpointFiles.WEIGHTS);
    }

    @Override
    public ExportedModel open(Checkpoint checkpoint, Path model) {
        Checkpoint readBack = Checkpoint.open(model.toAbsolutePath().getParent());
        return ReadBackModel.load("gemmatune's encoder", readBack, checkpoint, this::stored);
    }

    @Override
    public WrittenTexts texts(Checkpoint checkpoint, Path folder) {
        return FolderTexts.open(folder, checkpoint.config());
    }

    @Override
    public boolean opensInTrainer() {
        return true;
    }

    @Override
    public boolean rounds() {
        return weights != CheckpointWeights.FLOAT32;
    }

    @Override
    public float[] stored(String name, float[] values, int columns) {
        return weights == CheckpointWeights.BFLOAT16
                ? RoundedValues.narrowed(ElementType.BF16, values)
                : RoundedValues.quantized(weights.plan().schemeOf(name), search, name, values, columns);
    }

    @Override
    public Limits limits() {
        return switch (weights) {
            case FLOAT32 -> new Limits(1e-5, 0.99999, 0.001);
            case BFLOAT16 -> new Limits(1e-5, 0.999, 0.005);
            case INT8 -> new Limits(1e-5, 0.95, 0.02);
            case Q4 -> new Limits(1e-5, 0.85, 0.02);
        };
    }
}

package dev.gemmatune.export.gguf;

import dev.gemmatune.export.Exporter;
import dev.gemmatune.export.report.ExportProgress;
import dev.gemmatune.export.report.Limits;
import dev.gemmatune.export.verify.ExportedModel;
import dev.gemmatune.export.verify.ReadBackModel;
import dev.gemmatune.export.verify.RoundedValues;
import dev.gemmatune.export.verify.WrittenTexts;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.checkpoint.WeightSource;
import dev.gemmatune.model.quantization.ScaleSearch;
import dev.gemmatune.model.safetensors.ElementType;
import dev.gemmatune.model.safetensors.StoredRows;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A file for llama.cpp and Ollama.
 *
 * @param weights how matrices are stored
 * @param search how the scales of blocks are found
 */
public record GgufExporter(GgufWeights weights, ScaleSearch search) implements Exporter {

    @Override
    public void check(Checkpoint checkpoint, int dimension) {
        GemmaMetadata.checkShape(checkpoint, dimension);
        weights.plan().check(checkpoint.shapes());
    }

    @Override
    public void write(Checkpoint checkpoint, Map<String, String> provenance, Path folder, ExportProgress progress)
            throws IOException {
        Map<String, String> nameOf = new HashMap<>();
        List<GgufTensor> tensors = new ArrayList<>();
        GemmaTensors.names(checkpoint).forEach((name, nameInFile) -> {
            List<Long> shape = checkpoint.shapes().get(name);
            nameOf.put(nameInFile, name);
            tensors.add(new GgufTensor(nameInFile, shape, weights.typeOf(name, shape.size())));
        });
        double total = tensors.stream().mapToLong(GgufTensor::bytes).sum();
        long[] written = new long[1];
        TensorBytes bytes = new TensorBytes(checkpoint, search);
        GgufWriter.write(
                folder.resolve(fileName()),
                GemmaMetadata.of(checkpoint, weights, provenance),
                tensors,
                (tensor, sink) -> {
                    bytes.write(nameOf.get(tensor.name()), tensor, sink);
                    written[0] += tensor.bytes();
                    progress.update("writing weights", written[0] / total);
                });
    }

    @Override
    public List<String> models() {
        return List.of(fileName());
    }

    /** The file's weights, read back, in the trainer's encoder: there is no llama.cpp for the JVM. */
    @Override
    public ExportedModel open(Checkpoint checkpoint, Path model) {
        Checkpoint readBack =
                checkpoint.withWeights(new FileWeights(GgufFile.open(model), GemmaTensors.names(checkpoint)));
        return ReadBackModel.load("the GGUF file's weights in gemmatune's encoder", readBack, checkpoint, this::stored);
    }

    @Override
    public WrittenTexts texts(Checkpoint checkpoint, Path folder) {
        Path file = folder.resolve(fileName());
        return new LlamaTexts(file, GgufFile.open(file));
    }

    @Override
    public boolean opensInTrainer() {
        return true;
    }

    @Override
    public boolean rounds() {
        return weights != GgufWeights.F32;
    }

    @Override
    public float[] stored(String name, float[] values, int columns) {
        return weights == GgufWeights.BF16
                ? RoundedValues.narrowed(ElementType.BF16, values)
                : RoundedValues.quantized(weights.plan().schemeOf(name), search, name, values, columns);
    }

    @Override
    public Limits limits() {
        return switch (weights) {
            case F32 -> new Limits(1e-5, 0.99999, 0.001);
            case BF16 -> new Limits(1e-5, 0.999, 0.005);
            case Q8_0 -> new Limits(1e-5, 0.99, 0.01);
            case Q4_0 -> new Limits(1e-5, 0.85, 0.02);
        };
    }

    private String fileName() {
        return "model-" + weights.name().toLowerCase(Locale.ROOT) + ".gguf";
    }

    /**
     * The weights of a file by the names of a checkpoint.
     *
     * @param nameOf the file's name of each
     */
    private record FileWeights(GgufFile file, Map<String, String> nameOf) implements WeightSource {

        @Override
        public ByteBuffer weights(String name) {
            ByteBuffer values = file.values(nameOf.get(name));
            return GemmaTensors.isNorm(name) ? minusOne(values) : values;
        }

        @Override
        public StoredRows rows(String name, int columns) {
            return file.rows(nameOf.get(name));
        }
    }

    private static ByteBuffer minusOne(ByteBuffer factors) {
        FloatBuffer floats = factors.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        for (int i = 0; i < floats.limit(); i++) {
            floats.put(i, floats.get(i) - 1); // exact, or at least the same factor when 1 is added again
        }
        return factors;
    }
}

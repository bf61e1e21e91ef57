package dev.gemmatune.model.checkpoint;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.gemmatune.model.files.AtomicFiles;
import dev.gemmatune.model.files.Json;
import dev.gemmatune.model.safetensors.SafetensorsWriter;
import dev.gemmatune.model.safetensors.TensorType;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes modules, configurations and weights of a checkpoint in the layout of the released model, which
 * sentence-transformers 5 and 6, text-embeddings-inference and llama.cpp's converter all read.
 */
public final class LegacyLayout {

    /** The versions whose layout this is; their files name them. */
    static final String TRANSFORMERS_VERSION = "4.57.0";

    static final String SENTENCE_TRANSFORMERS_VERSION = "5.1.0";
    static final String PYTORCH_VERSION = "2.8.0";

    private static final String TYPE_PREFIX = "sentence_transformers.models.";
    private static final List<String> POOLING_MODES = List.of(
            "cls_token", "mean_tokens", "max_tokens", "mean_sqrt_len_tokens", "weightedmean_tokens", "lasttoken");

    private LegacyLayout() {}

    /**
     * Writes everything but the tokenizer into an existing folder.
     *
     * @param folder where to write; make the whole folder appear at once with {@link AtomicFiles#writeFolder}
     * @param content what the files say
     * @param weights the weights by the names of {@link TensorNames}, asked for one at a time in lexicographic order
     */
    public static void write(Path folder, LegacyContent content, SafetensorsWriter.Source weights) {
        write(folder, content, WeightStorage.float32(weights));
    }

    /** The same with weights that are stored in another way. */
    public static void write(Path folder, LegacyContent content, WeightStorage storage) {
        writeJson(folder.resolve(CheckpointFiles.CONFIG), content.config());
        writeJson(folder.resolve(CheckpointFiles.MODULES), modules(content.dense()));
        writeJson(folder.resolve(CheckpointFiles.SENTENCE_BERT), sentenceBert(content.maxSequenceLength()));
        writeJson(folder.resolve(CheckpointFiles.SENTENCE_TRANSFORMERS), content.sentenceTransformers());
        writeJson(
                folder.resolve(CheckpointFiles.POOLING_FOLDER).resolve(CheckpointFiles.CONFIG),
                pooling(content.encoder().hiddenSize()));
        writeWeights(
                folder.resolve(CheckpointFiles.WEIGHTS),
                TensorNames.transformer(content.encoder()),
                "",
                Map.of("format", "pt"),
                storage);
        for (int i = 0; i < content.dense().size(); i++) {
            writeDense(folder.resolve(denseFolder(i)), content.dense().get(i), storage);
        }
    }

    /** The folder of the i-th dense layer. The released names are kept: llama.cpp's converter looks for them. */
    static String denseFolder(int index) {
        return (index + 2) + "_Dense";
    }

    private static void writeDense(Path folder, DenseLayer layer, WeightStorage storage) {
        JsonObject config = new JsonObject();
        config.addProperty("in_features", layer.inputs());
        config.addProperty("out_features", layer.outputs());
        config.addProperty("bias", false);
        config.addProperty("activation_function", "torch.nn.modules.linear.Identity");
        writeJson(folder.resolve(CheckpointFiles.CONFIG), config);
        String prefix = layer.folder() + ".";
        writeWeights(
                folder.resolve(CheckpointFiles.WEIGHTS),
                Map.of(TensorNames.dense(layer.folder()), layer.shape()),
                prefix,
                Map.of(),
                storage);
    }

    /** Tensors are named as their weights, without what only tells the files of a checkpoint apart. */
    private static void writeWeights(
            Path file,
            Map<String, List<Long>> weights,
            String prefix,
            Map<String, String> metadata,
            WeightStorage storage) {
        Map<String, TensorType> tensors = new HashMap<>();
        Map<String, String> weightOf = new HashMap<>();
        weights.forEach((weight, shape) -> storage.tensors(weight, shape).forEach((tensor, type) -> {
            tensors.put(tensor.substring(prefix.length()), type);
            weightOf.put(tensor.substring(prefix.length()), weight);
        }));
        SafetensorsWriter.streamTyped(
                file, tensors, metadata, (tensor, sink) -> storage.write(weightOf.get(tensor), prefix + tensor, sink));
    }

    private static JsonArray modules(List<DenseLayer> dense) {
        JsonArray modules = new JsonArray();
        modules.add(module(0, "", "Transformer"));
        modules.add(module(1, CheckpointFiles.POOLING_FOLDER, "Pooling"));
        for (int i = 0; i < dense.size(); i++) {
            modules.add(module(modules.size(), denseFolder(i), "Dense"));
        }
        // Its folder holds nothing and is not written, as in the released files.
        modules.add(module(modules.size(), modules.size() + "_Normalize", "Normalize"));
        return modules;
    }

    private static JsonObject module(int index, String path, String kind) {
        JsonObject module = new JsonObject();
        module.addProperty("idx", index);
        module.addProperty("name", Integer.toString(index));
        module.addProperty("path", path);
        module.addProperty("type", TYPE_PREFIX + kind);
        return module;
    }

    private static JsonObject pooling(int hiddenSize) {
        JsonObject pooling = new JsonObject();
        pooling.addProperty("word_embedding_dimension", hiddenSize);
        POOLING_MODES.forEach(mode -> pooling.addProperty("pooling_mode_" + mode, mode.equals("mean_tokens")));
        pooling.addProperty("include_prompt", true);
        return pooling;
    }

    private static JsonObject sentenceBert(int maxSequenceLength) {
        JsonObject file = new JsonObject();
        file.addProperty("max_seq_length", maxSequenceLength);
        file.addProperty("do_lower_case", false);
        return file;
    }

    private static void writeJson(Path file, JsonElement content) {
        AtomicFiles.writeString(file, Json.pretty(content));
    }
}

package dev.gemmatune.model.checkpoint;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.gemmatune.model.files.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a checkpoint says of itself, apart from weights and tokenizer.
 *
 * @param encoder the encoder's shape
 * @param dense the dense layers after pooling, in order
 * @param maxSequenceLength the longest text, in tokens
 * @param config {@code config.json} with the released model's field names
 * @param sentenceTransformers {@code config_sentence_transformers.json}: versions, prompts, similarity
 */
public record LegacyContent(
        EncoderConfig encoder,
        List<DenseLayer> dense,
        int maxSequenceLength,
        JsonObject config,
        JsonObject sentenceTransformers) {

    /** Copies the list and checks the length. */
    public LegacyContent {
        dense = List.copyOf(dense);
        if (maxSequenceLength < 2) {
            throw new IllegalArgumentException("maxSequenceLength must be >= 2, got " + maxSequenceLength);
        }
    }

    /** What a checkpoint says of itself, whatever its layout is. */
    public static LegacyContent of(Checkpoint source) {
        JsonObject config = Json.readObject(source.configFile());
        Path file = source.folder().resolve(CheckpointFiles.SENTENCE_TRANSFORMERS);
        return new LegacyContent(
                source.config(),
                source.dense(),
                source.maxSequenceLength(),
                LegacyConfig.of(config, source.config()),
                Files.exists(file) ? Json.readObject(file) : sentenceTransformers(source.prompts()));
    }

    /** The content of a new model with the released model's constants. */
    public static LegacyContent fresh(
            EncoderConfig encoder,
            List<DenseLayer> dense,
            int maxSequenceLength,
            Prompts prompts,
            double initializerRange) {
        return new LegacyContent(
                encoder,
                dense,
                maxSequenceLength,
                LegacyConfig.fresh(encoder, initializerRange),
                sentenceTransformers(prompts));
    }

    /** The fields of the released {@code config_sentence_transformers.json}. */
    static JsonObject sentenceTransformers(Prompts prompts) {
        JsonObject versions = new JsonObject();
        versions.addProperty("sentence_transformers", LegacyLayout.SENTENCE_TRANSFORMERS_VERSION);
        versions.addProperty("transformers", LegacyLayout.TRANSFORMERS_VERSION);
        versions.addProperty("pytorch", LegacyLayout.PYTORCH_VERSION);
        JsonObject texts = new JsonObject();
        prompts.byName().forEach(texts::addProperty);
        JsonObject file = new JsonObject();
        file.addProperty("model_type", "SentenceTransformer");
        file.add("__version__", versions);
        file.add("prompts", texts);
        file.add("default_prompt_name", JsonNull.INSTANCE);
        file.addProperty("similarity_fn_name", "cosine");
        return file;
    }
}

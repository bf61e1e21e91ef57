package dev.gemmatune.export.onnx;

import com.google.gson.JsonObject;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.checkpoint.CheckpointFiles;
import dev.gemmatune.model.checkpoint.EncoderConfig;
import dev.gemmatune.model.checkpoint.LegacyTokenizer;
import dev.gemmatune.model.files.Json;
import dev.gemmatune.model.vocabulary.TokenizerFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The small files beside an exported model: tokenizer, configuration, prompts. */
final class ConsumerFiles {

    private ConsumerFiles() {}

    static void write(Checkpoint checkpoint, OnnxOptions options, Path folder) throws IOException {
        Path tokenizer = checkpoint.folder().resolve(CheckpointFiles.TOKENIZER);
        TokenizerFile.copyWithoutLimits(tokenizer, folder.resolve(CheckpointFiles.TOKENIZER));
        LegacyTokenizer.copyBeside(tokenizer, folder, checkpoint.maxSequenceLength());
        Path prompts = checkpoint.folder().resolve(CheckpointFiles.SENTENCE_TRANSFORMERS);
        if (Files.exists(prompts)) {
            Files.copy(prompts, folder.resolve(CheckpointFiles.SENTENCE_TRANSFORMERS));
        }
        write(folder.resolve(CheckpointFiles.CONFIG), config(checkpoint, options));
        write(folder.resolve(CheckpointFiles.SENTENCE_BERT), length(checkpoint));
        Path pooling = folder.resolve(CheckpointFiles.POOLING_FOLDER);
        Files.createDirectory(pooling);
        write(pooling.resolve(CheckpointFiles.CONFIG), pooling(checkpoint));
    }

    /** The checkpoint's own, with the repaired window, the names of the older layout, and what transformers.js reads. */
    private static JsonObject config(Checkpoint checkpoint, OnnxOptions options) {
        EncoderConfig encoder = checkpoint.config();
        JsonObject config = Json.readObject(checkpoint.configFile());
        config.addProperty("sliding_window", encoder.slidingWindow());
        config.addProperty("rope_theta", encoder.ropeBaseFull());
        config.addProperty("rope_local_base_freq", encoder.ropeBaseSliding());
        if (!options.singleFile()) {
            JsonObject dataFiles = new JsonObject();
            for (String model : options.models()) {
                dataFiles.addProperty(model.substring(model.indexOf('/') + 1), 1);
            }
            JsonObject javascript = new JsonObject();
            javascript.add("use_external_data_format", dataFiles);
            config.add("transformers.js_config", javascript);
        }
        return config;
    }

    private static JsonObject length(Checkpoint checkpoint) {
        JsonObject config = new JsonObject();
        config.addProperty("max_seq_length", checkpoint.maxSequenceLength());
        config.addProperty("do_lower_case", false);
        return config;
    }

    /** text-embeddings-inference does not start without it. */
    private static JsonObject pooling(Checkpoint checkpoint) {
        JsonObject config = new JsonObject();
        config.addProperty("word_embedding_dimension", checkpoint.dimension());
        config.addProperty("pooling_mode_cls_token", false);
        config.addProperty("pooling_mode_mean_tokens", true);
        config.addProperty("pooling_mode_max_tokens", false);
        config.addProperty("pooling_mode_mean_sqrt_len_tokens", false);
        config.addProperty("pooling_mode_weightedmean_tokens", false);
        config.addProperty("pooling_mode_lasttoken", false);
        config.addProperty("include_prompt", true);
        return config;
    }

    private static void write(Path file, JsonObject content) throws IOException {
        Files.write(file, Json.pretty(content).getBytes(StandardCharsets.UTF_8));
    }
}

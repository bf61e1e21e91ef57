package dev.gemmatune.model.checkpoint;

import com.google.gson.JsonObject;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.files.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads the longest text of a checkpoint, in tokens, and checks the files that say it. */
final class SequenceLength {

    private static final String SENTENCE_BERT_KEY = "max_seq_length";
    private static final String TOKENIZER_KEY = "model_max_length";

    private SequenceLength() {}

    /**
     * The length that {@code sentence_bert_config.json} says, or else {@code tokenizer_config.json}, or else the number
     * of positions.
     */
    static int read(Path folder, EncoderConfig config) {
        Optional<JsonObject> module = object(folder.resolve(CheckpointFiles.SENTENCE_BERT));
        Optional<JsonObject> tokenizer = object(folder.resolve(CheckpointFiles.TOKENIZER_CONFIG));
        String modulePlace = folder.resolve(CheckpointFiles.SENTENCE_BERT).toString();
        String tokenizerPlace = folder.resolve(CheckpointFiles.TOKENIZER_CONFIG).toString();
        module.ifPresent(json -> CheckpointKeys.check(json, CheckpointFiles.SENTENCE_BERT, modulePlace));
        tokenizer.ifPresent(json -> {
            CheckpointKeys.check(json, CheckpointFiles.TOKENIZER_CONFIG, tokenizerPlace);
            AddedTokens.check(json, tokenizerPlace, folder.resolve(CheckpointFiles.TOKENIZER));
        });
        Optional<Double> written = module.flatMap(json -> length(json, SENTENCE_BERT_KEY, modulePlace));
        if (written.isPresent() && written.get() > config.maxPositions()) {
            throw new UserError(modulePlace + ": " + SENTENCE_BERT_KEY + " must be at most " + config.maxPositions()
                    + ", the max_position_embeddings of config.json, found "
                    + written.get().longValue()
                    + "; correct the one or the other");
        }
        return written.or(() -> tokenizer.flatMap(json -> length(json, TOKENIZER_KEY, tokenizerPlace)))
                // Tokenizers without a limit write 1e30.
                .map(length -> (int) Math.min(length, config.maxPositions()))
                .orElse(config.maxPositions());
    }

    private static Optional<JsonObject> object(Path file) {
        return Files.exists(file) ? Optional.of(Json.readObject(file)) : Optional.empty();
    }

    private static Optional<Double> length(JsonObject json, String key, String place) {
        if (!json.has(key) || json.get(key).isJsonNull()) {
            return Optional.empty();
        }
        double length = Json.number(json, key, place);
        if (length < 2 || length != Math.rint(length)) {
            throw new UserError(place + ": " + key + " must be a whole number of at least 2 (begin and end of a text),"
                    + " found " + CheckpointKeys.shown(json.get(key)));
        }
        return Optional.of(length);
    }
}

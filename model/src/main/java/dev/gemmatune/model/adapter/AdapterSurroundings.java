package dev.gemmatune.model.adapter;

import com.google.gson.JsonObject;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.checkpoint.CheckpointFiles;
import dev.gemmatune.model.files.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** The files beside an adapter of PEFT's, which might change vectors if they were the model's. */
final class AdapterSurroundings {

    /** What tells how a text becomes tokens. Truncation and padding are set by whoever calls the tokenizer. */
    private static final List<String> TOKENIZING =
            List.of("added_tokens", "normalizer", "pre_tokenizer", "post_processor", "model");

    private AdapterSurroundings() {}

    /**
     * Refuses parts of a pipeline without the list of its modules, and a tokenizer that is not the base model's.
     *
     * @throws UserError naming the file
     */
    static void check(Path folder, Path base) {
        for (String name : List.of(CheckpointFiles.SENTENCE_TRANSFORMERS, CheckpointFiles.SENTENCE_BERT)) {
            if (Files.exists(folder.resolve(name))) {
                throw unclear(folder.resolve(name));
            }
        }
        for (String part : List.of("1_Pooling", "2_Dense", "3_Dense", "4_Normalize")) {
            if (Files.exists(folder.resolve(part))) {
                throw unclear(folder.resolve(part));
            }
        }
        Path own = folder.resolve(CheckpointFiles.TOKENIZER);
        Path ofBase = base.resolve(CheckpointFiles.TOKENIZER);
        if (Files.exists(own) && Files.exists(ofBase) && !tokenizeAlike(own, ofBase)) {
            throw new UserError(own + " is another tokenizer than the base model's, " + ofBase
                    + "; delete it if the adapter was trained with the base model's, else save the merged model with its"
                    + " tokenizer and open that");
        }
    }

    private static UserError unclear(Path part) {
        return new UserError(part + " is part of a sentence-transformers model, but beside it there is no "
                + CheckpointFiles.MODULES + " that says which; copy that file of the model here, or delete the part");
    }

    private static boolean tokenizeAlike(Path one, Path other) {
        try {
            if (Files.mismatch(one, other) == -1) {
                return true;
            }
        } catch (IOException e) {
            throw new UserError("cannot read " + one + ": " + e.getMessage(), e);
        }
        JsonObject first = Json.readObject(one);
        JsonObject second = Json.readObject(other);
        return TOKENIZING.stream().allMatch(key -> Objects.equals(first.get(key), second.get(key)));
    }
}

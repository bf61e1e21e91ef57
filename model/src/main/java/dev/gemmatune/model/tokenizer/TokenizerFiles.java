package dev.gemmatune.model.tokenizer;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.gemmatune.model.files.AtomicFiles;
import dev.gemmatune.model.files.Json;
import java.nio.file.Path;
import java.util.Map;

/** Writes the files of a tokenizer, with the fields of the released ones. */
final class TokenizerFiles {

    private TokenizerFiles() {}

    /** Writes all five into a folder. */
    static void write(GemmaVocabulary vocabulary, int maxLength, Path folder) {
        AtomicFiles.writeString(folder.resolve("tokenizer.json"), TokenizerJson.of(vocabulary));
        AtomicFiles.write(folder.resolve("tokenizer.model"), part -> SentencePieceModel.write(vocabulary, part));
        AtomicFiles.writeString(
                folder.resolve("tokenizer_config.json"), Json.pretty(configuration(vocabulary, maxLength)));
        AtomicFiles.writeString(folder.resolve("special_tokens_map.json"), Json.pretty(named(new JsonObject())));
        JsonObject outside = new JsonObject();
        outside.addProperty(GemmaVocabulary.IMAGE_SOFT_TOKEN, vocabulary.size());
        AtomicFiles.writeString(folder.resolve("added_tokens.json"), Json.pretty(outside));
    }

    private static JsonObject configuration(GemmaVocabulary vocabulary, int maxLength) {
        JsonObject config = new JsonObject();
        config.addProperty("add_bos_token", true);
        config.addProperty("add_eos_token", true);
        config.add("added_tokens_decoder", addedTokens(vocabulary));
        config.addProperty("clean_up_tokenization_spaces", false);
        config.add("extra_special_tokens", image(new JsonObject()));
        config.addProperty("model_max_length", maxLength);
        config.addProperty("padding_side", "right");
        config.add("sp_model_kwargs", JsonNull.INSTANCE);
        config.addProperty("spaces_between_special_tokens", false);
        config.addProperty("tokenizer_class", "GemmaTokenizer");
        config.addProperty("use_default_system_prompt", false);
        return named(config);
    }

    private static JsonObject addedTokens(GemmaVocabulary vocabulary) {
        JsonObject tokens = new JsonObject();
        for (Map.Entry<Integer, String> added : vocabulary.added().entrySet()) {
            tokens.add(added.getKey().toString(), TokenizerJson.flags(added.getValue()));
        }
        return tokens;
    }

    private static JsonObject named(JsonObject object) {
        object.addProperty("bos_token", "<bos>");
        object.addProperty("eos_token", "<eos>");
        object.addProperty("pad_token", "<pad>");
        object.addProperty("unk_token", "<unk>");
        return image(object);
    }

    private static JsonObject image(JsonObject object) {
        object.addProperty("boi_token", "<start_of_image>");
        object.addProperty("eoi_token", "<end_of_image>");
        object.addProperty("image_token", GemmaVocabulary.IMAGE_SOFT_TOKEN);
        return object;
    }
}

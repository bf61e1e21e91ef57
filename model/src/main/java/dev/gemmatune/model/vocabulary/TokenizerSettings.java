package dev.gemmatune.model.vocabulary;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.files.Json;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Every setting of a {@code tokenizer.json} and what is made of it. What is not listed is refused, so that no setting is
 * ignored that the tokenizers library, which reads the same file, would use.
 */
final class TokenizerSettings {

    /** What is made of a setting. */
    enum Decision {
        /** It must be one of {@link Setting#accepted}. */
        FIXED,
        /** Its members must be among {@link Setting#members}; it is overruled, here and in sentence-transformers. */
        OVERRULED,
        /** It is read and checked by itself. */
        READ
    }

    /**
     * A setting.
     *
     * @param decision what is made of it
     * @param accepted the values that do; {@code null} stands for a missing one too
     * @param members the names that may stand in it
     */
    record Setting(Decision decision, List<JsonElement> accepted, Set<String> members) {}

    private static final String NORMALIZER = """
            {"type": "Replace", "pattern": {"String": " "}, "content": "▁"}""";
    private static final String PRE_TOKENIZER = """
            {"type": "Split", "pattern": {"String": " "}, "behavior": "MergedWithPrevious", "invert": false}""";
    private static final String DECODER = """
            {"type": "Sequence", "decoders": [{"type": "Replace", "pattern": {"String": "▁"}, "content": " "},
             {"type": "ByteFallback"}, {"type": "Fuse"}]}""";

    /** The members of the file. */
    static final Map<String, Setting> FILE = Map.of(
            "version", fixed("\"1.0\""),
            "truncation", overruled("direction", "max_length", "strategy", "stride"),
            "padding", overruled("strategy", "direction", "pad_to_multiple_of", "pad_id", "pad_type_id", "pad_token"),
            "added_tokens", read(),
            "normalizer", fixed(NORMALIZER),
            // Behind the normalizer no space is left to split at.
            "pre_tokenizer", fixed("null", PRE_TOKENIZER),
            "post_processor", read(),
            "decoder", fixed("null", DECODER),
            "model", read());

    /** The members of {@code model}. */
    static final Map<String, Setting> MODEL = Map.of(
            "type", fixed("\"BPE\""),
            "dropout", fixed("null", "0"),
            "unk_token", fixed("\"<unk>\""),
            "continuing_subword_prefix", fixed("null", "\"\""),
            "end_of_word_suffix", fixed("null", "\"\""),
            // Every byte has a token, and so nothing is unknown.
            "fuse_unk", fixed("true", "false", "null"),
            "byte_fallback", fixed("true"),
            "ignore_merges", fixed("false", "null"),
            "vocab", read(),
            "merges", read());

    /** The members of an added token. */
    static final Map<String, Setting> ADDED_TOKEN = Map.of(
            "id", read(),
            "content", read(),
            "single_word", fixed("false", "null"),
            "lstrip", fixed("false", "null"),
            "rstrip", fixed("false", "null"),
            "normalized", fixed("true", "false", "null"),
            "special", fixed("true", "false", "null"));

    private static final int LONGEST_SHOWN = 120;

    private TokenizerSettings() {}

    /**
     * Checks a value against its setting.
     *
     * @param value its value
     * @param place such as {@code model.dropout}
     * @throws UserError if the setting is not known, or the value is none of those that do
     */
    static void check(Map<String, Setting> settings, String name, JsonElement value, String place, Path file) {
        Setting setting = settings.get(name);
        if (setting == null) {
            throw new UserError(file + ": " + place
                    + " is a setting that Gemma's tokenizer does not have; known here are "
                    + String.join(", ", settings.keySet().stream().sorted().toList()));
        }
        if (setting.decision() == Decision.FIXED && !setting.accepted().contains(value)) {
            throw new UserError(
                    file + ": " + place + " must be " + alternatives(setting) + " as in Gemma's tokenizer, found "
                            + shown(value) + "; a model works with its own tokenizer only, take the file that came with"
                            + " the weights");
        }
        if (setting.decision() == Decision.OVERRULED) {
            checkMembers(setting, value, place, file);
        }
    }

    /** Checks that every fixed setting that must not be missing is there. */
    static void checkMissing(Map<String, Setting> settings, Set<String> found, String place, Path file) {
        settings.forEach((name, setting) -> {
            boolean mayBeMissing = setting.decision() == Decision.OVERRULED
                    || (setting.decision() == Decision.FIXED
                            && setting.accepted().contains(JsonNull.INSTANCE));
            if (!found.contains(name) && !mayBeMissing) {
                throw new UserError(
                        file + " has no " + place + name + "; a tokenizer.json of Gemma's structure has one");
            }
        });
    }

    /**
     * Checks that a text gets {@code <bos>} and {@code <eos>}, once each.
     *
     * @param ids the ids of {@code <bos>} and {@code <eos>}
     */
    static void checkTemplate(JsonElement processor, Map<String, Integer> ids, Path file) {
        JsonArray single = new JsonArray();
        Map<String, JsonElement> special = new LinkedHashMap<>();
        boolean template = processor.isJsonObject()
                && processor.getAsJsonObject().keySet().equals(Set.of("type", "single", "pair", "special_tokens"))
                && processor.getAsJsonObject().get("type").equals(new JsonPrimitive("TemplateProcessing"))
                && processor.getAsJsonObject().get("special_tokens").isJsonObject();
        if (template) {
            JsonObject object = processor.getAsJsonObject();
            single = template(object.get("single"));
            template = template(object.get("pair")).size() > 1;
            special.putAll(object.getAsJsonObject("special_tokens").asMap());
        }
        if (!template || !single.equals(JsonParser.parseString("[\"<bos>\", \"A\", \"<eos>\"]"))) {
            throw new UserError(file + ": post_processor must be a TemplateProcessing that puts <bos> before a text and"
                    + " <eos> behind it, with which EmbeddingGemma was trained, found "
                    + shown(template ? single : processor)
                    + "; take the file that came with the weights");
        }
        special.forEach((token, value) -> {
            JsonObject expected = new JsonObject();
            expected.addProperty("id", token);
            expected.add("ids", JsonParser.parseString("[" + ids.get(token) + "]"));
            JsonArray tokens = new JsonArray();
            tokens.add(token);
            expected.add("tokens", tokens);
            if (!ids.containsKey(token) || !value.equals(expected)) {
                throw new UserError(
                        file + ": post_processor.special_tokens must give <bos> the id 2 and <eos> the id 1,"
                                + " found " + shown(value) + " for " + token);
            }
        });
        if (!special.keySet().containsAll(Set.of("<bos>", "<eos>"))) {
            throw new UserError(
                    file + ": post_processor.special_tokens must have <bos> and <eos>, found " + special.keySet());
        }
    }

    /** The names in a template, in their order; empty if it is none. Types of tokens are not used by Gemma. */
    private static JsonArray template(JsonElement value) {
        JsonArray names = new JsonArray();
        if (value.isJsonArray()) {
            for (JsonElement element : value.getAsJsonArray()) {
                JsonObject part = element.isJsonObject() ? element.getAsJsonObject() : new JsonObject();
                JsonElement inner =
                        part.size() == 1 ? part.asMap().values().iterator().next() : JsonNull.INSTANCE;
                boolean known = part.has("SpecialToken") || part.has("Sequence");
                names.add(
                        known && inner.isJsonObject() ? inner.getAsJsonObject().get("id") : JsonNull.INSTANCE);
            }
        }
        return names;
    }

    private static void checkMembers(Setting setting, JsonElement value, String place, Path file) {
        if (value.isJsonNull()) {
            return;
        }
        Set<String> names = value.isJsonObject() ? value.getAsJsonObject().keySet() : Set.of(shown(value));
        for (String name : names) {
            if (!setting.members().contains(name)) {
                throw new UserError(file + ": " + place + " must be null or have the members "
                        + String.join(", ", setting.members().stream().sorted().toList()) + ", found " + name);
            }
        }
    }

    private static String alternatives(Setting setting) {
        return String.join(
                " or ", setting.accepted().stream().map(Json::compact).toList());
    }

    private static String shown(JsonElement value) {
        String text = Json.compact(value);
        return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "…";
    }

    private static Setting fixed(String... accepted) {
        return new Setting(
                Decision.FIXED,
                List.of(accepted).stream().map(JsonParser::parseString).toList(),
                Set.of());
    }

    private static Setting overruled(String... members) {
        return new Setting(Decision.OVERRULED, List.of(), Set.of(members));
    }

    private static Setting read() {
        return new Setting(Decision.READ, List.of(), Set.of());
    }
}

package dev.gemmatune.model.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.gemmatune.model.EmbeddingModel;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.files.Json;
import dev.gemmatune.model.fixtures.TinyCheckpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a user may do wrong with a model folder, and what the answer says. */
class CheckpointErrorsTest {

    @TempDir
    Path folder;

    /** A file in which a key gets a value, or loses it where the value is empty. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            config.json           | model_type                  | "bert"             | gemmatune tunes EmbeddingGemma
            config.json           | use_bidirectional_attention | false              | a causal Gemma is no embedding model
            config.json           | use_bidirectional_attention |                    | found nothing
            config.json           | hidden_activation           | "gelu"             | must be "gelu_pytorch_tanh", found "gelu"
            config.json           | attn_logit_softcapping      | 50.0               | attn_logit_softcapping must be null
            config.json           | rope_scaling                | {"factor": 8.0}    | rope_scaling must be null
            config.json           | attention_bias              | true               | attention_bias must be false
            config.json           | hidden_size                 | "96"               | "hidden_size" must be a number, found a string
            config.json           | hidden_size                 | 96.5               | must be a whole number
            config.json           | hidden_size                 |                    | the key "hidden_size" is missing
            config.json           | hidden_size                 | 0                  | hidden_size must be at least 1, found 0
            config.json           | hidden_size                 | 64                 | must be 64, the hidden_size of config.json, found 96
            config.json           | num_attention_heads         | 0                  | num_attention_heads must be at least 1, found 0
            config.json           | num_key_value_heads         | 2                  | num_key_value_heads must divide num_attention_heads, found 2 and 3
            config.json           | intermediate_size           | 145                | but the configuration calls for [145, 96]
            config.json           | vocab_size                  | 999                | has the shape [1000, 96]
            config.json           | num_hidden_layers           | 8                  | layer_types must list 8 layers
            config.json           | layer_types                 | ["full_attention"] | layer_types must list 7 layers
            1_Pooling/config.json | pooling_mode_mean_tokens    | false              | the mean over all tokens
            1_Pooling/config.json | pooling_mode_cls_token      | true               | the mean over all tokens
            1_Pooling/config.json | include_prompt              | false              | the mean over all tokens
            1_Pooling/config.json | pooling_mode                | "lasttoken"        | the mean over all tokens
            2_Dense/config.json   | activation_function         | "torch.nn.modules.activation.Tanh" | must be "torch.nn.modules.linear.Identity", found
            2_Dense/config.json   | bias                        | true               | bias must be false, found true
            3_Dense/config.json   | in_features                 | 383                | the module before gives 384
            sentence_bert_config.json | max_seq_length          | 1                  | must be a whole number of at least 2
            sentence_bert_config.json | max_seq_length          | "long"             | must be a number
            """)
    void valueThatTheEncoderWouldComputeDifferentlyIsRefused(String name, String key, String value, String part)
            throws IOException {
        Path checkpoint = copy();
        change(checkpoint.resolve(name), key, value);
        assertRefused(checkpoint.toString(), part);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            config.json               | config.json does not exist, and so
            modules.json              | modules.json does not exist, and so
            model.safetensors         | model.safetensors does not exist
            2_Dense/model.safetensors | model.safetensors does not exist
            1_Pooling/config.json     | config.json does not exist
            tokenizer.json            | has no tokenizer.json
            """)
    void missingFileIsNamed(String name, String part) throws IOException {
        Files.delete(copy().resolve(name));
        assertRefused(part);
    }

    @Test
    void folderThatIsNoneIsNamed() throws IOException {
        assertMessage(() -> EmbeddingModel.load(folder.resolve("nowhere")), "does not exist", "nowhere");
        Path file = Files.writeString(folder.resolve("file"), "x");
        assertMessage(() -> EmbeddingModel.load(file), "is a file", "expected a folder");
        assertMessage(() -> EmbeddingModel.load(folder), "config.json does not exist", "is no checkpoint; give one");
    }

    @Test
    void brokenJsonNamesTheLine() throws IOException {
        Path file = copy().resolve("config.json");
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.set(16, lines.get(16).replace(":", " "));
        Files.write(file, lines);
        assertRefused("line 17", "config.json");
    }

    @Test
    void modulesOfAnotherModelAreRefused() throws IOException {
        Path file = copy().resolve("modules.json");
        String modules = Files.readString(file);
        Files.writeString(file, modules.replace("models.Normalize", "models.LayerNorm"));
        assertRefused("LayerNorm is not part of EmbeddingGemma", "modules.json");
        Files.writeString(
                file, modules.replace("4_Normalize", "2_Dense/again").replace("models.Normalize", "models.Dense"));
        Path again = Files.createDirectories(file.resolveSibling("2_Dense/again"));
        Files.copy(file.resolveSibling("2_Dense/config.json"), again.resolve("config.json"));
        assertRefused("expected the modules Transformer, Pooling, Dense…, Normalize, found", "modules.json");
    }

    @Test
    void truncatedWeightsAreRefused() throws IOException {
        Path file = copy().resolve("model.safetensors");
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 4));
        assertRefused("the file is truncated or its header lies", "model.safetensors");
    }

    @Test
    void missingTensorIsNamed() throws IOException {
        Path file = copy().resolve("config.json");
        change(file, "num_hidden_layers", "8");
        change(file, "layer_types", "");
        assertRefused("has no tensor layers.7.input_layernorm.weight", "model.safetensors");
    }

    @Test
    void brokenTokenizerIsNamed() throws IOException {
        Path file = copy().resolve("tokenizer.json");
        Files.writeString(file, Files.readString(file).substring(0, 5000));
        assertRefused("cannot load the tokenizer", "tokenizer.json");
    }

    @Test
    void halvedWindowOfTheReleasedShapeIsRepaired() throws IOException {
        JsonObject config = releasedConfig();
        config.addProperty("sliding_window", 257);
        assertEquals(512, read(config).slidingWindow());
        config.addProperty("sliding_window", 512);
        assertEquals(512, read(config).slidingWindow());
    }

    @Test
    void halvedWindowOfAnotherShapeIsRefused() throws IOException {
        Path file = copy().resolve("config.json");
        change(file, "sliding_window", "9");
        assertRefused("sliding_window is 9, the halved value", "before one such save it was 16");
        Path checkpoint = folder.resolve("checkpoint");
        assertEquals(
                16, Checkpoint.open(checkpoint, OptionalInt.of(16)).config().slidingWindow());
    }

    @Test
    void promptAndDimensionAreChecked() {
        try (EmbeddingModel model = EmbeddingModel.load(TinyCheckpoint.folder())) {
            List<String> texts = List.of("x");
            assertMessage(
                    () -> model.prompts().get("quary"),
                    "\"quary\" is no prompt of the model; it has query",
                    "query, document, ",
                    "STS");
            assertMessage(() -> model.embed(texts, "query"), "\"query\" is the name of a prompt", "prompts().get");
            assertMessage(() -> model.truncatedTo(0), "the dimension must be 1 to 96", "got 0");
            assertMessage(() -> model.truncatedTo(97), "the dimension must be 1 to 96", "got 97");
            assertMessage(() -> model.truncatedTo(48).truncatedTo(49), "the dimension must be 1 to 48", "got 49");
        }
    }

    private static EncoderConfig read(JsonObject config) {
        return ConfigReader.read(config, Path.of("config.json"), OptionalInt.empty());
    }

    private static JsonObject releasedConfig() {
        JsonObject config = Json.readObject(TinyCheckpoint.folder().resolve("config.json"));
        config.addProperty("hidden_size", 768);
        config.addProperty("num_hidden_layers", 24);
        config.remove("layer_types");
        return config;
    }

    private Path copy() throws IOException {
        return TinyCheckpoint.copy(folder.resolve("checkpoint"));
    }

    private static void change(Path file, String key, String value) throws IOException {
        JsonObject object = Json.readObject(file);
        object.remove(key);
        if (value != null && !value.isEmpty()) {
            JsonElement parsed = JsonParser.parseString(value);
            object.add(key, parsed);
        }
        Files.writeString(file, Json.pretty(object));
    }

    private void assertRefused(String... parts) {
        assertMessage(() -> EmbeddingModel.load(folder.resolve("checkpoint")), parts);
    }

    private static void assertMessage(Runnable action, String... parts) {
        String message = assertThrows(UserError.class, action::run).getMessage();
        for (String part : parts) {
            assertTrue(message.contains(part), "\"" + part + "\" in: " + message);
        }
    }
}

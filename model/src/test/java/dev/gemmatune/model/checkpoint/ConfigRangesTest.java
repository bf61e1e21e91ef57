package dev.gemmatune.model.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.fixtures.TinyCheckpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers of a configuration are held against their ranges before anything is made of their size. */
class ConfigRangesTest {

    private static final String RELEASED = """
            {"model_type": "gemma3_text", "use_bidirectional_attention": true, "vocab_size": 800, "hidden_size": 24,
             "intermediate_size": 32, "num_hidden_layers": 12, "num_attention_heads": 3, "num_key_value_heads": 1,
             "head_dim": 8, "query_pre_attn_scalar": 8, "rms_norm_eps": 1e-6, "max_position_embeddings": 256,
             "sliding_window": 16, "rope_theta": 1000000.0, "rope_local_base_freq": 10000.0}
            """;

    @TempDir
    Path folder;

    /** Changes of the configuration above, and what the error must say; {@code -} takes a key out. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {"rope_theta": 0}                | rope_theta must be 1 to 1e30, found 0
            {"rope_theta": -1}               | rope_theta must be 1 to 1e30, found -1
            {"rope_theta": 1e-300}           | rope_theta must be 1 to 1e30, found 1e-300
            {"rope_theta": 1e400}            | rope_theta must be 1 to 1e30, found 1e400
            {"rope_local_base_freq": 0.5}    | rope_local_base_freq must be 1 to 1e30, found 0.5
            {"rms_norm_eps": -1}             | rms_norm_eps must be 1e-30 to 1, found -1
            {"rms_norm_eps": 0}              | rms_norm_eps must be 1e-30 to 1, found 0
            {"rms_norm_eps": 1e400}          | rms_norm_eps must be 1e-30 to 1, found 1e400
            {"rms_norm_eps": 1e38}           | rms_norm_eps must be 1e-30 to 1, found 1e38
            {"rms_norm_eps": null}           | "rms_norm_eps" must be a number, found null
            {"query_pre_attn_scalar": 0}     | query_pre_attn_scalar must be 1e-6 to 1e9, found 0
            {"query_pre_attn_scalar": -4}    | query_pre_attn_scalar must be 1e-6 to 1e9, found -4
            {"query_pre_attn_scalar": 1e300} | query_pre_attn_scalar must be 1e-6 to 1e9, found 1e300
            {"num_attention_heads": 0}       | num_attention_heads must be at least 1, found 0
            {"num_attention_heads": -3}      | num_attention_heads must be at least 1, found -3
            {"num_key_value_heads": 0}       | num_key_value_heads must be 1 to 3, found 0
            {"num_key_value_heads": 4}       | num_key_value_heads must be 1 to 3, found 4
            {"num_key_value_heads": 2}       | num_key_value_heads must divide num_attention_heads, found 2 and 3
            {"head_dim": 7}                  | head_dim must be even, since positions turn pairs of it, found 7
            {"head_dim": 0}                  | head_dim must be at least 1, found 0
            {"num_hidden_layers": 2000000000} | num_hidden_layers must be 1 to 1000, found 2000000000
            {"num_hidden_layers": 0}         | num_hidden_layers must be 1 to 1000, found 0
            {"num_hidden_layers": 1e12}      | "num_hidden_layers" must be a whole number
            {"sliding_window_pattern": 0}    | sliding_window_pattern must be at least 1, found 0
            {"_sliding_window_pattern": 0}   | _sliding_window_pattern must be at least 1, found 0
            {"_sliding_window_pattern": 2}   | _sliding_window_pattern is 2, but without layer_types
            {"sliding_window": 0}            | sliding_window must be at least 1, found 0
            {"sliding_window": null}         | "sliding_window" must be a number, found null
            {"max_position_embeddings": 1}   | max_position_embeddings must be at least 2
            {"max_position_embeddings": 2e9} | max_position_embeddings must be 1 to 1048576, found 2000000000
            {"vocab_size": 0}                | vocab_size must be at least 1, found 0
            {"hidden_size": -24}             | hidden_size must be at least 1, found -24
            {"intermediate_size": 0}         | intermediate_size must be at least 1, found 0
            {"layer_types": 3}               | layer_types must list 12 layers (num_hidden_layers), found a number (3)
            {"layer_types": [true]}          | layer_types must list 12 layers (num_hidden_layers), found 1
            {"rope_scaling": {"rope_type": "linear", "factor": 8.0}} | rope_scaling must be null, found
            {"rope_parameters": {"full_attention": {"rope_type": {}, "rope_theta": 1e6}}} | rope_type must be "default", found {}
            {"rope_parameters": {"full_attention": {"rope_type": "yarn", "rope_theta": 1e6}}} | rope_type must be "default", found "yarn"
            {"rope_parameters": {"full_attention": {"rope_theta": 0}}} | (rope_parameters.full_attention): rope_theta must be
            {"rope_parameters": {"sliding_attention": {"factor": 8.0}}} | the key "factor" is not known
            {"rope_parameters": {"sliding_attention": []}} | expected a JSON object, found an array
            {"rope_parameters": {"rope_type": "default", "rope_theta": 500}} | the key "rope_type" is not known
            {"quantization_config": {"quant_method": "bitsandbytes"}} | quantization_config names the method "bitsandbytes"
            """)
    void valueOutOfRangeIsNamed(String changes, String part) {
        UserError error = assertThrows(UserError.class, () -> read(changes));
        assertTrue(error.getMessage().contains(part), error.getMessage());
        assertTrue(error.getMessage().startsWith("config.json"), error.getMessage());
    }

    /**
     * What transformers 5.18 computes on copies of checkpoints/mini: without layer_types it takes
     * sliding_window_pattern, 6 if that is missing too; constants that are missing are Gemma3TextConfig's.
     */
    @Test
    void whatIsLeftOutIsTheReferences() {
        assertEquals(List.of(5, 11), fullLayers("{}"));
        assertEquals(List.of(5, 11), fullLayers("{\"layer_types\": null, \"_sliding_window_pattern\": 6}"));
        assertEquals(List.of(1, 3, 5, 7, 9, 11), fullLayers("{\"sliding_window_pattern\": 2}"));
        assertEquals(List.of(), fullLayers("{\"sliding_window_pattern\": 13}"));
        JsonObject json = JsonParser.parseString(RELEASED).getAsJsonObject();
        List.of(
                        "head_dim",
                        "query_pre_attn_scalar",
                        "rms_norm_eps",
                        "max_position_embeddings",
                        "sliding_window",
                        "rope_theta",
                        "rope_local_base_freq")
                .forEach(json::remove);
        EncoderConfig config = ConfigReader.read(json, Path.of("config.json"), OptionalInt.empty());
        assertEquals(256, config.headSize());
        assertEquals(256, config.attentionScalar());
        assertEquals(1e-6, config.normEpsilon());
        assertEquals(131_072, config.maxPositions());
        assertEquals(4096, config.slidingWindow());
        assertEquals(1_000_000, config.ropeBaseFull());
        assertEquals(10_000, config.ropeBaseSliding());
    }

    @Test
    void newRotaryFormComesBeforeTheOldOne() {
        EncoderConfig config = read("""
                {"rope_parameters": {"full_attention": {"rope_theta": 500.0, "rope_type": "default"},
                 "sliding_attention": {"rope_type": "default"}}, "rope_local_base_freq": 300.0, "rope_theta": 7.0}""");
        assertEquals(500, config.ropeBaseFull());
        assertEquals(300, config.ropeBaseSliding());
        assertEquals(7, read("{\"rope_parameters\": null, \"rope_theta\": 7}").ropeBaseFull());
    }

    @Test
    void sizesThatTheWeightsDoNotHaveAreNamed() throws IOException {
        assertMessage(changed("config.json", "vocab_size", "4000000"), "[4000000, 96]", "config.json");
        assertMessage(changed("config.json", "intermediate_size", "2000000000"), "calls for [2000000000, 96]");
        assertMessage(changed("config.json", "head_dim", "2000000000"), "the configuration calls for");
        assertMessage(changed("2_Dense/config.json", "in_features", "0"), "in_features must be at least 1, found 0");
        assertMessage(changed("3_Dense/config.json", "out_features", "-1"), "out_features must be at least 1");
        assertMessage(changed("3_Dense/config.json", "out_features", "2000000000"), "calls for [2000000000, 384]");
        assertMessage(
                changed("sentence_bert_config.json", "max_seq_length", "1000000"),
                "max_seq_length must be at most 640, the max_position_embeddings of config.json, found 1000000");
        assertMessage(changed("sentence_bert_config.json", "max_seq_length", "2.5"), "must be a whole number");
    }

    private List<Integer> fullLayers(String changes) {
        List<Boolean> full = read(changes).fullAttention();
        List<Integer> layers = new ArrayList<>();
        for (int layer = 0; layer < full.size(); layer++) {
            if (full.get(layer)) {
                layers.add(layer);
            }
        }
        return layers;
    }

    private static EncoderConfig read(String changes) {
        JsonObject json = JsonParser.parseString(RELEASED).getAsJsonObject();
        JsonParser.parseString(changes).getAsJsonObject().asMap().forEach(json::add);
        return ConfigReader.read(json, Path.of("config.json"), OptionalInt.empty());
    }

    private Path changed(String name, String key, String value) throws IOException {
        Path copy = TinyCheckpoint.copy(folder.resolve("copy" + System.nanoTime()));
        JsonObject json =
                JsonParser.parseString(Files.readString(copy.resolve(name))).getAsJsonObject();
        json.add(key, JsonParser.parseString(value));
        Files.writeString(copy.resolve(name), json.toString());
        return copy;
    }

    private static void assertMessage(Path checkpoint, String... parts) {
        String message =
                assertThrows(UserError.class, () -> Checkpoint.open(checkpoint)).getMessage();
        for (String part : parts) {
            assertTrue(message.contains(part), "\"" + part + "\" in: " + message);
        }
    }
}

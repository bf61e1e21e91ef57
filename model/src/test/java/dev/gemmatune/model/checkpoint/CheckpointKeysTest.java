package dev.gemmatune.model.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.checkpoint.CheckpointKeys.Decision;
import dev.gemmatune.model.fixtures.TinyCheckpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody has decided on every key that the reference reads or writes. */
class CheckpointKeysTest {

    /**
     * The keys that transformers 5.18 and sentence-transformers 6.0.1 write or take, file by file:
     * {@code Gemma3TextConfig().to_dict()} and the keys of its {@code __post_init__}, {@code config_keys} and constructor
     * arguments of the modules, what {@code save_pretrained} leaves of a tokenizer in both layouts.
     */
    private static final Map<String, String> REFERENCE = Map.of(
            "config.json",
            "_name_or_path _sliding_window_pattern architectures attention_bias attention_dropout"
                    + " attn_logit_softcapping bos_token_id chunk_size_feed_forward dtype eos_token_id"
                    + " final_logit_softcapping head_dim hidden_activation hidden_size id2label initializer_range"
                    + " intermediate_size is_encoder_decoder label2id layer_types max_position_embeddings"
                    + " model_type num_attention_heads num_hidden_layers num_key_value_heads output_attentions"
                    + " output_hidden_states pad_token_id problem_type query_pre_attn_scalar return_dict"
                    + " rms_norm_eps rope_parameters sliding_window tie_word_embeddings transformers_version"
                    + " use_bidirectional_attention use_cache vocab_size torch_dtype num_labels rope_scaling"
                    + " rope_theta rope_local_base_freq sliding_window_pattern name_or_path _commit_hash"
                    + " attn_implementation per_layer_config auto_map quantization_config",
            "sentence_bert_config.json",
            "transformer_task modality_config module_output_name processing_kwargs unpad_inputs query_length"
                    + " document_length query_expansion max_seq_length do_lower_case tokenizer_name_or_path"
                    + " model_args model_kwargs tokenizer_args processor_kwargs config_args config_kwargs",
            "config_sentence_transformers.json",
            "model_type __version__ prompts default_prompt_name similarity_fn_name truncate_dim",
            "1_Pooling/config.json",
            "embedding_dimension pooling_mode include_prompt word_embedding_dimension pooling_mode_cls_token"
                    + " pooling_mode_max_tokens pooling_mode_mean_tokens pooling_mode_mean_sqrt_len_tokens"
                    + " pooling_mode_weightedmean_tokens pooling_mode_lasttoken",
            "2_Dense/config.json",
            "in_features out_features bias activation_function module_input_name module_output_name use_residual",
            "4_Normalize/config.json",
            "module_input_name module_output_name",
            "modules.json",
            "idx name path type kwargs",
            "tokenizer_config.json",
            "add_bos_token add_eos_token added_tokens_decoder additional_special_tokens backend boi_token"
                    + " bos_token chat_template clean_up_tokenization_spaces cls_token eoi_token eos_token"
                    + " extra_special_tokens image_token is_local mask_token model_max_length padding_side"
                    + " pad_token processor_class sep_token sp_model_kwargs spaces_between_special_tokens"
                    + " split_special_tokens tokenizer_class truncation_side unk_token"
                    + " use_default_system_prompt");

    /** Folders in the released layout and in that of sentence-transformers 6, as their tools left them. */
    private static final List<Path> FOLDERS =
            List.of(Path.of("../checkpoints/mini"), Path.of("src/test/resources/dev/gemmatune/model/parity/st6"));

    @TempDir
    Path folder;

    @Test
    void everyKeyOfTheReferenceIsDecidedOn() {
        REFERENCE.forEach((file, keys) -> assertEquals(
                Set.of(), undecided(Arrays.asList(keys.split(" ", -1)), file), file + " has keys without a decision"));
    }

    @Test
    void everyKeyOfRealFilesIsDecidedOn() throws IOException {
        int seen = 0;
        for (Path checkpoint : FOLDERS) {
            for (Map.Entry<String, List<JsonObject>> file : objects(checkpoint).entrySet()) {
                for (JsonObject object : file.getValue()) {
                    assertEquals(Set.of(), undecided(object.keySet(), file.getKey()), checkpoint + " " + file.getKey());
                    CheckpointKeys.check(object, file.getKey(), file.getKey());
                    seen += object.size();
                }
            }
        }
        assertTrue(seen > 150, seen + " keys");
    }

    @Test
    void theListIsWhole() {
        assertEquals(
                11, CheckpointKeys.files().size() + 1, CheckpointKeys.files().toString());
        CheckpointKeys.files().forEach(file -> {
            assertTrue(
                    CheckpointKeys.of(file).containsKey(CheckpointKeys.UNKNOWN),
                    file + " says nothing of unknown keys");
            CheckpointKeys.of(file).forEach((name, key) -> {
                boolean limited = key.decision() == Decision.REFUSED || key.decision() == Decision.REQUIRED;
                boolean unknown = name.equals(CheckpointKeys.UNKNOWN);
                assertEquals(limited && !unknown, !key.values().isEmpty(), file + " " + name);
                assertFalse(limited && key.why().isEmpty(), file + " " + name + " is refused without a reason");
            });
        });
    }

    /** Every refused key of every file, with a value that is not taken, is named by the error of opening the folder. */
    @Test
    void everyRefusalIsMade() throws IOException {
        int refusals = 0;
        for (String file : List.of(
                "config.json",
                "sentence_bert_config.json",
                "config_sentence_transformers.json",
                "1_Pooling/config.json",
                "2_Dense/config.json",
                "4_Normalize/config.json",
                "tokenizer_config.json")) {
            for (Map.Entry<String, CheckpointKeys.Key> entry :
                    CheckpointKeys.of(file).entrySet()) {
                boolean limited = entry.getValue().decision() == Decision.REFUSED
                        || entry.getValue().decision() == Decision.REQUIRED;
                if (limited && !entry.getValue().values().isEmpty()) {
                    assertRefused(file, entry.getKey());
                    refusals++;
                }
            }
        }
        assertTrue(refusals > 35, refusals + " refusals");
    }

    @Test
    void unknownKeysOfModulesAreRefusedAndOthersLeftAlone() throws IOException {
        for (String file : List.of(
                "sentence_bert_config.json",
                "1_Pooling/config.json",
                "3_Dense/config.json",
                "4_Normalize/config.json")) {
            Path changed = changed(file, "temperature", "2.5");
            UserError error = assertThrows(UserError.class, () -> Checkpoint.open(changed), file);
            assertTrue(error.getMessage().contains("the key \"temperature\" is not known"), error.getMessage());
            assertTrue(error.getMessage().contains(file), error.getMessage());
        }
        for (String file : List.of("config.json", "config_sentence_transformers.json", "tokenizer_config.json")) {
            Checkpoint.open(changed(file, "training_time", "2.5"));
        }
    }

    private void assertRefused(String file, String key) throws IOException {
        Path changed = changed(file, key, "[7]");
        UserError error = assertThrows(UserError.class, () -> Checkpoint.open(changed), file + " " + key);
        assertTrue(error.getMessage().contains(key), error.getMessage());
        assertTrue(error.getMessage().contains(file.substring(file.indexOf('/') + 1)), error.getMessage());
    }

    private Path changed(String name, String key, String value) throws IOException {
        Path copy = folder.resolve("copy");
        if (!Files.exists(copy)) {
            TinyCheckpoint.copy(copy);
        }
        Path fresh = Files.createDirectories(folder.resolve("changed" + System.nanoTime()));
        try (var paths = Files.walk(copy)) {
            for (Path path : paths.toList()) {
                Path target = fresh.resolve(copy.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else if (!copy.relativize(path).equals(Path.of(name))) {
                    Files.createLink(target, path);
                }
            }
        }
        Path file = fresh.resolve(name);
        Path original = copy.resolve(name);
        JsonObject object = Files.exists(original)
                ? JsonParser.parseString(Files.readString(original)).getAsJsonObject()
                : new JsonObject();
        object.add(key, JsonParser.parseString(value));
        Files.createDirectories(file.getParent());
        Files.writeString(file, object.toString());
        return fresh;
    }

    private static Set<String> undecided(Iterable<String> names, String file) {
        Set<String> undecided = new TreeSet<>();
        names.forEach(name -> {
            if (!CheckpointKeys.of(file).containsKey(name)) {
                undecided.add(name);
            }
        });
        return undecided;
    }

    /** The objects of a folder by the name of their file in the list. */
    private static Map<String, List<JsonObject>> objects(Path checkpoint) throws IOException {
        Map<String, List<JsonObject>> objects = new LinkedHashMap<>();
        for (String file : CheckpointKeys.files()) {
            Path path = checkpoint.resolve(file);
            if (Files.exists(path)) {
                JsonElement content = JsonParser.parseString(Files.readString(path));
                objects.put(
                        file,
                        content.isJsonArray()
                                ? content.getAsJsonArray().asList().stream()
                                        .map(JsonElement::getAsJsonObject)
                                        .toList()
                                : List.of(content.getAsJsonObject()));
            }
        }
        return objects;
    }
}

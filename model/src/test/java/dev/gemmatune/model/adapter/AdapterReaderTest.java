package dev.gemmatune.model.adapter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.model.UserError;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.files.Json;
import dev.gemmatune.model.fixtures.TinyCheckpoint;
import dev.gemmatune.model.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Folders as PEFT 0.21.0 writes them, with every kind of tensor that its LoRA has. The formulas are those of its {@code
 * merge_and_unload}; its own vectors of such folders over {@code checkpoints/mini} differ from ours by 1.5e-7 at most.
 */
class AdapterReaderTest extends PeftFolderTestCase {

    /** The fields of PEFT 0.21.0's LoraConfig, from its source. */
    private static final List<String> LORA_CONFIG = List.of(
            "task_type",
            "peft_type",
            "auto_mapping",
            "peft_version",
            "base_model_name_or_path",
            "revision",
            "inference_mode",
            "r",
            "target_modules",
            "exclude_modules",
            "lora_alpha",
            "lora_dropout",
            "fan_in_fan_out",
            "bias",
            "use_rslora",
            "modules_to_save",
            "init_lora_weights",
            "layers_to_transform",
            "layers_pattern",
            "rank_pattern",
            "alpha_pattern",
            "megatron_config",
            "megatron_core",
            "trainable_token_indices",
            "loftq_config",
            "eva_config",
            "corda_config",
            "lora_ga_config",
            "use_dora",
            "velora_config",
            "alora_invocation_tokens",
            "use_qalora",
            "qalora_group_size",
            "monteclora_config",
            "layer_replication",
            "runtime_config",
            "lora_bias",
            "target_parameters",
            "use_bdlora",
            "arrow_config",
            "kasa_config",
            "ensure_weight_tying");

    @Test
    void everySettingOfPeftIsDecided() {
        assertEquals(new TreeSet<>(LORA_CONFIG), new TreeSet<>(PeftSettings.DECISIONS.keySet()));
    }

    @Test
    void lowRankUpdatesAreAdded() throws IOException {
        assertAdded(Q0, 3);
        assertAdded(V1, 3);
    }

    @Test
    void rankStabilizedUpdatesAreDividedByTheRoot() throws IOException {
        set("use_rslora", "true");
        assertAdded(Q0, 6 / Math.sqrt(2));
    }

    @Test
    void patternsGiveRankAndAlphaOfTheirLayers() throws IOException {
        factors(V1, 3);
        set("rank_pattern", "{\"v_proj\": 3}");
        set("alpha_pattern", "{\"layers.1.self_attn.v_proj\": 30}");
        assertAdded(V1, 10);
        assertAdded(Q0, 3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\".*(0.self_attn.q|1.self_attn.v)_proj\"",
                "[\"q_proj\", \"v_proj\"]", // of the layers below
            })
    void targetsAreNamesOrAnExpression(String targets) throws IOException {
        set("target_modules", targets);
        if (targets.startsWith("[")) {
            set(
                    "exclude_modules",
                    "\"layers\\\\.([2-9]|1\\\\d)\\\\..*|layers.0.self_attn.v_proj|layers.1.self_attn.q_proj\"");
        }
        assertAdded(Q0, 3);
    }

    @Test
    void aTokenEmbeddingThatIsSavedReplacesTheBases() throws IOException {
        long[] shape = {TinyCheckpoint.VOCABULARY, base.config().hiddenSize()};
        put("embed_tokens.weight", shape);
        assertArrayEquals(tensors.get(PREFIX + "embed_tokens.weight"), values(merged(), "embed_tokens.weight"));
        shapes.remove(PREFIX + "embed_tokens.weight");
        put("embed_tokens.base_layer.weight", shape);
        set("target_modules", "[\"layers.0.self_attn.q_proj\", \"layers.1.self_attn.v_proj\", \"embed_tokens\"]");
        put("embed_tokens.lora_embedding_A", 2, shape[0]);
        put("embed_tokens.lora_embedding_B", shape[1], 2);
        float[] before = tensors.get(PREFIX + "embed_tokens.base_layer.weight");
        float[] a = tensors.get(PREFIX + "embed_tokens.lora_embedding_A");
        float[] b = tensors.get(PREFIX + "embed_tokens.lora_embedding_B");
        float[] after = values(merged(), "embed_tokens.weight");
        int columns = (int) shape[1];
        for (int i = 0; i < after.length; i++) {
            int token = i / columns;
            int column = i % columns;
            double product = b[column * 2] * (double) a[token] + b[column * 2 + 1] * (double) a[(int) shape[0] + token];
            assertEquals(before[i] + 3 * product, after[i], 1e-5);
        }
    }

    @Test
    void rowsOfSingleTokensReplaceTheBases() throws IOException {
        int columns = base.config().hiddenSize();
        put("embed_tokens.token_adapter.trainable_tokens_delta", 2, columns);
        set("trainable_token_indices", "[17, 5]");
        float[] rows = tensors.get(PREFIX + "embed_tokens.token_adapter.trainable_tokens_delta");
        float[] expected = values(base, "embed_tokens.weight");
        System.arraycopy(rows, 0, expected, 17 * columns, columns);
        System.arraycopy(rows, columns, expected, 5 * columns, columns);
        assertArrayEquals(expected, values(merged(), "embed_tokens.weight"));
        set("trainable_token_indices", "{\"embed_tokens\": [17, 5]}");
        assertArrayEquals(expected, values(merged(), "embed_tokens.weight"));
        set("trainable_token_indices", "[17, 1000000]");
        assertRefused("1000000");
        set("trainable_token_indices", "[17]");
        assertRefused("trainable_tokens_delta has the shape");
    }

    @Test
    void savedModulesReplaceTheBases() throws IOException {
        put("norm.weight", base.config().hiddenSize());
        set("modules_to_save", "[\"norm\"]");
        assertArrayEquals(tensors.get(PREFIX + "norm.weight"), values(merged(), "norm.weight"));
        set("modules_to_save", "[\"norm\", \"classifier\"]");
        assertRefused("modules_to_save names classifier");
    }

    @Test
    void namesOfOlderVersionsAndOfLanguageModelsAreUnderstood() throws IOException {
        float[] expected = values(merged(), Q0 + ".weight");
        for (String letter : List.of("A", "B")) {
            String name = PREFIX + Q0 + ".lora_" + letter + ".weight";
            String other = PREFIX + "model." + Q0 + ".lora_" + letter + ".default.weight";
            tensors.put(other, tensors.get(name));
            shapes.put(other, shapes.remove(name));
        }
        assertArrayEquals(expected, values(merged(), Q0 + ".weight"));
    }

    @Test
    void decomposedUpdatesGiveEveryRowItsLength() throws IOException {
        set("use_dora", "true");
        for (String module : List.of(Q0, V1)) {
            put(
                    module + ".lora_magnitude_vector",
                    base.shapes().get(module + ".weight").get(0));
        }
        float[] after = values(merged(), V1 + ".weight");
        float[] before = values(base, V1 + ".weight");
        float[] a = tensors.get(PREFIX + V1 + ".lora_A.weight");
        float[] b = tensors.get(PREFIX + V1 + ".lora_B.weight");
        float[] lengths = tensors.get(PREFIX + V1 + ".lora_magnitude_vector");
        int columns = before.length / lengths.length;
        for (int row = 0; row < lengths.length; row++) {
            double[] sum = new double[columns];
            double squares = 0;
            for (int i = 0; i < columns; i++) {
                double product = b[2 * row] * (double) a[i] + b[2 * row + 1] * (double) a[columns + i];
                sum[i] = before[row * columns + i] + 3 * product;
                squares += sum[i] * sum[i];
            }
            for (int i = 0; i < columns; i++) {
                assertEquals(lengths[row] * sum[i] / Math.sqrt(squares), after[row * columns + i], 1e-5);
            }
        }
        shapes.remove(PREFIX + V1 + ".lora_magnitude_vector");
        assertRefused("no lora_magnitude_vector of " + V1);
    }

    /** PEFT has no part in such an adapter, and its file is not written. */
    @Test
    void anAdapterOfTheDenseLayersAloneIsReadBack() {
        Adapter dense = Adapter.start(new Lora(2, 6, 0, false, Set.of(Lora.DENSE), 5), base);
        AdapterFolder.write(folder, dense, "base");
        assertFalse(Files.exists(folder.resolve("adapter_model.safetensors")));
        assertEquals(
                Set.of("2_Dense.linear.weight", "3_Dense.linear.weight"),
                AdapterFolder.read(folder, base).weights());
    }

    @Test
    void aPickleIsNamedWithTheWayToConvertIt() throws IOException {
        Files.writeString(folder.resolve("adapter_config.json"), Json.pretty(config));
        Files.writeString(folder.resolve("adapter_model.bin"), "pickle");
        String message = assertThrows(UserError.class, () -> AdapterFolder.read(folder, base))
                .getMessage();
        assertTrue(
                message.contains("adapter_model.bin is a pickle") && message.contains("safe_serialization"), message);
    }

    /** The layout of sentence-transformers' save_pretrained after add_adapter: a model without an encoder of its own. */
    @Test
    void aWholePipelineAroundAnAdapterIsReadAsOne() throws IOException {
        write();
        Path source = TinyCheckpoint.folder();
        for (String file : List.of("modules.json", "tokenizer.json", "tokenizer_config.json")) {
            Files.copy(source.resolve(file), folder.resolve(file));
        }
        for (String part : List.of("1_Pooling", "2_Dense", "3_Dense")) {
            Files.createDirectories(folder.resolve(part));
            Files.copy(
                    source.resolve(part).resolve("config.json"),
                    folder.resolve(part).resolve("config.json"));
        }
        Files.copy(source.resolve("3_Dense/model.safetensors"), folder.resolve("3_Dense/model.safetensors"));
        float[] trained = values(base, "2_Dense.linear.weight");
        trained[5] += 1;
        List<Long> shape = base.shapes().get("2_Dense.linear.weight");
        SafetensorsWriter.write(
                folder.resolve("2_Dense/model.safetensors"),
                new TreeMap<>(Map.of("linear.weight", shape)),
                Map.of("format", "pt"),
                name -> bytes(trained));
        Files.writeString(folder.resolve("sentence_bert_config.json"), "{\"max_seq_length\": 33}");
        Files.writeString(
                folder.resolve("config_sentence_transformers.json"), "{\"prompts\": {\"query\": \"tuned: \"}}");
        Checkpoint merged = AdapterFolder.merge(folder, source, OptionalInt.empty(), folder.resolve("merged"));
        assertArrayEquals(trained, values(merged, "2_Dense.linear.weight"));
        assertEquals("tuned: ", merged.prompts().get("query"));
        assertEquals(33, merged.maxSequenceLength());
        assertEquals(
                Set.of(Q0 + ".weight", V1 + ".weight"),
                AdapterFolder.read(folder, base).weights());
        float[] before = values(base, Q0 + ".weight");
        float[] after = values(merged, Q0 + ".weight");
        assertTrue(Math.abs(before[0] - after[0]) > 1e-6);
        // Parts of a pipeline without its list of modules leave open whether they count.
        Files.delete(folder.resolve("modules.json"));
        UserError error = assertThrows(
                UserError.class,
                () -> AdapterFolder.merge(folder, source, OptionalInt.empty(), folder.resolve("other")));
        assertTrue(error.getMessage().contains("modules.json"), error.getMessage());
    }
}

package dev.gemmatune.model.adapter;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.model.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an adapter folder holds and is not computed here is refused by its name. */
class AdapterRefusalsTest extends PeftFolderTestCase {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "layers.0.self_attn.q_proj.lora_magnitude_vector",
                "layers.0.self_attn.q_proj.lora_B.bias",
                "layers.0.self_attn.q_proj.bias",
                "layers.0.self_attn.q_proj.lora_C.weight",
                "layers.99.self_attn.q_proj.lora_A.weight",
                "layers.2.self_attn.q_proj.lora_A.weight",
                "prompt_embeddings",
                "classifier.weight",
                "lm_head.weight",
            })
    void aTensorThatIsNotUsedIsRefusedByName(String name) throws IOException {
        put(name, 2, base.config().hiddenSize());
        assertRefused(PREFIX + name);
    }

    @Test
    void whatIsMissingOrOfAnotherShapeIsRefused() throws IOException {
        set("target_modules", "[\"q_proj\", \"layers.1.self_attn.v_proj\"]");
        assertRefused("has no tensors of layers.1.self_attn.q_proj");
        set("target_modules", "[\"layers.0.self_attn.q_proj\", \"layers.1.self_attn.v_proj\"]");
        set("r", "3");
        assertRefused("call for [3, 96]");
        set("r", "2");
        shapes.remove(PREFIX + Q0 + ".lora_B.weight");
        assertRefused("no lora_B of " + Q0);
        factors(Q0, 2);
        tensors.get(PREFIX + Q0 + ".lora_A.weight")[3] = Float.NaN;
        assertRefused("holds NaN");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "lora_bias | true",
                "layer_replication | [[0, 2]]",
                "target_parameters | [\"mlp.experts\"]",
                "megatron_config | {\"a\": 1}",
                "alora_invocation_tokens | [1]",
                "use_qalora | true",
                "use_bdlora | {\"n\": 2}",
                "velora_config | {\"n\": 2}",
                "monteclora_config | {\"n\": 2}",
                "arrow_config | {\"n\": 2}",
                "kasa_config | {\"n\": 2}",
                "init_lora_weights | \"pissa_niter_4\"",
                "init_lora_weights | \"olora\"",
                "init_lora_weights | \"loftq\"",
                "init_lora_weights | {}",
                "use_anything_new | 3",
                "peft_type | \"LOHA\"",
                "peft_type | 3",
                "target_modules | {\"a\": 1}",
                "target_modules | [{\"a\": 1}]",
                "target_modules | [3]",
                "target_modules | \"(\"",
                "target_modules | null",
                "rank_pattern | {\"v_proj\": \"three\"}",
                "alpha_pattern | [3]",
                "modules_to_save | {\"a\": 1}",
                "r | 0",
                "r | 2.5",
                "r | \"2\"",
                "lora_alpha | null",
                "use_rslora | \"yes\"",
                "layers_to_transform | [\"a\"]",
                "trainable_token_indices | [1.5]",
                "trainable_token_indices | {\"lm_head\": [1]}",
                "trainable_token_indices | [4, 4]",
                "trainable_token_indices | [4]",
                "bias | \"some\"",
                "bias | {\"a\": 1}",
                "fan_in_fan_out | \"no\"",
                "loftq_config | [1]",
                "lora_dropout | \"0.1\"",
                "rank_pattern | {\"v_proj\": 1.5}",
                "alpha_pattern | {\"(\": 2}",
            })
    void aSettingThatIsNotComputedIsRefusedByName(String key, String value) throws IOException {
        set(key, value);
        assertRefused(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"use_anything_new", "use_dora", "exclude_modules", "kasa_config"})
    void aSettingAtItsDefaultIsNoObstacle(String key) throws IOException {
        set(key, "null");
        assertAdded(Q0, 3);
        set(key, key.equals("exclude_modules") ? "[]" : "false");
        assertAdded(Q0, 3);
    }

    /** Every row of {@code W + alpha / r * B A} has the length that the adapter says; as {@code DoraLinearLayer} of PEFT. */
    /** Java's matcher would try the ways to divide a name among the stars for years. */
    @ParameterizedTest
    @ValueSource(strings = {"target_modules", "rank_pattern"})
    @Timeout(20)
    void anExpressionWithoutAnEndIsRefused(String key) throws IOException {
        String endless = "\"" + ".*".repeat(12) + "!\"";
        set(key, key.equals("target_modules") ? endless : "{" + endless + ": 2}");
        assertRefused("does not come to an end");
    }

    @Test
    void aWeightThatIsThereTwiceIsRefused() throws IOException {
        put("norm.weight", base.config().hiddenSize());
        put("norm.modules_to_save.weight", base.config().hiddenSize());
        assertRefused("are both the weight norm.weight");
    }

    @Test
    void aSavedWeightThatIsNoNumberIsRefusedWhenItIsMerged() throws IOException {
        put("norm.weight", base.config().hiddenSize());
        tensors.get(PREFIX + "norm.weight")[7] = Float.NEGATIVE_INFINITY;
        String message = assertThrows(UserError.class, this::merged).getMessage();
        assertTrue(message.contains(PREFIX + "norm.weight holds -Infinity"), message);
        assertFalse(Files.exists(folder.resolve("merged")));
    }

    @Test
    void indicesOfTokensNeedTheirRowsEvenBesideASavedEmbedding() throws IOException {
        List<Long> shape = base.shapes().get("embed_tokens.weight");
        put("embed_tokens.weight", shape.get(0), shape.get(1));
        set("trainable_token_indices", "[4]");
        assertRefused("trainable_token_indices");
    }
}

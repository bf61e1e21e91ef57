package dev.gemmatune.model.adapter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.files.Json;
import dev.gemmatune.model.fixtures.TinyCheckpoint;
import dev.gemmatune.model.init.ModelShape;
import dev.gemmatune.model.safetensors.SafetensorsFile;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdapterFolderTest {

    private static final Lora LORA = new Lora(2, 6, 0.05, false, Set.of("q_proj", "down_proj", "dense"), 5);
    private static final String LAYER = "base_model.model.layers.3.mlp.down_proj.";

    @TempDir
    Path folder;

    private final Checkpoint checkpoint = Checkpoint.open(TinyCheckpoint.folder());

    /** Names and settings as get_peft_model_state_dict and LoraConfig of huggingface/peft have them. */
    @Test
    void filesAreThoseOfPeft() {
        AdapterFolder.write(folder, changed(), "google/embeddinggemma-300m");
        SafetensorsFile file = SafetensorsFile.open(folder.resolve("adapter_model.safetensors"));
        assertEquals(7 * 2 * 2, file.entries().size());
        assertEquals(List.of(2L, 144L), file.entry(LAYER + "lora_A.weight").shape());
        assertEquals(List.of(96L, 2L), file.entry(LAYER + "lora_B.weight").shape());
        assertTrue(file.entries().containsKey("base_model.model.layers.0.self_attn.q_proj.lora_A.weight"));
        JsonObject config = Json.readObject(folder.resolve("adapter_config.json"));
        assertEquals("LORA", config.get("peft_type").getAsString());
        assertEquals(2, config.get("r").getAsInt());
        assertEquals(6, config.get("lora_alpha").getAsDouble());
        assertEquals(0.05, config.get("lora_dropout").getAsDouble());
        assertEquals("[\"down_proj\",\"q_proj\"]", config.get("target_modules").toString());
        assertEquals("FEATURE_EXTRACTION", config.get("task_type").getAsString());
        assertEquals(
                "google/embeddinggemma-300m",
                config.get("base_model_name_or_path").getAsString());
    }

    @Test
    void whatIsWrittenIsReadBack() throws IOException {
        Adapter adapter = changed();
        AdapterFolder.write(folder, adapter, "base");
        StoredAdapter read = AdapterFolder.read(folder, checkpoint);
        assertEquals(adapter.modules().stream().map(LinearLayers::weight).collect(Collectors.toSet()), read.weights());
        assertEquals(7 * 2 + 2, read.weights().size());
        adapter.mergeInto(folder.resolve("merged"), checkpoint);
        read.mergeInto(folder.resolve("read"), checkpoint);
        for (String name : List.of("model.safetensors", "2_Dense/model.safetensors", "3_Dense/model.safetensors")) {
            assertEquals(-1, Files.mismatch(folder.resolve("merged/" + name), folder.resolve("read/" + name)), name);
        }
    }

    @Test
    void aFreshAdapterChangesNothing() throws IOException {
        Adapter.start(LORA, checkpoint).mergeInto(folder.resolve("merged"), checkpoint);
        assertEquals(
                -1,
                Files.mismatch(
                        TinyCheckpoint.folder().resolve("model.safetensors"),
                        folder.resolve("merged/model.safetensors")));
    }

    @Test
    void mergingAddsTheScaledProduct() {
        Adapter adapter = changed();
        adapter.mergeInto(folder.resolve("merged"), checkpoint);
        Checkpoint merged = Checkpoint.open(folder.resolve("merged"));
        for (String module : adapter.modules()) {
            assertMerged(adapter, checkpoint, merged, module);
        }
        assertEquals(checkpoint.weights("layers.3.mlp.up_proj.weight"), merged.weights("layers.3.mlp.up_proj.weight"));
    }

    /** Weights of more than a million values are read some rows at a time, and the last rows are fewer. */
    @Test
    void weightsThatAreReadInPartsGetTheProductOfTheirRows() throws IOException {
        ModelShape wide = new ModelShape(1, 96, 24_000, 3, 1, 32, 16, 6, 64, 96, TinyCheckpoint.VOCABULARY);
        Checkpoint large = Checkpoint.open(TinyCheckpoint.write(folder.resolve("wide"), wide, 1));
        Adapter adapter = changed(new Lora(3, 9, 0, false, Set.of("up_proj", "down_proj"), 5), large);
        adapter.mergeInto(folder.resolve("merged"), large);
        Checkpoint merged = Checkpoint.open(folder.resolve("merged"));
        assertEquals(List.of(10_922, 10_922, 2_156), rowsOfParts(large, "layers.0.mlp.up_proj.weight"));
        assertEquals(List.of(43, 43, 10), rowsOfParts(large, "layers.0.mlp.down_proj.weight"));
        assertMerged(adapter, large, merged, "layers.0.mlp.up_proj");
        assertMerged(adapter, large, merged, "layers.0.mlp.down_proj");
    }

    private static List<Integer> rowsOfParts(Checkpoint checkpoint, String weight) {
        int rowBytes = Math.toIntExact(checkpoint.shapes().get(weight).get(1)) * Float.BYTES;
        List<Integer> rows = new ArrayList<>();
        checkpoint.parts(weight).forEach(part -> rows.add(part.remaining() / rowBytes));
        return rows;
    }

    /** Every value is {@code W + alpha / rank * B A}. */
    private static void assertMerged(Adapter adapter, Checkpoint base, Checkpoint merged, String module) {
        String weight = LinearLayers.weight(module);
        FloatBuffer before = base.weights(weight).asFloatBuffer();
        FloatBuffer after = merged.weights(weight).asFloatBuffer();
        int inputs = Math.toIntExact(base.shapes().get(weight).get(1));
        int rank = adapter.lora().rank();
        float[] up = adapter.up(module);
        float[] down = adapter.down(module);
        double wrong = 0;
        for (int i = 0; i < before.limit(); i++) {
            double product = 0;
            for (int k = 0; k < rank; k++) {
                product += up[i / inputs * rank + k] * (double) down[k * inputs + i % inputs];
            }
            wrong = Math.max(wrong, Math.abs(before.get(i) + 3 * product - after.get(i)));
        }
        assertTrue(wrong < 1e-6, module + " is wrong by " + wrong);
        assertEquals(before.limit(), after.limit());
    }

    @Test
    void theStartIsUniformWithinTheBoundAndFollowsTheSeed() {
        Adapter adapter = Adapter.start(LORA, checkpoint);
        float largest = 0;
        for (String module : adapter.modules()) {
            float bound = (float) (1 / Math.sqrt(adapter.down(module).length / 2.0));
            for (float value : adapter.down(module)) {
                assertTrue(Math.abs(value) <= bound);
                largest = Math.max(largest, Math.abs(value) / bound);
            }
            assertArrayEquals(new float[adapter.up(module).length], adapter.up(module));
        }
        assertTrue(largest > 0.99, "" + largest);
        String module = adapter.modules().get(0);
        assertArrayEquals(adapter.down(module), Adapter.start(LORA, checkpoint).down(module));
        Lora other = new Lora(2, 6, 0.05, false, LORA.targets(), 6);
        assertFalse(adapter.down(module)[0] == Adapter.start(other, checkpoint).down(module)[0]);
        assertFalse(adapter.down(module)[0] == adapter.down(adapter.modules().get(2))[0]);
    }

    @Test
    void rankStabilizedScaling() {
        assertEquals(3, LORA.scaling());
        assertEquals(8, new Lora(4, 16, 0, true, Set.of("q_proj"), 1).scaling());
    }

    @Test
    void whatCannotBeReadIsRefused() throws IOException {
        AdapterFolder.write(folder, changed(), "base");
        edit("use_qalora", "true");
        assertTrue(error().contains("use_qalora is set"), error());
        edit("use_qalora", "false");
        edit("target_modules", "[\"c_attn\"]");
        assertTrue(error().contains("target_modules does not name"), error());
        edit("target_modules", "[\"q_proj\", \"down_proj\"]");
        edit("r", "3");
        assertTrue(error().contains("[2, 96]") && error().contains("[3, 96]"), error());
        Files.delete(folder.resolve("adapter_config.json"));
        assertTrue(error().contains("does not exist"), error());
    }

    private void edit(String key, String value) throws IOException {
        Path file = folder.resolve("adapter_config.json");
        JsonObject config = Json.readObject(file);
        config.add(key, Json.parseObject("{\"v\":" + value + "}", "test").get("v"));
        Files.writeString(file, Json.pretty(config));
    }

    private String error() {
        return assertThrows(UserError.class, () -> AdapterFolder.read(folder, checkpoint))
                .getMessage();
    }

    /** With values other than 0 in B. */
    private Adapter changed() {
        return changed(LORA, checkpoint);
    }

    private static Adapter changed(Lora lora, Checkpoint checkpoint) {
        Adapter start = Adapter.start(lora, checkpoint);
        Map<String, float[]> down = new HashMap<>();
        Map<String, float[]> up = new HashMap<>();
        for (String module : start.modules()) {
            down.put(module, start.down(module));
            float[] values = new float[start.up(module).length];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) Math.sin(i + module.length());
            }
            up.put(module, values);
        }
        return start.with(down, up);
    }
}

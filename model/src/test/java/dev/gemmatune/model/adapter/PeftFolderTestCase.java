package dev.gemmatune.model.adapter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.files.Json;
import dev.gemmatune.model.fixtures.TinyCheckpoint;
import dev.gemmatune.model.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** An adapter folder as PEFT writes it, over the tiny checkpoint: low-rank updates of two layers, and what a test adds. */
abstract class PeftFolderTestCase {

    static final String Q0 = "layers.0.self_attn.q_proj";
    static final String V1 = "layers.1.self_attn.v_proj";
    static final String PREFIX = "base_model.model.";

    @TempDir
    Path folder;

    final Checkpoint base = Checkpoint.open(TinyCheckpoint.folder());
    final Map<String, float[]> tensors = new TreeMap<>();
    final TreeMap<String, List<Long>> shapes = new TreeMap<>();
    final JsonObject config = new JsonObject();
    final Random random = new Random(7);

    @BeforeEach
    void aPlainAdapterOfTwoLayers() {
        set("peft_type", "\"LORA\"");
        set("base_model_name_or_path", "\"base\"");
        set("r", "2");
        set("lora_alpha", "6");
        set("target_modules", "[\"layers.0.self_attn.q_proj\", \"layers.1.self_attn.v_proj\"]");
        factors(Q0, 2);
        factors(V1, 2);
    }

    void assertAdded(String module, double scaling) throws IOException {
        String weight = module + ".weight";
        float[] before = values(base, weight);
        float[] after = values(merged(), weight);
        float[] a = tensors.get(PREFIX + module + ".lora_A.weight");
        float[] b = tensors.get(PREFIX + module + ".lora_B.weight");
        int columns = Math.toIntExact(base.shapes().get(weight).get(1));
        int rank = a.length / columns;
        double largest = 0;
        for (int i = 0; i < before.length; i++) {
            double product = 0;
            for (int k = 0; k < rank; k++) {
                product += b[i / columns * rank + k] * (double) a[k * columns + i % columns];
            }
            largest = Math.max(largest, Math.abs(scaling * product));
            assertEquals(before[i] + scaling * product, after[i], 1e-5, module + " " + i);
        }
        assertTrue(largest > 0.1, "an update of " + largest + " would not show");
    }

    void assertRefused(String part) throws IOException {
        write();
        String message = assertThrows(UserError.class, () -> AdapterFolder.read(folder, base))
                .getMessage();
        assertTrue(message.contains(part), message);
    }

    Checkpoint merged() throws IOException {
        write();
        AdapterFolder.read(folder, base).mergeInto(folder.resolve("merged"), base);
        return Checkpoint.open(folder.resolve("merged"));
    }

    void write() throws IOException {
        Files.writeString(folder.resolve("adapter_config.json"), Json.pretty(config));
        SafetensorsWriter.write(
                folder.resolve("adapter_model.safetensors"),
                shapes,
                Map.of("format", "pt"),
                name -> bytes(tensors.get(name)));
    }

    void set(String key, String value) {
        config.add(key, Json.parse(value, "test"));
    }

    void factors(String module, long rank) {
        List<Long> shape = base.shapes().get(module + ".weight");
        put(module + ".lora_A.weight", rank, shape.get(1));
        put(module + ".lora_B.weight", shape.get(0), rank);
    }

    void put(String name, long... shape) {
        float[] values = new float[Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact))];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian() * 0.3f;
        }
        tensors.put(PREFIX + name, values);
        shapes.put(PREFIX + name, Arrays.stream(shape).boxed().toList());
    }

    static float[] values(Checkpoint checkpoint, String name) {
        float[] values = new float[checkpoint.weights(name).remaining() / Float.BYTES];
        checkpoint.weights(name).asFloatBuffer().get(values);
        return values;
    }

    static ByteBuffer bytes(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes;
    }
}

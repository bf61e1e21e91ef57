package dev.gemmatune.model.adapter;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.checkpoint.CheckpointFiles;
import dev.gemmatune.model.files.AtomicFiles;
import dev.gemmatune.model.files.Json;
import dev.gemmatune.model.safetensors.SafetensorsFile;
import dev.gemmatune.model.safetensors.SafetensorsWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * An adapter as PEFT stores it: {@code adapter_config.json} and {@code adapter_model.safetensors}, which transformers
 * and sentence-transformers load upon the base model.
 *
 * <p>The dense layers after pooling are no part of the transformer that PEFT wraps; where they are adapted, their
 * tensors lie in a file of their own, {@code dense_adapter_model.safetensors}, which only this project reads. Format:
 * {@code LoraConfig} and {@code get_peft_model_state_dict} of huggingface/peft.
 */
public final class AdapterFolder {

    /** PEFT's settings. */
    public static final String CONFIG = "adapter_config.json";
    /** PEFT's tensors. */
    public static final String WEIGHTS = "adapter_model.safetensors";
    /** The tensors of the dense layers. */
    public static final String DENSE_WEIGHTS = "dense_adapter_model.safetensors";

    private static final String PREFIX = "base_model.model.";
    private static final String DOWN = ".lora_A.weight";
    private static final String UP = ".lora_B.weight";

    private AdapterFolder() {}

    /**
     * Writes an adapter; files of the same names are replaced one by one.
     *
     * @param base what it belongs to: a folder or the id of a model
     */
    public static void write(Path folder, Adapter adapter, String base) {
        writeTensors(folder.resolve(WEIGHTS), adapter, module -> !LinearLayers.isDense(module));
        writeTensors(folder.resolve(DENSE_WEIGHTS), adapter, LinearLayers::isDense);
        AtomicFiles.writeString(folder.resolve(CONFIG), Json.pretty(config(adapter.lora(), base)));
    }

    /** Whether a folder holds an adapter and no model of its own. */
    public static boolean isOnlyAdapter(Path folder) {
        return Files.exists(folder.resolve(CONFIG)) && !Files.exists(folder.resolve(CheckpointFiles.CONFIG));
    }

    /**
     * The base model that an adapter's settings name: a folder or an id.
     *
     * @throws UserError if they name none
     */
    public static String base(Path folder) {
        Path file = folder.resolve(CONFIG);
        return Json.string(Json.readObject(file), "base_model_name_or_path", file.toString());
    }

    /**
     * Reads an adapter.
     *
     * @param checkpoint what it will be merged into
     * @throws UserError if a file is missing or unsound, or a tensor does not fit the checkpoint
     */
    public static Adapter read(Path folder, Checkpoint checkpoint) {
        Lora lora = lora(folder.resolve(CONFIG));
        Map<String, LowRankUpdate> updates = new LinkedHashMap<>();
        for (String module : LinearLayers.of(checkpoint)) {
            if (LinearLayers.isTarget(module, lora)) {
                String file = LinearLayers.isDense(module) ? DENSE_WEIGHTS : WEIGHTS;
                updates.put(module, read(SafetensorsFile.open(folder.resolve(file)), module, lora, checkpoint));
            }
        }
        return new Adapter(lora, updates);
    }

    private static void writeTensors(Path file, Adapter adapter, Predicate<String> chosen) {
        SortedMap<String, List<Long>> shapes = new TreeMap<>();
        Map<String, float[]> values = new LinkedHashMap<>();
        for (String module : adapter.modules()) {
            if (chosen.test(module)) {
                LowRankUpdate update = adapter.update(module);
                shapes.put(PREFIX + module + DOWN, List.of((long) update.rank(), (long) update.inputs()));
                shapes.put(PREFIX + module + UP, List.of((long) update.outputs(), (long) update.rank()));
                values.put(PREFIX + module + DOWN, update.down());
                values.put(PREFIX + module + UP, update.up());
            }
        }
        if (!shapes.isEmpty()) {
            SafetensorsWriter.write(file, shapes, Map.of("format", "pt"), name -> bytes(values.get(name)));
        }
    }

    private static ByteBuffer bytes(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes;
    }

    private static JsonObject config(Lora lora, String base) {
        JsonArray targets = new JsonArray();
        // PEFT would look for these names in the transformer.
        new TreeSet<>(lora.targets())
                .stream().filter(target -> !target.equals(Lora.DENSE)).forEach(targets::add);
        JsonObject config = new JsonObject();
        config.add("auto_mapping", JsonNull.INSTANCE);
        config.addProperty("base_model_name_or_path", base);
        config.addProperty("bias", "none");
        config.addProperty("fan_in_fan_out", false);
        config.addProperty("inference_mode", true);
        config.addProperty("init_lora_weights", true);
        config.addProperty("lora_alpha", lora.alpha());
        config.addProperty("lora_dropout", lora.dropout());
        config.add("modules_to_save", JsonNull.INSTANCE);
        config.addProperty("peft_type", "LORA");
        config.addProperty("r", lora.rank());
        config.add("target_modules", targets);
        config.addProperty("task_type", "FEATURE_EXTRACTION");
        config.addProperty("use_rslora", lora.rankStabilized());
        return config;
    }

    private static Lora lora(Path file) {
        if (!Files.exists(file)) {
            throw new UserError(file + " does not exist; an adapter folder needs its settings there");
        }
        JsonObject config = Json.readObject(file);
        String place = file.toString();
        refuse(config, file, "use_dora", "DoRA");
        refuse(config, file, "rank_pattern", "ranks that differ between layers");
        refuse(config, file, "alpha_pattern", "alphas that differ between layers");
        refuse(config, file, "modules_to_save", "modules saved whole");
        String type = Json.string(config, "peft_type", place);
        if (!type.equals("LORA")) {
            throw new UserError(place + ": peft_type is " + type + "; LORA can be read");
        }
        JsonElement targets = config.get("target_modules");
        if (targets == null || !targets.isJsonArray()) {
            throw new UserError(place + ": target_modules must be a list of names of " + Lora.TARGETS + ", found "
                    + Json.describe(targets));
        }
        Set<String> names = new TreeSet<>();
        targets.getAsJsonArray().forEach(name -> names.add(name.getAsString()));
        if (Files.exists(file.resolveSibling(DENSE_WEIGHTS))) {
            names.add(Lora.DENSE);
        }
        boolean stabilized = isTrue(config, "use_rslora");
        double dropout = config.has("lora_dropout") ? Json.number(config, "lora_dropout", place) : 0;
        try {
            return new Lora(
                    (int) Json.number(config, "r", place),
                    Json.number(config, "lora_alpha", place),
                    dropout,
                    stabilized,
                    names,
                    0);
        } catch (IllegalArgumentException e) {
            throw new UserError(place + ": " + e.getMessage(), e);
        }
    }

    /** What this project does not know must not be passed over. */
    private static void refuse(JsonObject config, Path file, String key, String what) {
        JsonElement value = config.get(key);
        boolean absent = value == null
                || value.isJsonNull()
                || (value.isJsonPrimitive() && !value.getAsBoolean())
                || (value.isJsonObject() && value.getAsJsonObject().isEmpty())
                || (value.isJsonArray() && value.getAsJsonArray().isEmpty());
        if (!absent) {
            throw new UserError(file + ": " + key + " is set, but " + what + " cannot be read here; merge the adapter"
                    + " with PEFT's merge_and_unload and open the merged model");
        }
    }

    private static boolean isTrue(JsonObject config, String key) {
        JsonElement value = config.get(key);
        return value != null && value.isJsonPrimitive() && value.getAsBoolean();
    }

    private static LowRankUpdate read(SafetensorsFile file, String module, Lora lora, Checkpoint checkpoint) {
        List<Long> shape = checkpoint.shapes().get(LinearLayers.weight(module));
        long rank = lora.rank();
        float[] down = values(file, PREFIX + module + DOWN, List.of(rank, shape.get(1)));
        float[] up = values(file, PREFIX + module + UP, List.of(shape.get(0), rank));
        return new LowRankUpdate(down, up, Math.toIntExact(shape.get(1)), Math.toIntExact(shape.get(0)));
    }

    private static float[] values(SafetensorsFile file, String name, List<Long> shape) {
        List<Long> found = file.entry(name).shape();
        if (!found.equals(shape)) {
            throw new UserError(file.path() + ": the tensor " + name + " has the shape " + found
                    + ", but the checkpoint and the adapter's rank call for " + shape);
        }
        float[] values = new float[Math.toIntExact(shape.get(0) * shape.get(1))];
        file.copyAsFloat32(name).asFloatBuffer().get(values);
        return values;
    }
}

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
import dev.gemmatune.model.hub.HubReference;
import dev.gemmatune.model.safetensors.SafetensorsWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
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
    public static final String CONFIG = CheckpointFiles.ADAPTER;
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

    /** Whether a folder holds an adapter, alone or in a model. */
    public static boolean isAdapter(Path folder) {
        return Files.exists(folder.resolve(CONFIG));
    }

    /**
     * The base model that an adapter's settings name: a folder, or an id on the hub, with {@code @revision} behind it if
     * they name one.
     *
     * @throws UserError if they name none
     */
    public static String base(Path folder) {
        Path file = folder.resolve(CONFIG);
        JsonObject config = Json.readObject(file);
        String base = Json.string(config, "base_model_name_or_path", file.toString());
        JsonElement revision = config.get("revision");
        boolean pinned = revision != null
                && !revision.isJsonNull()
                && HubReference.ofModel(base).isPresent();
        return pinned ? base + "@" + Json.string(config, "revision", file.toString()) : base;
    }

    /**
     * Reads an adapter: PEFT's, with low-rank updates of linear layers and of the token embedding, weights that are saved
     * whole and rows of single tokens.
     *
     * @param base what it will be merged into
     * @throws UserError if a file is missing or unsound, a tensor does not fit the base model, or a tensor or a setting is
     *     none that is computed here
     */
    public static StoredAdapter read(Path folder, Checkpoint base) {
        return AdapterReader.read(folder, base);
    }

    /**
     * Writes the complete model that an adapter folder stands for. A folder that sentence-transformers has saved has a
     * pipeline of its own, whose dense layers, prompts, length and tokenizer count; of the base model it takes the
     * encoder alone. A folder of PEFT's changes the base model's weights and nothing else.
     *
     * @param folder the adapter's
     * @param base the folder of the base model
     * @param slidingWindow of the base model, instead of what its file says
     * @param target gets a complete checkpoint
     * @throws UserError as {@link #read} does, or if the folder holds parts of a model whose meaning is not clear
     */
    public static Checkpoint merge(Path folder, Path base, OptionalInt slidingWindow, Path target) {
        boolean pipeline = Files.exists(folder.resolve(CheckpointFiles.MODULES));
        if (!pipeline) {
            AdapterSurroundings.check(folder, base);
        }
        Checkpoint whole =
                pipeline ? Checkpoint.open(folder, base, slidingWindow) : Checkpoint.open(base, slidingWindow);
        read(folder, whole).mergeInto(target, whole);
        return Checkpoint.open(target);
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
}

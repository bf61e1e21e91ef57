package dev.gemmatune.model.adapter;

import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.safetensors.SafetensorsWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The values of a LoRA: an A and a B for each of the linear layers that it changes.
 *
 * <p>{@link AdapterFolder} reads and writes it; {@link #mergeInto} makes an ordinary checkpoint of it.
 */
public final class Adapter {

    private final Lora lora;
    private final Map<String, LowRankUpdate> updates;

    Adapter(Lora lora, Map<String, LowRankUpdate> updates) {
        this.lora = lora;
        this.updates = new LinkedHashMap<>(updates);
    }

    /** A fresh one: A from the seed, B zero, so that it changes nothing yet. */
    public static Adapter start(Lora lora, Checkpoint checkpoint) {
        Map<String, LowRankUpdate> updates = new LinkedHashMap<>();
        for (String module : LinearLayers.of(checkpoint)) {
            if (LinearLayers.isTarget(module, lora)) {
                List<Long> shape = checkpoint.shapes().get(LinearLayers.weight(module));
                int outputs = Math.toIntExact(shape.get(0));
                int inputs = Math.toIntExact(shape.get(1));
                float[] down = LowRankUpdate.start(lora.rank(), inputs, lora.seed(), module);
                updates.put(module, new LowRankUpdate(down, new float[outputs * lora.rank()], inputs, outputs));
            }
        }
        return new Adapter(lora, updates);
    }

    /** The settings. */
    public Lora lora() {
        return lora;
    }

    /** The layers that it changes, by the names of {@link LinearLayers}. */
    public List<String> modules() {
        return List.copyOf(updates.keySet());
    }

    /** A of a layer: {@code [rank, inputs]}, row by row, the array itself. */
    public float[] down(String module) {
        return update(module).down();
    }

    /** B of a layer: {@code [outputs, rank]}, row by row, the array itself. */
    public float[] up(String module) {
        return update(module).up();
    }

    /** The same layers with other values. */
    public Adapter with(Map<String, float[]> down, Map<String, float[]> up) {
        Map<String, LowRankUpdate> changed = new LinkedHashMap<>();
        updates.forEach((module, update) -> changed.put(
                module, new LowRankUpdate(down.get(module), up.get(module), update.inputs(), update.outputs())));
        return new Adapter(lora, changed);
    }

    /** The weights of a checkpoint with the updates in them, one at a time. */
    public SafetensorsWriter.Source merged(Checkpoint checkpoint) {
        return stored().merged(checkpoint);
    }

    /**
     * Writes a complete checkpoint: the given one with the updates in its weights.
     *
     * @throws dev.gemmatune.model.UserError if it cannot be written
     */
    public void mergeInto(Path target, Checkpoint checkpoint) {
        stored().mergeInto(target, checkpoint);
    }

    LowRankUpdate update(String module) {
        LowRankUpdate update = updates.get(module);
        if (update == null) {
            throw new IllegalArgumentException("module must be one of modules(), got " + module);
        }
        return update;
    }

    private StoredAdapter stored() {
        Map<String, List<WeightChange>> changes = new LinkedHashMap<>();
        updates.forEach((module, update) ->
                changes.put(LinearLayers.weight(module), List.of(new WeightChange.LowRank(update, lora.scaling()))));
        return new StoredAdapter(changes);
    }
}

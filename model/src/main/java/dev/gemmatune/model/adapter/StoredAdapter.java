package dev.gemmatune.model.adapter;

import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.checkpoint.CheckpointWriter;
import dev.gemmatune.model.files.ByteSink;
import dev.gemmatune.model.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An adapter as it was read from a folder: what it does to the weights of its base model, all of which has been checked
 * against them.
 */
public final class StoredAdapter {

    private final Map<String, List<WeightChange>> changes;

    /**
     * An adapter.
     *
     * @param changes by the names of {@link Checkpoint#shapes()}, in the order in which they are made
     */
    StoredAdapter(Map<String, List<WeightChange>> changes) {
        this.changes = new LinkedHashMap<>(changes);
    }

    /** The weights that it changes, by the names of {@link Checkpoint#shapes()}. */
    public Set<String> weights() {
        return Set.copyOf(changes.keySet());
    }

    /** The weights of a checkpoint with the changes in them, one at a time. */
    SafetensorsWriter.Source merged(Checkpoint base) {
        return (name, sink) -> writeMerged(base, name, sink);
    }

    /**
     * Writes a complete checkpoint: the given one with the changes in its weights. Costs a pass over the weights and the
     * memory of some rows.
     *
     * @throws dev.gemmatune.model.UserError if it cannot be written
     */
    public void mergeInto(Path target, Checkpoint base) {
        CheckpointWriter.stream(target, base, merged(base), "", part -> {});
    }

    private void writeMerged(Checkpoint base, String name, ByteSink sink) throws IOException {
        List<WeightChange> ofWeight = changes.getOrDefault(name, List.of());
        List<Long> shape = base.shapes().get(name);
        int columns = Math.toIntExact(shape.get(shape.size() - 1));
        int row = 0;
        for (ByteBuffer part : parts(base, name, ofWeight)) {
            checkFinite(part, ofWeight);
            for (WeightChange change : ofWeight) {
                change.apply(part, row, columns);
            }
            row += part.remaining() / Float.BYTES / columns;
            sink.put(part);
        }
    }

    /** A weight that is saved whole is looked at when it is written: it may be the largest of the model. */
    private static void checkFinite(ByteBuffer part, List<WeightChange> changes) {
        for (WeightChange change : changes) {
            if (change instanceof WeightChange.Replacement replacement) {
                AdapterReader.checkFinite(values(part.duplicate()), replacement.file(), replacement.tensor());
            }
        }
    }

    private static Iterable<ByteBuffer> parts(Checkpoint base, String name, List<WeightChange> changes) {
        for (WeightChange change : changes) {
            if (change instanceof WeightChange.Replacement replacement) {
                boolean vector = base.shapes().get(name).size() == 1;
                return vector
                        ? List.of(replacement.file().copyAsFloat32(replacement.tensor()))
                        : replacement.file().rowsInOrder(replacement.tensor()).parts();
            }
        }
        return base.parts(name);
    }

    /** Whole tensors are small where they are looked at; values as little-endian float32. */
    static float[] values(ByteBuffer bytes) {
        float[] values = new float[bytes.remaining() / Float.BYTES];
        bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return values;
    }
}

package dev.gemmatune.model.encoder;

import ai.djl.ndarray.NDArray;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.checkpoint.TensorNames;
import dev.gemmatune.model.files.ByteSink;
import dev.gemmatune.model.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Optional;

/**
 * The weights of a checkpoint with the present values of those that are trained.
 *
 * @param checkpoint has the others
 * @param trained arrays by name
 * @param table the token embedding, if only some of its rows are trained
 */
record PresentWeights(Checkpoint checkpoint, Map<String, NDArray> trained, Optional<TokenTable> table)
        implements SafetensorsWriter.Source {

    @Override
    public void write(String name, ByteSink sink) throws IOException {
        NDArray weight = trained.get(name);
        if (weight == null) {
            for (ByteBuffer part : checkpoint.parts(name)) {
                sink.put(part);
            }
            return;
        }
        // The memory of the weight itself: libtorch's, little-endian, not copied.
        ByteBuffer values = weight.toByteBuffer(true).order(ByteOrder.LITTLE_ENDIAN);
        if (table.isPresent() && name.equals(TensorNames.EMBEDDING)) {
            table.get().write(values.asFloatBuffer(), checkpoint.parts(name), sink);
        } else {
            sink.put(values);
        }
    }
}

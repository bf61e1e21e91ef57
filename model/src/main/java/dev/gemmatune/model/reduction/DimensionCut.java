package dev.gemmatune.model.reduction;

import dev.gemmatune.model.UserError;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.checkpoint.CheckpointFiles;
import dev.gemmatune.model.checkpoint.DenseLayer;
import dev.gemmatune.model.checkpoint.LegacyContent;
import dev.gemmatune.model.checkpoint.LegacyLayout;
import dev.gemmatune.model.checkpoint.LegacyTokenizer;
import dev.gemmatune.model.checkpoint.TensorNames;
import dev.gemmatune.model.files.AtomicFiles;
import dev.gemmatune.model.safetensors.SafetensorsWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A Matryoshka dimension baked into a checkpoint: the last dense layer gives only the leading dimensions, and the
 * normalisation after it makes a unit vector of them. Users then need not know of the cut.
 *
 * @see dev.gemmatune.model.Matryoshka
 */
public final class DimensionCut {

    private DimensionCut() {}

    /**
     * Writes a checkpoint whose embeddings are the source's, cut and normalised again. A checkpoint without dense layers
     * gets one that only selects. Costs writing the weights.
     *
     * @param dimension 1 to the source's dimension
     * @param target its folder; appears when it is complete
     * @return the new checkpoint
     * @throws UserError for another dimension, or if the folder cannot be written
     */
    public static Checkpoint write(Checkpoint source, int dimension, Path target) {
        if (dimension < 1 || dimension > source.dimension()) {
            throw new UserError("the dimension must be 1 to " + source.dimension() + " for " + source.folder()
                    + ", got " + dimension);
        }
        List<DenseLayer> dense = new ArrayList<>(source.dense());
        boolean selects = dense.isEmpty();
        DenseLayer last = selects
                ? new DenseLayer("2_Dense", source.dimension(), dimension)
                : shorter(dense.remove(dense.size() - 1), dimension);
        dense.add(last);
        LegacyContent whole = LegacyContent.of(source);
        LegacyContent content = new LegacyContent(
                whole.encoder(), dense, whole.maxSequenceLength(), whole.config(), whole.sentenceTransformers());
        String cut = TensorNames.dense(last.folder());
        SafetensorsWriter.Source weights = SafetensorsWriter.Source.of(name -> {
            if (!name.equals(cut)) {
                return source.weights(name);
            }
            return selects ? selection(last) : leadingRows(source.weights(name), last);
        });
        AtomicFiles.writeFolder(target, folder -> {
            LegacyLayout.write(folder, content, weights);
            LegacyTokenizer.copy(
                    source.folder().resolve(CheckpointFiles.TOKENIZER), folder, source.maxSequenceLength());
        });
        return Checkpoint.open(target);
    }

    private static DenseLayer shorter(DenseLayer layer, int outputs) {
        return new DenseLayer(layer.folder(), layer.inputs(), outputs);
    }

    private static ByteBuffer leadingRows(ByteBuffer all, DenseLayer layer) {
        return all.duplicate().limit(all.position() + layer.outputs() * layer.inputs() * Float.BYTES);
    }

    private static ByteBuffer selection(DenseLayer layer) {
        ByteBuffer bytes = ByteBuffer.allocate(layer.outputs() * layer.inputs() * Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        for (int row = 0; row < layer.outputs(); row++) {
            bytes.putFloat((row * layer.inputs() + row) * Float.BYTES, 1);
        }
        return bytes;
    }
}

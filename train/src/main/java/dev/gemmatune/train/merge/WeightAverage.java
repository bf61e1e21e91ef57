package dev.gemmatune.train.merge;

import dev.gemmatune.model.UserError;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.checkpoint.CheckpointFiles;
import dev.gemmatune.model.checkpoint.CheckpointWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The mean of the weights of checkpoints that were tuned from the same start.
 *
 * @see <a href="https://arxiv.org/abs/2203.05482">Model soups</a>
 */
public final class WeightAverage {

    private WeightAverage() {}

    /**
     * Writes the mean, summed in double, as a checkpoint with everything else from the first one. Memory: one tensor of
     * each.
     *
     * @param target its folder
     * @param checkpoints at least one
     * @throws UserError if their shapes or tokenizers differ, naming the two and the difference
     */
    public static void write(Path target, List<Checkpoint> checkpoints) {
        Checkpoint first = checkpoints.get(0);
        checkpoints.forEach(other -> checkFits(first, other));
        CheckpointWriter.write(
                target,
                first,
                name -> mean(checkpoints.stream()
                        .map(checkpoint -> checkpoint.weights(name))
                        .toList()));
    }

    /**
     * The mean of float32 arrays, number by number, summed in double.
     *
     * @param weights at least one; little-endian, of the same length
     * @return a direct buffer, little-endian
     */
    public static ByteBuffer mean(List<ByteBuffer> weights) {
        ByteBuffer mean = ByteBuffer.allocateDirect(weights.get(0).remaining()).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < mean.capacity(); at += Float.BYTES) {
            double sum = 0;
            for (ByteBuffer weight : weights) {
                sum += weight.getFloat(at);
            }
            mean.putFloat(at, (float) (sum / weights.size()));
        }
        return mean;
    }

    private static void checkFits(Checkpoint first, Checkpoint other) {
        for (Map.Entry<String, List<Long>> shape : first.shapes().entrySet()) {
            List<Long> found = other.shapes().get(shape.getKey());
            if (!shape.getValue().equals(found)) {
                throw new UserError(first.folder() + " and " + other.folder() + " cannot be averaged: " + shape.getKey()
                        + " is " + shape.getValue() + " in the first and " + (found == null ? "not" : found)
                        + " in the second; they must be tuned from the same model");
            }
        }
        if (!Files.exists(first.folder().resolve(CheckpointFiles.TOKENIZER))) {
            return;
        }
        try {
            long difference = Files.mismatch(
                    first.folder().resolve(CheckpointFiles.TOKENIZER),
                    other.folder().resolve(CheckpointFiles.TOKENIZER));
            if (difference >= 0) {
                throw new UserError(first.folder() + " and " + other.folder()
                        + " cannot be averaged: their tokenizer.json differ from byte " + difference
                        + " on; they must be tuned from the same model");
            }
        } catch (IOException e) {
            throw new UserError(
                    "cannot read the tokenizers of " + first.folder() + " and " + other.folder() + ": "
                            + e.getMessage(),
                    e);
        }
    }
}

package dev.gemmatune.model.reduction;

import com.google.gson.JsonObject;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.checkpoint.CheckpointFiles;
import dev.gemmatune.model.checkpoint.LegacyContent;
import dev.gemmatune.model.checkpoint.LegacyLayout;
import dev.gemmatune.model.checkpoint.LegacyTokenizer;
import dev.gemmatune.model.checkpoint.TensorNames;
import dev.gemmatune.model.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Writes a checkpoint with some rows of its token embedding. */
final class PrunedWeights {

    private final Checkpoint source;
    private final int[] rows;

    /** @param rows indices of the rows to keep, in the order in which they are written */
    PrunedWeights(Checkpoint source, int[] rows) {
        this.source = source;
        this.rows = rows;
    }

    /** Writes everything into an existing folder, with the tokenizer of another folder. */
    void write(Path folder, Path tokenizer) throws IOException {
        LegacyContent whole = LegacyContent.of(source);
        JsonObject config = whole.config();
        config.addProperty("vocab_size", rows.length);
        LegacyContent content = new LegacyContent(
                whole.encoder().withVocabularySize(rows.length),
                whole.dense(),
                whole.maxSequenceLength(),
                config,
                whole.sentenceTransformers());
        LegacyLayout.write(folder, content, this::weights);
        LegacyTokenizer.copy(
                tokenizer.resolve(CheckpointFiles.TOKENIZER),
                folder,
                source.maxSequenceLength(),
                source.config().maxPositions());
    }

    private void weights(String name, SafetensorsWriter.Sink sink) throws IOException {
        ByteBuffer all = source.weights(name);
        if (!name.equals(TensorNames.EMBEDDING)) {
            sink.put(all);
            return;
        }
        int bytes = source.config().hiddenSize() * Float.BYTES;
        for (int row : rows) {
            sink.put(all.slice(row * bytes, bytes));
        }
    }
}

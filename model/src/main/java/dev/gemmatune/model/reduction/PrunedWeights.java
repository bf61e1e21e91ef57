package dev.gemmatune.model.reduction;

import com.google.gson.JsonObject;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.checkpoint.CheckpointFiles;
import dev.gemmatune.model.checkpoint.LegacyContent;
import dev.gemmatune.model.checkpoint.LegacyLayout;
import dev.gemmatune.model.checkpoint.LegacyTokenizer;
import dev.gemmatune.model.checkpoint.TensorNames;
import dev.gemmatune.model.files.ByteSink;
import dev.gemmatune.model.safetensors.StoredRows;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
        LegacyTokenizer.copy(tokenizer.resolve(CheckpointFiles.TOKENIZER), folder, source.maxSequenceLength());
    }

    private void weights(String name, ByteSink sink) throws IOException {
        if (!name.equals(TensorNames.EMBEDDING)) {
            for (ByteBuffer part : source.parts(name)) {
                sink.put(part);
            }
            return;
        }
        StoredRows all = source.rows(name);
        ByteBuffer bytes = ByteBuffer.allocate(all.columns() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int row : rows) {
            all.copy(row, 1, bytes.clear());
            sink.put(bytes);
        }
    }
}

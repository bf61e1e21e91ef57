package dev.gemmatune.eval.tasks;

import dev.gemmatune.eval.Progress;
import dev.gemmatune.eval.embeddings.Embeddings;
import dev.gemmatune.eval.retrieval.RetrievalPrompts;
import dev.gemmatune.model.TextEmbedder;
import java.util.Arrays;
import java.util.List;

/**
 * Embeds a task's texts with its prompt.
 *
 * @param embedder the model
 * @param prompts of the task
 * @param progress is told how many texts are done
 */
record EmbeddedTexts(TextEmbedder embedder, RetrievalPrompts prompts, Progress progress) {

    /** {@code [texts][E]} at the full dimension, in the order of the texts. */
    float[][] of(List<String> texts, String stage) {
        return Embeddings.of(embedder, texts, prompts.query(), stage, progress);
    }

    /** The first numbers of each vector, not made unit vectors again: that is what mteb's models give. */
    static float[][] cut(float[][] vectors, int dimension) {
        return Arrays.stream(vectors)
                .map(vector -> Arrays.copyOf(vector, dimension))
                .toArray(float[][]::new);
    }
}

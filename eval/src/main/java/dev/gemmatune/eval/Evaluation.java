package dev.gemmatune.eval;

import dev.gemmatune.model.TextEmbedder;

/** A way to judge a model, with its data; it can be run again and again, as during a training. */
public interface Evaluation {

    /** What is evaluated, for tables and logs: {@code finance/dev}. */
    String name();

    /**
     * Judges a model.
     *
     * @param embedder the model; it is not kept
     * @param progress is told how many texts are embedded
     */
    Scores run(TextEmbedder embedder, Progress progress);

    /** Judges a model without telling anybody how far it is. */
    default Scores run(TextEmbedder embedder) {
        return run(embedder, Progress.SILENT);
    }
}

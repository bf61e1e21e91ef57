package dev.gemmatune.eval.retrieval;

import dev.gemmatune.model.checkpoint.Prompts;

/**
 * The texts put before queries and documents; {@code ""} for none.
 *
 * @param query for EmbeddingGemma {@code "task: search result | query: "}
 * @param document for EmbeddingGemma {@code "title: none | text: "}
 */
public record RetrievalPrompts(String query, String document) {

    /** No prompts. */
    public static final RetrievalPrompts NONE = new RetrievalPrompts("", "");

    /** A model's own, from its prompts {@code query} and {@code document}; none where it has none. */
    public static RetrievalPrompts of(Prompts model) {
        return new RetrievalPrompts(model.query(), model.document());
    }
}

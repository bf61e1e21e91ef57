package dev.gemmatune.eval.retrieval;

/**
 * The texts put before queries and documents; {@code ""} for none.
 *
 * @param query for EmbeddingGemma {@code "task: search result | query: "}
 * @param document for EmbeddingGemma {@code "title: none | text: "}
 */
public record RetrievalPrompts(String query, String document) {

    /** No prompts. */
    public static final RetrievalPrompts NONE = new RetrievalPrompts("", "");
}

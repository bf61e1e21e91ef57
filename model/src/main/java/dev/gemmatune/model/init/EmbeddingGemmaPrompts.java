package dev.gemmatune.model.init;

import dev.gemmatune.model.checkpoint.Prompts;
import java.util.LinkedHashMap;
import java.util.Map;

/** The prompts of google/embeddinggemma-300m by name; each ends in a space. */
public final class EmbeddingGemmaPrompts {

    private static final String SEARCH = "task: search result | query: ";
    private static final String DOCUMENT = "title: none | text: ";
    private static final String CLUSTERING = "task: clustering | query: ";
    private static final String CLASSIFICATION = "task: classification | query: ";
    private static final String SIMILARITY = "task: sentence similarity | query: ";
    private static final String SUMMARIZATION = "task: summarization | query: ";
    private static final String CODE = "task: code retrieval | query: ";

    private EmbeddingGemmaPrompts() {}

    /** All fourteen. */
    public static Prompts all() {
        Map<String, String> prompts = new LinkedHashMap<>();
        prompts.put("query", SEARCH);
        prompts.put("document", DOCUMENT);
        prompts.put("BitextMining", SEARCH);
        prompts.put("Clustering", CLUSTERING);
        prompts.put("Classification", CLASSIFICATION);
        prompts.put("InstructionRetrieval", CODE);
        prompts.put("MultilabelClassification", CLASSIFICATION);
        prompts.put("PairClassification", SIMILARITY);
        prompts.put("Reranking", SEARCH);
        prompts.put("Retrieval", SEARCH);
        prompts.put("Retrieval-query", SEARCH);
        prompts.put("Retrieval-document", DOCUMENT);
        prompts.put("STS", SIMILARITY);
        prompts.put("Summarization", SUMMARIZATION);
        return new Prompts(prompts);
    }
}

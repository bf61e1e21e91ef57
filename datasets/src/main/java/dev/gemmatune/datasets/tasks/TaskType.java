package dev.gemmatune.datasets.tasks;

/** What a task asks of embeddings; the types of mteb 2.20.0. */
public enum TaskType {
    /** Find the documents that answer a query. */
    RETRIEVAL("Retrieval", "ndcg_at_10"),
    /** Order the candidates of each query. */
    RERANKING("Reranking", "map_at_1000"),
    /** Say how alike two sentences are. */
    STS("STS", "cosine_spearman"),
    /** Tell pairs that belong together from others. */
    PAIR_CLASSIFICATION("PairClassification", "max_ap"),
    /** Learn a label of texts from a few examples. */
    CLASSIFICATION("Classification", "accuracy"),
    /** Learn any number of labels of texts from a few examples. */
    MULTILABEL_CLASSIFICATION("MultilabelClassification", "accuracy"),
    /** Group texts. */
    CLUSTERING("Clustering", "v_measure"),
    /** Find the translation of a sentence. */
    BITEXT_MINING("BitextMining", "f1"),
    /** Rate summaries. */
    SUMMARIZATION("Summarization", "cosine_spearman"),
    /** Find documents by queries with instructions. */
    INSTRUCTION_RETRIEVAL("InstructionRetrieval", "robustness_at_10"),
    /** Heed it when an instruction changes. */
    INSTRUCTION_RERANKING("InstructionReranking", "p-MRR");

    private final String mtebName;
    private final String mainScore;

    TaskType(String mtebName, String mainScore) {
        this.mtebName = mtebName;
        this.mainScore = mainScore;
    }

    /** As mteb writes it; also the name of the prompt that models have for the type. */
    public String mtebName() {
        return mtebName;
    }

    /** The metric by which models are compared, unless a task has its own. */
    public String mainScore() {
        return mainScore;
    }

    /** Whether queries look for documents in the whole corpus, not among candidates. */
    public boolean searchesCorpus() {
        return this == RETRIEVAL || this == INSTRUCTION_RETRIEVAL;
    }

    /** Whether queries look for documents, so that both can have prompts of their own. */
    public boolean retrieves() {
        return switch (this) {
            case RETRIEVAL, RERANKING, INSTRUCTION_RETRIEVAL, INSTRUCTION_RERANKING -> true;
            case STS,
                    PAIR_CLASSIFICATION,
                    CLASSIFICATION,
                    MULTILABEL_CLASSIFICATION,
                    CLUSTERING,
                    BITEXT_MINING,
                    SUMMARIZATION -> false;
        };
    }
}

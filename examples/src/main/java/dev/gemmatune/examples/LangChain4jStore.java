package dev.gemmatune.examples;

import dev.gemmatune.langchain4j.GemmatuneEmbeddingModel;
import dev.langchain4j.data.document.Document;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.rag.content.retriever.EmbeddingStoreContentRetriever;
import dev.langchain4j.rag.query.Query;
import dev.langchain4j.store.embedding.EmbeddingStoreIngestor;
import dev.langchain4j.store.embedding.inmemory.InMemoryEmbeddingStore;
import java.util.List;

/** A tuned checkpoint in LangChain4j, in this process. Arguments: MODEL QUESTION DOCUMENT… */
public final class LangChain4jStore {

    private LangChain4jStore() {}

    /** Prints the document that answers the question. */
    public static void main(String[] args) {
        List<Document> documents = List.of(args).subList(2, args.length).stream()
                .map(Document::from)
                .toList();
        try (GemmatuneEmbeddingModel model = GemmatuneEmbeddingModel.load(args[0])) {
            InMemoryEmbeddingStore<TextSegment> store = new InMemoryEmbeddingStore<>();
            EmbeddingStoreIngestor.builder()
                    .embeddingModel(model)
                    .embeddingStore(store)
                    .build()
                    .ingest(documents);
            EmbeddingStoreContentRetriever retriever = EmbeddingStoreContentRetriever.builder()
                    .embeddingModel(model)
                    .embeddingStore(store)
                    .maxResults(1)
                    .build();
            System.out.println(
                    retriever.retrieve(Query.from(args[1])).get(0).textSegment().text());
        }
    }
}

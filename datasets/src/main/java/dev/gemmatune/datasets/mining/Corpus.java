package dev.gemmatune.datasets.mining;

import dev.gemmatune.datasets.beir.Document;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Documents in which negatives are looked for. They can be gone through again and again and are not kept. */
public interface Corpus {

    /** Where they come from, for messages. */
    String name();

    /**
     * Goes through all documents, each time in the same order.
     *
     * @throws dev.gemmatune.model.UserError if one of them is wrong, naming its place
     */
    void forEach(Consumer<Document> consumer);

    /** From the text of a query to the ids of documents that are known to answer it; empty if nothing is known. */
    default Map<String, Set<String>> judged() {
        return Map.of();
    }

    /** A corpus of texts in memory, whose ids are their numbers. */
    static Corpus of(String name, List<String> texts) {
        List<String> copy = List.copyOf(texts);
        return new Corpus() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public void forEach(Consumer<Document> consumer) {
                for (int i = 0; i < copy.size(); i++) {
                    consumer.accept(new Document(Integer.toString(i + 1), "", copy.get(i)));
                }
            }
        };
    }
}

package dev.gemmatune.datasets.split;

import dev.gemmatune.datasets.beir.Document;
import dev.gemmatune.datasets.beir.Qrels;
import dev.gemmatune.datasets.beir.Query;
import dev.gemmatune.datasets.beir.RetrievalDataset;
import dev.gemmatune.datasets.lines.Dropped;
import dev.gemmatune.datasets.training.TrainingData;
import dev.gemmatune.datasets.training.TrainingExample.Contrast;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Retrieval data of rows that were held out. Their anchors are queries that look for their positives among the positives of
 * all rows, those to train on included, as a search would have it. A text has one id in all splits.
 */
public final class HeldOutQueries {

    private final Map<String, String> documents = new LinkedHashMap<>();
    private final Map<String, String> queries = new LinkedHashMap<>();

    /**
     * A corpus of the positives of rows, numbered from {@code d1} in the order of their first row.
     *
     * @param parts those that were held out and those to train on
     */
    public HeldOutQueries(List<TrainingData> parts) {
        for (TrainingData part : parts) {
            for (Contrast row : part.contrasts()) {
                documents.putIfAbsent(row.positive(), "d" + (documents.size() + 1));
            }
        }
    }

    /**
     * The queries of a part.
     *
     * @param name of the data set
     * @param split {@code dev} or {@code test}
     * @param rows one of the parts of the corpus
     */
    public RetrievalDataset of(String name, String split, TrainingData rows) {
        Map<String, String> asked = new LinkedHashMap<>();
        Map<String, Map<String, Integer>> judged = new LinkedHashMap<>();
        for (Contrast row : rows.contrasts()) {
            String query = queries.computeIfAbsent(row.anchor(), anchor -> "q" + (queries.size() + 1));
            asked.put(query, row.anchor());
            judged.computeIfAbsent(query, id -> new LinkedHashMap<>()).put(documents.get(row.positive()), 1);
        }
        List<Document> corpus = new ArrayList<>();
        documents.forEach((text, id) -> corpus.add(new Document(id, "", text)));
        List<Query> texts = new ArrayList<>();
        asked.forEach((id, text) -> texts.add(new Query(id, text)));
        return new RetrievalDataset(name, split, corpus, texts, new Qrels(judged), Dropped.NONE);
    }
}

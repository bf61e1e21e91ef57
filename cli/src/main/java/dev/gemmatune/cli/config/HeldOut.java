package dev.gemmatune.cli.config;

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
import java.util.stream.Stream;

/** Makes evaluation data of training rows that were held out. */
final class HeldOut {

    private HeldOut() {}

    /**
     * Scored pairs are compared; of other rows, the anchors are queries that look for their positives among the positives of
     * all rows, those to train on included, as a search would have it.
     *
     * @param name of the set
     * @param split {@code dev} or {@code test}
     */
    static EvaluationSet evaluation(String name, String split, TrainingData rows, List<TrainingData> others) {
        if (rows.scored()) {
            return new EvaluationSet.Sts(name + "/" + split, rows.scoredPairs(), Dropped.NONE);
        }
        Map<String, String> documents = new LinkedHashMap<>();
        Stream.concat(Stream.of(rows), others.stream())
                .flatMap(part -> part.contrasts().stream())
                .forEach(row -> documents.putIfAbsent(row.positive(), "d" + (documents.size() + 1)));
        Map<String, String> queries = new LinkedHashMap<>();
        Map<String, Map<String, Integer>> judged = new LinkedHashMap<>();
        for (Contrast row : rows.contrasts()) {
            String query = queries.computeIfAbsent(row.anchor(), anchor -> "q" + (queries.size() + 1));
            judged.computeIfAbsent(query, id -> new LinkedHashMap<>()).put(documents.get(row.positive()), 1);
        }
        List<Document> corpus = new ArrayList<>();
        documents.forEach((text, id) -> corpus.add(new Document(id, "", text)));
        List<Query> asked = new ArrayList<>();
        queries.forEach((text, id) -> asked.add(new Query(id, text)));
        return new EvaluationSet.Retrieval(
                new RetrievalDataset(name, split, corpus, asked, new Qrels(judged), Dropped.NONE));
    }
}

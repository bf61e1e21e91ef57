package dev.gemmatune.cli.evaluation;

import dev.gemmatune.cli.config.EvaluationSet;
import dev.gemmatune.datasets.beir.RetrievalDataset;
import java.util.ArrayList;
import java.util.List;

/** A hash of everything in a set that scores depend on: two evaluations of one hash can be compared. */
final class DataHash {

    private DataHash() {}

    static String of(EvaluationSet set) {
        List<String> texts = new ArrayList<>();
        if (set instanceof EvaluationSet.Retrieval retrieval) {
            add(retrieval.dataset(), texts);
        } else if (set instanceof EvaluationSet.Sts sts) {
            sts.pairs()
                    .forEach(pair ->
                            texts.addAll(List.of(pair.sentence1(), pair.sentence2(), String.valueOf(pair.score()))));
        } else {
            texts.addAll(set.texts());
        }
        return ContentHash.ofTexts(texts);
    }

    private static void add(RetrievalDataset dataset, List<String> texts) {
        dataset.queries().forEach(query -> texts.addAll(List.of(query.id(), query.text())));
        dataset.corpus().forEach(document -> texts.addAll(List.of(document.id(), document.text())));
        dataset.qrels()
                .byQuery()
                .forEach((query, grades) -> grades.forEach(
                        (document, grade) -> texts.addAll(List.of(query, document, String.valueOf(grade)))));
    }
}

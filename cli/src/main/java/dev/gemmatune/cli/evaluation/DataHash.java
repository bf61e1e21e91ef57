package dev.gemmatune.cli.evaluation;

import dev.gemmatune.cli.config.EvaluationSet;
import dev.gemmatune.datasets.beir.RetrievalDataset;
import dev.gemmatune.datasets.tasks.TaskData;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

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
        } else if (set instanceof EvaluationSet.OfTask ofTask) {
            texts.add(ofTask.task().description().rules().toString());
            ofTask.task().parts().forEach(part -> {
                texts.addAll(List.of(part.split(), part.subset()));
                add(part.data(), texts);
            });
        }
        return ContentHash.ofTexts(texts);
    }

    private static void add(TaskData data, List<String> texts) {
        if (data instanceof TaskData.Search search) {
            add(search.dataset(), texts);
            // Sorted: a map's own order may differ from process to process.
            texts.add(new TreeMap<>(search.candidates()).toString());
            texts.add(new TreeMap<>(search.changed()).toString());
        } else {
            // Records of lists, whose text holds everything in its order.
            texts.add(data.toString());
        }
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

package dev.gemmatune.cli.train;

import dev.gemmatune.cli.config.CheckedConfig;
import dev.gemmatune.cli.config.EvaluationSet;
import dev.gemmatune.datasets.beir.Document;
import dev.gemmatune.datasets.beir.RetrievalDataset;
import dev.gemmatune.datasets.leakage.Leak;
import dev.gemmatune.datasets.leakage.LeakageCheck;
import dev.gemmatune.datasets.training.TrainingExample;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Says which texts of the evaluation and test sets are in the training data. */
final class Leakage {

    private static final int EXAMPLES = 3;
    private static final int LENGTH = 70;

    private Leakage() {}

    /** A line for each kind of text of each set of which some are in the training data, with the first examples. */
    static List<String> warnings(CheckedConfig checked) {
        List<List<String>> rows =
                checked.examples().stream().map(TrainingExample::texts).toList();
        Set<EvaluationSet> sets = new LinkedHashSet<>(checked.evaluation());
        sets.addAll(checked.test());
        List<String> warnings = new ArrayList<>();
        for (EvaluationSet set : sets) {
            texts(set).forEach((kind, texts) -> {
                LeakageCheck check = new LeakageCheck(texts);
                List<Leak> leaks = check.find(rows);
                if (!leaks.isEmpty()) {
                    warnings.add(describe(set.name(), kind, check.size(), leaks));
                }
            });
        }
        return warnings;
    }

    private static Map<String, List<String>> texts(EvaluationSet set) {
        Map<String, List<String>> texts = new LinkedHashMap<>();
        if (set instanceof EvaluationSet.Retrieval retrieval) {
            RetrievalDataset dataset = retrieval.dataset();
            Set<String> relevant = new LinkedHashSet<>();
            dataset.qrels()
                    .byQuery()
                    .values()
                    .forEach(grades -> grades.forEach((document, grade) -> {
                        if (grade > 0) {
                            relevant.add(document);
                        }
                    }));
            texts.put(
                    "queries",
                    dataset.queries().stream().map(query -> query.text()).toList());
            texts.put(
                    "relevant passages",
                    dataset.corpus().stream()
                            .filter(document -> relevant.contains(document.id()))
                            .map(Document::text)
                            .toList());
        } else {
            texts.put("texts", set.texts());
        }
        return texts;
    }

    private static String describe(String set, String kind, int size, List<Leak> leaks) {
        long exact = leaks.stream().filter(Leak::exact).count();
        StringBuilder line = new StringBuilder(String.format(
                Locale.ROOT,
                "%,d of %,d %s of %s are in the training data (%,d equal, %,d nearly): scores on them are too good;"
                        + " take these rows out.",
                leaks.size(),
                size,
                kind,
                set,
                exact,
                leaks.size() - exact));
        leaks.stream()
                .limit(EXAMPLES)
                .forEach(leak ->
                        line.append("\n  row ").append(leak.row()).append(": ").append(shortened(leak.trained())));
        return line.toString();
    }

    private static String shortened(String text) {
        return text.codePointCount(0, text.length()) <= LENGTH
                ? text
                : text.substring(0, text.offsetByCodePoints(0, LENGTH)) + "…";
    }
}

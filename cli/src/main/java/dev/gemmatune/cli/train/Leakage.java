package dev.gemmatune.cli.train;

import dev.gemmatune.cli.config.CheckedConfig;
import dev.gemmatune.cli.config.EvaluationSet;
import dev.gemmatune.datasets.beir.Document;
import dev.gemmatune.datasets.beir.RetrievalDataset;
import dev.gemmatune.datasets.leakage.Leak;
import dev.gemmatune.datasets.leakage.LeakageCheck;
import dev.gemmatune.datasets.tasks.TaskData;
import dev.gemmatune.datasets.training.TrainingExample;
import dev.gemmatune.model.Count;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which texts of the evaluation and test sets are in the training data. A question that was trained on is a leak. A
 * passage that was trained on with other questions is none: the corpus of a FAQ should hold all answers, and whoever asks
 * again finds the same ones; it matters only where documents will be new.
 *
 * @param warnings of questions, pairs and other texts that were learnt by heart, a line for each set with its examples
 * @param notes of passages, with what to do if unseen documents matter
 */
record Leakage(List<String> warnings, List<String> notes) {

    private static final int EXAMPLES = 3;
    private static final int LENGTH = 70;

    /** Copies the lists. */
    Leakage {
        warnings = List.copyOf(warnings);
        notes = List.copyOf(notes);
    }

    /** Looks for the texts of all sets in all rows. */
    static Leakage of(CheckedConfig checked) {
        List<List<String>> rows =
                checked.examples().stream().map(TrainingExample::texts).toList();
        Set<EvaluationSet> sets = new LinkedHashSet<>(checked.evaluation());
        sets.addAll(checked.test());
        List<String> warnings = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        for (EvaluationSet set : sets) {
            for (Texts texts : texts(set)) {
                LeakageCheck check = new LeakageCheck(texts.texts());
                List<Leak> leaks = check.find(
                        texts.joined()
                                ? rows.stream().map(row -> List.of(joined(row))).toList()
                                : rows);
                if (!leaks.isEmpty()) {
                    (texts.leak() ? warnings : notes).add(describe(set.name(), texts, check.size(), leaks));
                }
            }
        }
        return new Leakage(warnings, notes);
    }

    /** What stands in the report's facts. */
    String facts() {
        List<String> all =
                new ArrayList<>(warnings.isEmpty() ? List.of("no test question is in the training data") : warnings);
        all.addAll(notes);
        return String.join("\n", all);
    }

    /**
     * Texts of a set.
     *
     * @param kind in the plural: {@code queries}
     * @param texts to look for
     * @param leak whether it is one to have trained on them
     * @param joined whether all texts of a row count as one: a pair is known where both sentences stand in one row
     */
    private record Texts(String kind, List<String> texts, boolean leak, boolean joined) {}

    private static List<Texts> texts(EvaluationSet set) {
        List<Texts> texts = new ArrayList<>();
        if (set instanceof EvaluationSet.Retrieval retrieval) {
            addSearch(retrieval.dataset(), texts);
        } else if (set instanceof EvaluationSet.Sts sts) {
            texts.add(new Texts(
                    "pairs",
                    sts.pairs().stream().map(pair -> joined(pair.texts())).toList(),
                    true,
                    true));
        } else if (set instanceof EvaluationSet.OfTask ofTask) {
            List<String> others = new ArrayList<>();
            ofTask.task().parts().forEach(part -> {
                if (part.data() instanceof TaskData.Search search) {
                    addSearch(search.dataset(), texts);
                } else {
                    others.addAll(part.data().texts());
                }
            });
            if (!others.isEmpty()) {
                texts.add(new Texts("texts", others, true, false));
            }
        }
        return texts;
    }

    private static void addSearch(RetrievalDataset dataset, List<Texts> texts) {
        Set<String> relevant = new LinkedHashSet<>();
        dataset.qrels()
                .byQuery()
                .values()
                .forEach(grades -> grades.forEach((document, grade) -> {
                    if (grade > 0) {
                        relevant.add(document);
                    }
                }));
        texts.add(new Texts(
                "queries", dataset.queries().stream().map(query -> query.text()).toList(), true, false));
        texts.add(new Texts(
                "relevant passages",
                dataset.corpus().stream()
                        .filter(document -> relevant.contains(document.id()))
                        .map(Document::text)
                        .toList(),
                false,
                false));
    }

    private static String joined(List<String> texts) {
        return String.join("\n", texts);
    }

    private static String describe(String set, Texts texts, int size, List<Leak> leaks) {
        long exact = leaks.stream().filter(Leak::exact).count();
        String found = String.format(
                Locale.ROOT,
                "%,d of %s of %s %s in the training data (%,d equal, %,d nearly)",
                leaks.size(),
                Count.of(size, texts.kind()),
                set,
                leaks.size() == 1 ? "is" : "are",
                exact,
                leaks.size() - exact);
        if (!texts.leak()) {
            return found + ", with other questions. That is as it should be where people will ask about the same"
                    + " passages, as in a FAQ. If passages will be new, hold whole groups of rows out:"
                    + " data.train.split with by: the column of the document";
        }
        StringBuilder line = new StringBuilder(found).append(": scores on them are too good; take these rows out.");
        leaks.stream()
                .limit(EXAMPLES)
                .forEach(leak ->
                        line.append("\n  row ").append(leak.row()).append(": ").append(shortened(leak.trained())));
        return line.toString();
    }

    private static String shortened(String text) {
        String line = text.replace('\n', ' ');
        return line.codePointCount(0, line.length()) <= LENGTH
                ? line
                : line.substring(0, line.offsetByCodePoints(0, LENGTH)) + "…";
    }
}

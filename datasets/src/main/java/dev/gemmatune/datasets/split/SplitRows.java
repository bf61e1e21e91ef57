package dev.gemmatune.datasets.split;

import dev.gemmatune.datasets.leakage.LeakageCheck;
import dev.gemmatune.datasets.rows.RowSource;
import dev.gemmatune.datasets.split.GroupSplit.Part;
import dev.gemmatune.datasets.training.TrainingData;
import dev.gemmatune.datasets.training.TrainingExample;
import dev.gemmatune.model.Count;
import dev.gemmatune.model.UserError;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Rows in parts, none of which is empty.
 *
 * @param train to train on
 * @param dev to choose with, if it has a share
 * @param test to judge by, if it has a share
 */
public record SplitRows(TrainingData train, Optional<TrainingData> dev, Optional<TrainingData> test) {

    /**
     * Parts rows by their question (the first text of a scored pair), so that the shares hold to a question: the first
     * questions in the order of {@link GroupSplit}'s places are tested on, the next ones are the dev part. Questions that
     * differ only in case, white space or punctuation are one. Where rows are added, only questions at the borders move.
     *
     * @param rows all of them
     * @param split shares and seed; its column is not used
     * @throws UserError if there are fewer questions than parts
     */
    public static SplitRows byQuestion(TrainingData rows, GroupSplit split) {
        List<String> byRow = rows.examples().stream()
                .map(row -> LeakageCheck.normalised(row.texts().get(0)))
                .toList();
        List<String> questions = new ArrayList<>(new HashSet<>(byRow));
        questions.sort(Comparator.comparingDouble(split::place));
        int test = number(split.test(), questions.size());
        int dev = number(split.dev(), questions.size());
        if (test + dev >= questions.size()) {
            throw new UserError(rows.name() + ": " + Count.of(questions.size(), "different questions")
                    + " cannot be parted into " + dev + " for dev, " + test
                    + " for test and some to train on; give more rows or smaller shares");
        }
        Set<String> tested = Set.copyOf(questions.subList(0, test));
        Set<String> chosen = Set.copyOf(questions.subList(test, test + dev));
        Map<Part, List<TrainingExample>> parts = new EnumMap<>(Part.class);
        for (int i = 0; i < byRow.size(); i++) {
            String question = byRow.get(i);
            Part part = tested.contains(question) ? Part.TEST : chosen.contains(question) ? Part.DEV : Part.TRAIN;
            parts.computeIfAbsent(part, any -> new ArrayList<>())
                    .add(rows.examples().get(i));
        }
        return of(split, part -> new TrainingData(rows.name(), rows.columns(), parts.get(part)));
    }

    /** A share of the questions; of one that is not nothing, at least one. */
    private static int number(double share, int questions) {
        return share == 0 ? 0 : (int) Math.max(1, Math.round(share * questions));
    }

    /**
     * Parts rows by the column of a split.
     *
     * @param source the rows, which are read once for each part
     * @param reading makes training data of them
     * @throws UserError if a part that has a share stays empty, or a row lacks the column
     */
    public static SplitRows byColumn(RowSource source, GroupSplit split, Function<RowSource, TrainingData> reading) {
        return of(split, part -> reading.apply(split.part(source, part)));
    }

    private static SplitRows of(GroupSplit split, Function<Part, TrainingData> rows) {
        return new SplitRows(
                rows.apply(Part.TRAIN),
                split.dev() > 0 ? Optional.of(rows.apply(Part.DEV)) : Optional.empty(),
                split.test() > 0 ? Optional.of(rows.apply(Part.TEST)) : Optional.empty());
    }

    /** The parts that there are, in the order train, dev, test, under the names of their files. */
    public Map<String, TrainingData> byName() {
        Map<String, TrainingData> parts = new LinkedHashMap<>();
        parts.put("train", train);
        dev.ifPresent(rows -> parts.put("dev", rows));
        test.ifPresent(rows -> parts.put("test", rows));
        return parts;
    }
}

package dev.gemmatune.datasets.training;

import dev.gemmatune.datasets.lines.Listed;
import dev.gemmatune.datasets.lines.Problems;
import dev.gemmatune.datasets.lines.ReadingNotes;
import dev.gemmatune.datasets.rows.Row;
import dev.gemmatune.datasets.rows.RowSource;
import dev.gemmatune.model.UserError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Reads training rows; the first row fixes the columns, but rows may have different numbers of negatives. */
final class TrainingReader {

    private final RowSource source;
    private final Columns columns;
    private final Optional<ScoreRange> scoreRange;
    private final Problems problems;
    private final Map<String, String> seen = new HashMap<>();
    private final List<TrainingExample> examples = new ArrayList<>();
    private final Map<Set<String>, Layout> layouts = new HashMap<>();
    private Layout first;

    TrainingReader(RowSource source, Columns columns, Optional<ScoreRange> scoreRange, Problems problems) {
        this.source = source;
        this.columns = columns;
        this.scoreRange = scoreRange;
        this.problems = problems;
    }

    TrainingData read() {
        source.forEach(problems, this::add);
        problems.throwIfAny();
        return new TrainingData(source.name(), textColumns(), examples);
    }

    private void add(Row row) {
        Layout layout = layouts.get(row.columns());
        if (layout == null) {
            layout = layouts.isEmpty() ? firstLayout(row) : laterLayout(row);
            layouts.put(Set.copyOf(row.columns()), layout);
        }
        if (layout.scored()) {
            examples.add(scoredPair(row, layout));
        } else {
            examples.addAll(contrasts(row, layout));
        }
    }

    /** Without a layout no row can be read, so this error stands alone: it ends the reading. */
    private Layout firstLayout(Row row) {
        try {
            Layout.requireMapped(source.name(), row.columns(), columns);
            ListColumns.requireMapping(source.name(), row, columns);
            first = Layout.of(source.name(), row.columns(), columns);
            tellIgnored(row);
            return first;
        } catch (UserError e) {
            throw problems.last(e.getMessage());
        }
    }

    /** A column whose name says what it is good for is perhaps not left out on purpose. */
    private void tellIgnored(Row row) {
        List<String> ignored = row.columns().stream()
                .filter(column -> columns.ignored().contains(column) && Columns.hasRole(column))
                .toList();
        if (!ignored.isEmpty()) {
            ReadingNotes.tell(source.name() + ": ignore leaves out " + Listed.of(ignored)
                    + ", which training would use; remove it from ignore unless that is meant");
        }
    }

    private Layout laterLayout(Row row) {
        Layout layout = Layout.of(row.place(), row.columns(), columns);
        Optional<String> difference = first.difference(layout);
        if (difference.isPresent()) {
            throw new UserError(row.place() + ": " + difference.get());
        }
        return layout;
    }

    private TrainingExample scoredPair(Row row, Layout layout) {
        return new TrainingExample.ScoredPair(
                text(row, Role.SENTENCE1, layout), text(row, Role.SENTENCE2, layout), score(row, layout));
    }

    /** A row, or one for each of its positives. */
    private List<TrainingExample> contrasts(Row row, Layout layout) {
        String anchor = text(row, Role.ANCHOR, layout);
        Optional<String> listed = layout.positives();
        List<String> positives =
                listed.isEmpty() ? List.of(text(row, Role.POSITIVE, layout)) : listedTexts(row, listed.get());
        if (positives.isEmpty()) {
            throw new UserError(row.place() + ": \"" + listed.get() + "\" has no text; give one or remove the row");
        }
        List<String> negatives = layout.columnOf().containsKey(Role.NEGATIVES)
                ? listedTexts(row, layout.columnOf().get(Role.NEGATIVES))
                : filledNegatives(row, layout).stream()
                        .map(role -> text(row, role, layout))
                        .toList();
        List<Double> scores = teacherScores(row, layout, negatives.size());
        return positives.stream()
                .<TrainingExample>map(positive -> new TrainingExample.Contrast(anchor, positive, negatives, scores))
                .toList();
    }

    /** The roles of the negatives that the row has; tables leave cells empty where a row has fewer. */
    private static List<String> filledNegatives(Row row, Layout layout) {
        return layout.negatives().stream()
                .filter(role -> !row.isVoid(layout.columnOf().get(role)))
                .toList();
    }

    /** A teacher's scores of the positive and the negatives, as far as the row has such columns. */
    private static List<Double> teacherScores(Row row, Layout layout, int negatives) {
        Map<String, String> columnOf = layout.columnOf();
        if (columnOf.containsKey(Role.SCORES)) {
            return listedScores(row, columnOf.get(Role.SCORES), 1 + negatives, "the positive and each negative");
        }
        if (!columnOf.containsKey(Role.POSITIVE_SCORE)) {
            return List.of();
        }
        List<Double> scores = new ArrayList<>();
        scores.add(row.number(columnOf.get(Role.POSITIVE_SCORE)));
        if (columnOf.containsKey(Role.NEGATIVE_SCORES)) {
            scores.addAll(listedScores(row, columnOf.get(Role.NEGATIVE_SCORES), negatives, "each negative"));
        } else {
            filledNegatives(row, layout).forEach(role -> scores.add(row.number(columnOf.get(Role.scoreOf(role)))));
        }
        return scores;
    }

    private static List<Double> listedScores(Row row, String column, int expected, String what) {
        List<Double> scores = row.numbers(column);
        if (scores.size() != expected) {
            throw new UserError(row.place() + ": \"" + column + "\" must be an array of " + expected + " numbers, for "
                    + what + ", found " + scores.size());
        }
        return scores;
    }

    private String text(Row row, String role, Layout layout) {
        return once(row.text(layout.columnOf().get(role)));
    }

    private double score(Row row, Layout layout) {
        String column = layout.columnOf().get(Role.SCORE);
        double score = row.number(column);
        if (scoreRange.isPresent()) {
            ScoreRange range = scoreRange.get();
            if (!range.contains(score)) {
                throw new UserError(row.place() + ": \"" + column + "\" is " + score
                        + ", outside data.train.score_range " + range + "; correct the row or the range");
            }
            return range.normalise(score);
        }
        if (!(score >= -1 && score <= 1)) {
            throw new UserError(
                    row.place() + ": \"" + column + "\" is " + score + ", but a cosine lies between -1 and 1; give the"
                            + " range of the scores with"
                            + " data.train.score_range (for example [0, 5]; data split: --score-range 0,5)"
                            + " to have them scaled to 0..1");
        }
        return score;
    }

    private List<String> listedTexts(Row row, String column) {
        return ListColumns.texts(row, column).stream().map(this::once).toList();
    }

    /** A passage that belongs to many questions is held once. */
    private String once(String text) {
        String known = seen.putIfAbsent(text, text);
        return known == null ? text : known;
    }

    private List<String> textColumns() {
        if (first.scored()) {
            return List.of(Role.SENTENCE1, Role.SENTENCE2);
        }
        int negatives = examples.stream()
                        .mapToInt(example -> example.texts().size())
                        .max()
                        .orElse(2)
                - 2;
        Stream<String> numbered = IntStream.rangeClosed(1, negatives).mapToObj(i -> "negative_" + i);
        return Stream.concat(Stream.of(Role.ANCHOR, Role.POSITIVE), numbered).toList();
    }
}

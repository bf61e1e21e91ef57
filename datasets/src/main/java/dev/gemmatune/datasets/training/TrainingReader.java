package dev.gemmatune.datasets.training;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import dev.gemmatune.datasets.lines.Problems;
import dev.gemmatune.datasets.rows.Row;
import dev.gemmatune.datasets.rows.RowSource;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.files.Json;
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
        examples.add(layout.scored() ? scoredPair(row, layout) : contrast(row, layout));
    }

    /** Without a layout no row can be read, so this error stands alone: it ends the reading. */
    private Layout firstLayout(Row row) {
        try {
            Layout.requireMapped(source.name(), row.columns(), columns);
            first = Layout.of(source.name(), row.columns(), columns);
            return first;
        } catch (UserError e) {
            throw problems.last(e.getMessage());
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

    private TrainingExample contrast(Row row, Layout layout) {
        String anchor = text(row, Role.ANCHOR, layout);
        String positive = text(row, Role.POSITIVE, layout);
        List<String> negatives = layout.columnOf().containsKey(Role.NEGATIVES)
                ? listedNegatives(row, layout)
                : filledNegatives(row, layout).stream()
                        .map(role -> text(row, role, layout))
                        .toList();
        return new TrainingExample.Contrast(anchor, positive, negatives, teacherScores(row, layout, negatives.size()));
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
                            + " data.train.score_range (for example [0, 5])"
                            + " to have them scaled to 0..1");
        }
        return score;
    }

    private List<String> listedNegatives(Row row, Layout layout) {
        String column = layout.columnOf().get(Role.NEGATIVES);
        JsonArray array = row.array(column);
        List<String> negatives = new ArrayList<>();
        for (JsonElement element : array) {
            negatives.add(listedText(element, column, row.place()));
        }
        return negatives;
    }

    private String listedText(JsonElement element, String column, String place) {
        boolean isString =
                element.isJsonPrimitive() && element.getAsJsonPrimitive().isString();
        if (!isString || element.getAsString().isBlank()) {
            throw new UserError(place + ": \"" + column
                    + "\" must be an array of strings that are not empty, but holds " + Json.describe(element));
        }
        return once(Row.wellFormed(element.getAsString(), column, place));
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

package dev.gemmatune.datasets.training;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import dev.gemmatune.datasets.lines.JsonLines;
import dev.gemmatune.datasets.lines.Problems;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.files.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Reads one training file; the first row fixes the columns, but rows may have different numbers of negatives. */
final class TrainingReader {

    private final Path file;
    private final Columns columns;
    private final Optional<ScoreRange> scoreRange;
    private final Problems problems;
    private final Map<String, String> seen = new HashMap<>();
    private final List<TrainingExample> examples = new ArrayList<>();
    private final Map<Set<String>, Layout> layouts = new HashMap<>();
    private Layout first;

    TrainingReader(Path file, Columns columns, Optional<ScoreRange> scoreRange) {
        this.file = file;
        this.columns = columns;
        this.scoreRange = scoreRange;
        this.problems = new Problems(file.toString());
    }

    TrainingData read() {
        JsonLines.read(file, problems, this::add);
        problems.throwIfAny();
        return new TrainingData(file.toString(), textColumns(), examples);
    }

    private void add(JsonLines.Row row) {
        Layout layout = layouts.get(row.value().keySet());
        if (layout == null) {
            layout = layouts.isEmpty() ? firstLayout(row) : laterLayout(row);
            layouts.put(Set.copyOf(row.value().keySet()), layout);
        }
        examples.add(layout.scored() ? scoredPair(row, layout) : contrast(row, layout));
    }

    /** Without a layout no row can be read, so this error stands alone: it ends the reading. */
    private Layout firstLayout(JsonLines.Row row) {
        try {
            first = Layout.of(file.toString(), row.value().keySet(), columns);
            first.requireMapped(file.toString(), row.value().keySet(), columns);
            return first;
        } catch (UserError e) {
            throw problems.last(e.getMessage());
        }
    }

    private Layout laterLayout(JsonLines.Row row) {
        Layout layout = Layout.of(row.place(), row.value().keySet(), columns);
        Optional<String> difference = first.difference(layout);
        if (difference.isPresent()) {
            throw new UserError(row.place() + ": " + difference.get());
        }
        return layout;
    }

    private TrainingExample scoredPair(JsonLines.Row row, Layout layout) {
        return new TrainingExample.ScoredPair(
                text(row, Role.SENTENCE1, layout), text(row, Role.SENTENCE2, layout), score(row, layout));
    }

    private TrainingExample contrast(JsonLines.Row row, Layout layout) {
        String anchor = text(row, Role.ANCHOR, layout);
        String positive = text(row, Role.POSITIVE, layout);
        List<String> negatives = layout.columnOf().containsKey(Role.NEGATIVES)
                ? listedNegatives(row, layout)
                : layout.negatives().stream()
                        .map(role -> text(row, role, layout))
                        .toList();
        return new TrainingExample.Contrast(anchor, positive, negatives, teacherScores(row, layout, negatives.size()));
    }

    /** A teacher's scores of the positive and the negatives, as far as the row has such columns. */
    private static List<Double> teacherScores(JsonLines.Row row, Layout layout, int negatives) {
        Map<String, String> columnOf = layout.columnOf();
        if (columnOf.containsKey(Role.SCORES)) {
            return listedScores(row, columnOf.get(Role.SCORES), 1 + negatives, "the positive and each negative");
        }
        if (!columnOf.containsKey(Role.POSITIVE_SCORE)) {
            return List.of();
        }
        List<Double> scores = new ArrayList<>();
        scores.add(finite(row, columnOf.get(Role.POSITIVE_SCORE)));
        if (columnOf.containsKey(Role.NEGATIVE_SCORES)) {
            scores.addAll(listedScores(row, columnOf.get(Role.NEGATIVE_SCORES), negatives, "each negative"));
        } else {
            layout.negatives().forEach(role -> scores.add(finite(row, columnOf.get(Role.scoreOf(role)))));
        }
        return scores;
    }

    private static double finite(JsonLines.Row row, String column) {
        double score = Json.number(row.value(), column, row.place());
        if (!Double.isFinite(score)) {
            throw new UserError(row.place() + ": \"" + column + "\" must be a finite number, found " + score);
        }
        return score;
    }

    private static List<Double> listedScores(JsonLines.Row row, String column, int expected, String what) {
        JsonElement value = row.value().get(column);
        if (!value.isJsonArray() || value.getAsJsonArray().size() != expected) {
            throw new UserError(row.place() + ": \"" + column + "\" must be an array of " + expected + " numbers, for "
                    + what + ", found "
                    + (value.isJsonArray() ? value.getAsJsonArray().size() : Json.describe(value)));
        }
        List<Double> scores = new ArrayList<>();
        for (JsonElement element : value.getAsJsonArray()) {
            boolean isNumber =
                    element.isJsonPrimitive() && element.getAsJsonPrimitive().isNumber();
            if (!isNumber || !Double.isFinite(element.getAsDouble())) {
                throw new UserError(row.place() + ": \"" + column + "\" must be an array of finite numbers, but holds "
                        + Json.describe(element));
            }
            scores.add(element.getAsDouble());
        }
        return scores;
    }

    private String text(JsonLines.Row row, String role, Layout layout) {
        return once(row.text(layout.columnOf().get(role)));
    }

    private double score(JsonLines.Row row, Layout layout) {
        String column = layout.columnOf().get(Role.SCORE);
        double score = Json.number(row.value(), column, row.place());
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

    private List<String> listedNegatives(JsonLines.Row row, Layout layout) {
        String column = layout.columnOf().get(Role.NEGATIVES);
        JsonElement value = row.value().get(column);
        if (!value.isJsonArray()) {
            throw new UserError(
                    row.place() + ": \"" + column + "\" must be an array of strings, found " + Json.describe(value));
        }
        JsonArray array = value.getAsJsonArray();
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
        return once(JsonLines.Row.wellFormed(element.getAsString(), column, place));
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

package dev.gemmatune.cli.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.gemmatune.cli.config.ExpectedScore;
import dev.gemmatune.cli.console.Console;
import dev.gemmatune.cli.console.Table;
import dev.gemmatune.eval.Scores;
import dev.gemmatune.model.files.Json;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Holds scores against what was expected of them.
 *
 * @param expected what should have come out
 * @param measured what came out
 */
public record ExpectedScores(List<ExpectedScore> expected, List<Comparison> measured) {

    /** Copies the lists. */
    public ExpectedScores {
        expected = List.copyOf(expected);
        measured = List.copyOf(measured);
    }

    /** Shows expected, found and tolerance; nothing if nothing was expected. Returns whether all scores are inside. */
    public boolean show(Console console) {
        if (expected.isEmpty()) {
            return true;
        }
        Table table = new Table("expected scores", "metric", "dims", "of", "expected", "found", "tolerance", "");
        boolean all = true;
        JsonArray answers = new JsonArray();
        for (ExpectedScore score : expected) {
            Optional<Double> found = find(score);
            boolean holds = score.holds(found);
            all &= holds;
            answers.add(answer(score, found, holds));
            table.row(
                    score.set(),
                    score.metric(),
                    String.valueOf(score.dimension()),
                    score.of().name().toLowerCase(Locale.ROOT),
                    Table.score(score.score()),
                    found.map(Table::score).orElse("not measured"),
                    Table.score(score.tolerance()),
                    holds ? "ok" : "OUTSIDE");
        }
        console.answer("expected", answers);
        table.print(console);
        return all;
    }

    private static JsonObject answer(ExpectedScore score, Optional<Double> found, boolean holds) {
        JsonObject object = new JsonObject();
        object.addProperty("set", score.set());
        object.addProperty("metric", score.metric());
        object.addProperty("dimension", score.dimension());
        object.addProperty("of", score.of().name().toLowerCase(Locale.ROOT));
        object.addProperty("expected", score.score());
        object.addProperty("tolerance", score.tolerance());
        object.add("found", Json.ofNumber(found.orElse(Double.NaN)));
        object.addProperty("holds", holds);
        return object;
    }

    private Optional<Double> find(ExpectedScore score) {
        return measured.stream()
                .filter(set -> set.name().equals(score.set()))
                .findFirst()
                .flatMap(set -> switch (score.of()) {
                    case AFTER -> value(Optional.of(set.after()), score);
                    case BEFORE -> value(set.before(), score);
                    case GAIN ->
                        value(Optional.of(set.after()), score)
                                .flatMap(after -> value(set.before(), score).map(before -> after - before));
                });
    }

    private static Optional<Double> value(Optional<Scores> scores, ExpectedScore score) {
        return scores.map(found -> found.byDimension().get(score.dimension()))
                .map(metrics -> metrics.get(score.metric()));
    }
}

package dev.gemmatune.cli.train;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.gemmatune.cli.config.WatchConfig;
import dev.gemmatune.cli.console.Console;
import dev.gemmatune.cli.console.Table;
import dev.gemmatune.cli.report.Answers;
import dev.gemmatune.cli.report.TrainingLog;
import dev.gemmatune.model.TextEmbedder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How near a query is to some texts while the model is tuned.
 *
 * @param config query and texts
 * @param prompt the text before all of them
 */
record Watch(WatchConfig config, String prompt) {

    /** The cosine of the query with each candidate. */
    Map<String, Double> scores(TextEmbedder model) {
        List<String> texts = new ArrayList<>(List.of(config.query()));
        texts.addAll(config.candidates());
        float[][] vectors = model.embed(texts, prompt);
        Map<String, Double> scores = new LinkedHashMap<>();
        for (int i = 1; i < vectors.length; i++) {
            double cosine = 0; // the vectors are of length 1
            for (int at = 0; at < vectors[i].length; at++) {
                cosine += (double) vectors[0][at] * vectors[i][at];
            }
            scores.put(texts.get(i), cosine);
        }
        return scores;
    }

    /** What is shown while the model is tuned. */
    String lines(double epochs, Map<String, Double> scores) {
        return TrainingLog.Watched.name(epochs) + ": \"" + config.query() + "\""
                + scores.entrySet().stream()
                        .map(entry -> "\n  " + Table.score(entry.getValue()) + "  " + entry.getKey())
                        .collect(Collectors.joining());
    }

    /** Shows the course of it all as a result: a row for each candidate, a column for each epoch. */
    static void show(List<TrainingLog.Watched> course, Console console) {
        if (course.isEmpty()) {
            return;
        }
        List<String> headings = new ArrayList<>(List.of("\"" + course.get(0).query() + "\""));
        course.forEach(watched -> headings.add(watched.name()));
        Table table = new Table(headings.toArray(String[]::new));
        for (String candidate : course.get(0).scores().keySet()) {
            List<String> cells = new ArrayList<>(List.of(candidate));
            course.forEach(watched -> cells.add(Table.score(watched.scores().get(candidate))));
            table.row(cells.toArray(String[]::new));
        }
        table.print(console);
        console.result("");
        JsonArray answer = Answers.each(course, watched -> {
            JsonObject object = new JsonObject();
            object.addProperty("step", watched.step());
            object.addProperty("epoch", watched.epoch());
            object.addProperty("query", watched.query());
            object.add("scores", Answers.numbers(watched.scores()));
            return object;
        });
        console.answer("watch", answer);
    }
}

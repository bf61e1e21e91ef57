package dev.gemmatune.cli.evaluation;

import dev.gemmatune.eval.significance.Sample;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The metrics that single items have, as a table for a spreadsheet. */
final class ItemTable {

    private ItemTable() {}

    /**
     * A row for each item, precision and dimension; the items are those of the first metric that items have.
     *
     * @return empty if no metric is a mean over items
     */
    static String csv(EvaluationRecord evaluation) {
        Optional<Sample> first = itemwise(evaluation.main().samples().byDimension().values().stream()
                        .findFirst()
                        .orElse(Map.of()))
                .values()
                .stream()
                .findFirst();
        return first.map(sample -> csv(evaluation, sample)).orElse("");
    }

    private static String csv(EvaluationRecord evaluation, Sample first) {
        List<String> ids = first.ids();
        StringBuilder rows = new StringBuilder();
        evaluation
                .scores()
                .forEach((precision, scores) -> scores.samples().byDimension().forEach((dimension, ofMetrics) -> {
                    Map<String, double[]> columns = new LinkedHashMap<>();
                    itemwise(ofMetrics).forEach((metric, sample) -> {
                        if (sample.ids().equals(ids)) {
                            columns.put(metric, sample.values().orElseThrow());
                        }
                    });
                    if (rows.isEmpty()) {
                        rows.append(first.items())
                                .append(",precision,dimension,")
                                .append(String.join(",", columns.keySet()))
                                .append('\n');
                    }
                    for (int i = 0; i < ids.size(); i++) {
                        int item = i;
                        rows.append(quoted(ids.get(i)))
                                .append(',')
                                .append(precision.key())
                                .append(',')
                                .append(dimension)
                                .append(columns.values().stream()
                                        .map(column -> "," + column[item])
                                        .collect(Collectors.joining()))
                                .append('\n');
                    }
                }));
        return rows.toString();
    }

    private static Map<String, Sample> itemwise(Map<String, Sample> samples) {
        Map<String, Sample> itemwise = new LinkedHashMap<>();
        samples.forEach((metric, sample) -> {
            if (sample.values().isPresent()) {
                itemwise.put(metric, sample);
            }
        });
        return itemwise;
    }

    /** As RFC 4180 has it. */
    private static String quoted(String text) {
        return text.matches("(?s).*[\",\\r\\n].*") ? "\"" + text.replace("\"", "\"\"") + "\"" : text;
    }
}

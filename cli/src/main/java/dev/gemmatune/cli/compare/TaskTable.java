package dev.gemmatune.cli.compare;

import dev.gemmatune.cli.compare.ModelComparison.ComparedSet;
import dev.gemmatune.cli.console.Table;
import dev.gemmatune.cli.evaluation.Bm25Scores;
import dev.gemmatune.cli.report.Judged;
import dev.gemmatune.cli.report.MetricTitle;
import dev.gemmatune.cli.report.html.BarChart;
import dev.gemmatune.cli.report.html.Colour;
import dev.gemmatune.cli.report.html.Element;
import dev.gemmatune.eval.significance.Difference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * All sets in a table: the main metric at the largest dimension, and the mean.
 *
 * @param comparison what it shows
 */
record TaskTable(ModelComparison comparison) {

    Element section() {
        List<Element> headings = new ArrayList<>(List.of(heading("set"), heading("metric"), heading("dims")));
        comparison.models().forEach(model -> headings.add(heading(model)));
        List<Element> rows = new ArrayList<>();
        double[] sums = new double[comparison.models().size()];
        for (ComparedSet set : comparison.sets()) {
            int full = Collections.max(set.dimensions());
            List<Element> cells = new ArrayList<>(List.of(
                    Element.of("th", set.name()).with("scope", "row"),
                    Element.of("td", MetricTitle.of(set.primary())),
                    Element.of("td", String.valueOf(full))));
            for (int model = 0; model < sums.length; model++) {
                double score = set.score(model, full, set.primary());
                sums[model] += score;
                cells.add(cell(score, set.differences().get(model).at(full, set.primary())));
            }
            rows.add(Element.of("tr", cells));
        }
        if (comparison.sets().size() > 1) {
            rows.add(mean(sums));
        }
        return Element.of(
                "section",
                Element.of("h2", "All sets"),
                Element.of(
                                "p",
                                "Green and red: better or worse than "
                                        + comparison.models().get(0) + " with p below " + Difference.LEVEL + ".")
                        .with("class", "quiet"),
                Element.of(
                                "div",
                                Element.of(
                                        "table",
                                        Element.of("caption", "The main metric of every set"),
                                        Element.of("thead", Element.of("tr", headings)),
                                        Element.of("tbody", rows)))
                        .with("class", "wide"),
                chart());
    }

    /** All models on one axis, a group of bars for each set. */
    private Element chart() {
        List<BarChart.Series> series = new ArrayList<>();
        for (int model = 0; model < comparison.models().size(); model++) {
            int index = model;
            series.add(new BarChart.Series(
                    comparison.models().get(model),
                    ComparedSetElements.colour(model),
                    values(set -> set.score(index, Collections.max(set.dimensions()), set.primary()))));
        }
        if (comparison.sets().stream().anyMatch(set -> set.bm25().isPresent())) {
            series.add(new BarChart.Series(
                    Bm25Scores.NAME,
                    Colour.FAINT,
                    values(set ->
                            set.bm25().map(words -> words.value(set.primary())).orElse(Double.NaN))));
        }
        return new BarChart(
                        "All models on all sets",
                        "set",
                        "main metric",
                        comparison.sets().stream().map(ComparedSet::name).toList(),
                        series)
                .figure();
    }

    private List<Double> values(ToDoubleFunction<ComparedSet> of) {
        return comparison.sets().stream().map(of::applyAsDouble).toList();
    }

    private Element mean(double[] sums) {
        List<Element> cells = new ArrayList<>(
                List.of(Element.of("th", "mean").with("scope", "row"), Element.of("td", ""), Element.of("td", "")));
        for (double sum : sums) {
            cells.add(Element.of("td", Table.score(sum / comparison.sets().size())));
        }
        return Element.of("tr", cells);
    }

    private static Element cell(double score, Optional<Difference> difference) {
        return Judged.coloured(Element.of("td", Table.score(score)), difference);
    }

    private static Element heading(String text) {
        return Element.of("th", text).with("scope", "col");
    }
}

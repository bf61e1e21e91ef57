package dev.gemmatune.cli.compare;

import dev.gemmatune.cli.compare.ModelComparison.ComparedSet;
import dev.gemmatune.cli.console.Table;
import dev.gemmatune.cli.evaluation.Bm25Scores;
import dev.gemmatune.cli.evaluation.Wording;
import dev.gemmatune.cli.report.Judged;
import dev.gemmatune.cli.report.MetricTitle;
import dev.gemmatune.cli.report.html.Colour;
import dev.gemmatune.cli.report.html.Element;
import dev.gemmatune.cli.report.html.LineChart;
import dev.gemmatune.eval.significance.Difference;
import dev.gemmatune.eval.significance.Sample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The table and the charts of a set in a comparison.
 *
 * @param models their names
 * @param set what they scored
 */
record ComparedSetElements(List<String> models, ComparedSet set) {

    private static final List<Colour> COLOURS =
            List.of(Colour.GREY, Colour.BLUE, Colour.ORANGE, Colour.TEAL, Colour.VIOLET);

    Element table() {
        List<Element> headings = List.of(
                        "metric",
                        "dims",
                        "model",
                        "score",
                        "difference",
                        "95\u00a0% interval",
                        "p",
                        "better/worse/same")
                .stream()
                .map(heading -> Element.of("th", heading).with("scope", "col"))
                .toList();
        List<Element> bodies = new ArrayList<>();
        for (String metric : set.metrics(true)) {
            List<Element> rows = new ArrayList<>();
            for (int dimension : set.dimensions()) {
                for (int model = 0; model < models.size(); model++) {
                    rows.add(row(metric, dimension, model, rows.isEmpty()));
                }
            }
            set.bm25().ifPresent(words -> rows.add(bm25(words, metric)));
            bodies.add(Element.of("tbody", rows));
        }
        return Element.of(
                        "table",
                        Element.of("caption", "Scores on " + set.name()),
                        Element.of("thead", Element.of("tr", headings)))
                .add(bodies);
    }

    private static Element bm25(Bm25Scores words, String metric) {
        return Element.of(
                "tr",
                Element.of("td"),
                Element.of("td", Bm25Scores.NAME).with("class", "text"),
                Element.of("td", Table.score(words.value(metric))),
                Element.of("td").with("colspan", "4"));
    }

    private Element row(String metric, int dimension, int model, boolean first) {
        Element row = Element.of("tr");
        if (first) {
            int span = set.dimensions().size() * models.size() + (set.bm25().isPresent() ? 1 : 0);
            row = row.add(Element.of("th", MetricTitle.of(metric))
                    .with("scope", "rowgroup")
                    .with("rowspan", String.valueOf(span)));
        }
        double score = set.score(model, dimension, metric);
        Optional<Difference> difference = set.differences().get(model).at(dimension, metric);
        List<Element> cells = new ArrayList<>(List.of(
                Element.of("td", model == 0 ? String.valueOf(dimension) : ""),
                Element.of("td", models.get(model)).with("class", "text"),
                Element.of("td", Table.score(score))));
        if (model == 0) {
            cells.add(Element.of("td").with("colspan", "4"));
            return row.add(cells);
        }
        Element change = Element.of("td", Table.difference(set.score(0, dimension, metric), score));
        cells.add(Judged.coloured(change, difference));
        cells.add(
                Element.of("td", difference.map(Wording::interval).orElse("-")).with("class", "whole"));
        cells.add(Element.of("td", difference.map(Wording::probability).orElse("-")));
        cells.add(Element.of("td", difference.map(Wording::counts).orElse("-")));
        return row.add(cells);
    }

    List<Element> charts() {
        List<Element> charts = new ArrayList<>();
        if (set.dimensions().size() > 1) {
            charts.add(byDimension());
        }
        perQuery().ifPresent(charts::add);
        return charts;
    }

    private Element byDimension() {
        List<LineChart.Series> series = new ArrayList<>();
        for (int model = 0; model < models.size(); model++) {
            int index = model;
            series.add(new LineChart.Series(
                    models.get(model),
                    colour(model),
                    set.dimensions().stream()
                            .sorted()
                            .map(dimension ->
                                    new LineChart.Point(dimension, set.score(index, dimension, set.primary())))
                            .toList()));
        }
        set.bm25()
                .map(words -> words.value(set.primary()))
                .filter(Double::isFinite)
                .ifPresent(value -> series.add(new LineChart.Series(
                        Bm25Scores.NAME,
                        Colour.FAINT,
                        set.dimensions().stream()
                                .sorted()
                                .map(dimension -> new LineChart.Point(dimension, value))
                                .toList())));
        String name = MetricTitle.of(set.primary());
        return new LineChart(name + " by dimension", "dimensions", name, series, Optional.empty(), true).figure();
    }

    /** The differences of all queries or other items, from the largest gain to the largest loss. */
    private Optional<Element> perQuery() {
        int full = Collections.max(set.dimensions());
        List<LineChart.Series> series = new ArrayList<>();
        Optional<double[]> first = values(0, full);
        for (int model = 1; model < models.size(); model++) {
            Optional<double[]> second = values(model, full);
            if (first.isPresent() && second.isPresent() && second.get().length == first.get().length) {
                series.add(new LineChart.Series(
                        models.get(model), colour(model), sortedDifferences(first.get(), second.get())));
            }
        }
        String name = MetricTitle.of(set.primary());
        String items = sample(0, full).map(Sample::items).orElse("items");
        return series.isEmpty()
                ? Optional.empty()
                : Optional.of(new LineChart(
                                "Differences of the " + items + " from " + models.get(0) + ", largest gain first",
                                items,
                                "difference in " + name,
                                series,
                                Optional.empty(),
                                false)
                        .figure());
    }

    private Optional<double[]> values(int model, int dimension) {
        return sample(model, dimension).flatMap(Sample::values);
    }

    private Optional<Sample> sample(int model, int dimension) {
        return set.records().get(model).main().samples().at(dimension, set.primary());
    }

    private static List<LineChart.Point> sortedDifferences(double[] first, double[] second) {
        double[] differences = new double[first.length];
        Arrays.setAll(differences, i -> second[i] - first[i]);
        Arrays.sort(differences);
        List<LineChart.Point> points = new ArrayList<>();
        for (int i = differences.length - 1; i >= 0; i--) {
            points.add(new LineChart.Point(differences.length - i, differences[i]));
        }
        return points;
    }

    static Colour colour(int model) {
        return COLOURS.get(model % COLOURS.size());
    }
}

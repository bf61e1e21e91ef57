package dev.gemmatune.cli.report;

import dev.gemmatune.cli.console.Table;
import dev.gemmatune.cli.evaluation.Bm25Scores;
import dev.gemmatune.cli.evaluation.Wording;
import dev.gemmatune.cli.report.html.BarChart;
import dev.gemmatune.cli.report.html.Colour;
import dev.gemmatune.cli.report.html.Element;
import dev.gemmatune.eval.significance.BootstrapInterval;
import dev.gemmatune.eval.significance.Difference;
import dev.gemmatune.eval.significance.Resampling;
import dev.gemmatune.eval.significance.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The scores of a set: a table of every metric at every dimension, and charts of the main ones.
 *
 * @param set the scores
 * @param tuned whether the model is a tuned one
 */
record ScoreSection(Comparison set, boolean tuned) {

    private static final List<String> CHANGES =
            List.of("dims", "before", "tuned", "gain", "95\u00a0% interval", "p", "kept");

    /** No metric is larger; the interval of a gain does not know that. */
    private static final double LARGEST = 1;

    Element section() {
        List<Element> parts = new ArrayList<>(List.of(
                Element.of("h2", set.name()), Element.of("p", set.size()).with("class", "about")));
        set.verdict().ifPresent(verdict -> parts.add(Element.of("p", verdict)));
        set.successes().ifPresent(found -> parts.add(Element.of("p", sentence(found))));
        if (set.before().isPresent()) {
            parts.add(wide(changes()));
            parts.add(Element.of("div", chartsOfMetrics()).with("class", "beside"));
        } else {
            parts.add(Element.of("div", wide(scores()), Element.of("div", chartsOfMetrics()))
                    .with("class", "beside"));
        }
        set.bm25()
                .ifPresent(words -> parts.add(Element.of("p", words.sentence()).with("class", "quiet")));
        Comparison.Evidence evidence = set.evidence();
        evidence.after()
                .filter(SizeSection::isWorthIt)
                .ifPresent(found -> parts.add(new SizeSection(found, "Quality and size").section()));
        set.after().index().ifPresent(index -> parts.add(new IndexTable(set.name(), index).section()));
        if (evidence.before().isPresent() && evidence.after().isPresent()) {
            parts.addAll(new QueryChanges(
                            evidence.before().get(), evidence.after().get(), "before", tuned ? "tuned" : "model")
                    .parts());
        }
        return Element.of("section", parts);
    }

    private List<Element> chartsOfMetrics() {
        return set.metrics().stream().map(this::chart).toList();
    }

    private Element chart(String metric) {
        List<Integer> dimensions = set.after().dimensions();
        List<BarChart.Span> spans =
                dimensions.stream().map(dimension -> span(dimension, metric)).toList();
        List<BarChart.Series> series = new ArrayList<>();
        if (set.before().isPresent()) {
            series.add(new BarChart.Series(
                    "before",
                    Colour.GREY,
                    dimensions.stream()
                            .map(dimension -> set.before(dimension, metric))
                            .toList()));
        }
        series.add(new BarChart.Series(
                tuned ? "tuned" : "model",
                Colour.BLUE,
                dimensions.stream()
                        .map(dimension -> set.after().value(dimension, metric))
                        .toList(),
                spans));
        String name = MetricTitle.of(metric);
        Element figure = new BarChart(
                        name + " by dimension",
                        "dimensions",
                        name,
                        dimensions.stream().map(String::valueOf).toList(),
                        series,
                        set.bm25()
                                .map(words -> words.value(metric))
                                .filter(Double::isFinite)
                                .map(value -> new BarChart.Level(Bm25Scores.NAME, Colour.ORANGE, value)))
                .figure();
        return spans.stream().allMatch(BarChart.Span.NONE::equals)
                ? figure
                : figure.add(Element.of("p", note()).with("class", "note"));
    }

    private String note() {
        return set.before().isPresent()
                ? "Thin line: 95\u00a0% interval of the difference, from the grey bar. Where it reaches that bar, the"
                        + " difference may be chance."
                : "Thin line: 95\u00a0% interval over the items.";
    }

    /** The interval of the gain beside the score before; of a model alone that of its score. */
    private BarChart.Span span(int dimension, String metric) {
        if (set.before().isPresent()) {
            return set.evidence()
                    .differences()
                    .at(dimension, metric)
                    .map(difference -> new BarChart.Span(
                            difference.first() + difference.interval().low(),
                            Math.min(
                                    LARGEST,
                                    difference.first() + difference.interval().high())))
                    .orElse(BarChart.Span.NONE);
        }
        return set.after()
                .samples()
                .at(dimension, metric)
                .filter(sample -> sample.parts().size() == 1)
                .flatMap(Sample::values)
                .map(values -> BootstrapInterval.ofMean(values, Resampling.DEFAULT))
                .map(interval -> new BarChart.Span(interval.low(), interval.high()))
                .orElse(BarChart.Span.NONE);
    }

    /** A row for each metric and dimension, so that a phone can show it. */
    private Element changes() {
        List<Element> bodies = new ArrayList<>();
        for (String metric : set.moreMetrics()) {
            Element title = Element.of("th", MetricTitle.of(metric))
                    .with("scope", "rowgroup")
                    .with("colspan", String.valueOf(CHANGES.size()));
            List<Element> rows = new ArrayList<>(List.of(Element.of("tr", title)));
            for (int dimension : set.after().dimensions()) {
                rows.add(Element.of("tr", changeCells(metric, dimension)));
            }
            set.bm25().ifPresent(words -> rows.add(bm25(words, metric)));
            bodies.add(Element.of("tbody", rows));
        }
        return table(CHANGES, bodies).with("class", "changes");
    }

    /** BM25 has one score, neither before nor after. */
    private static Element bm25(Bm25Scores words, String metric) {
        return Element.of(
                "tr",
                Element.of("td", Bm25Scores.NAME),
                Element.of("td", Table.score(words.value(metric))).with("colspan", "2"),
                Element.of("td").with("colspan", String.valueOf(CHANGES.size() - 3)));
    }

    private List<Element> changeCells(String metric, int dimension) {
        double before = set.before(dimension, metric);
        double after = set.after().value(dimension, metric);
        Element gain = Element.of("td", Table.difference(before, after));
        Optional<Difference> difference = set.evidence().differences().at(dimension, metric);
        return List.of(
                Element.of("td", String.valueOf(dimension)),
                Element.of("td", Table.score(before)),
                Element.of("td", Table.score(after)),
                Judged.coloured(gain, difference),
                Element.of("td", difference.map(Wording::interval).orElse("-")).with("class", "whole"),
                Element.of("td", difference.map(Wording::probability).orElse("-")),
                Element.of("td", kept(dimension, metric)));
    }

    private Element scores() {
        List<String> headings = new ArrayList<>(List.of("dims"));
        set.moreMetrics().forEach(metric -> headings.add(MetricTitle.of(metric)));
        headings.add("kept");
        List<Element> rows = new ArrayList<>();
        for (int dimension : set.after().dimensions()) {
            List<Element> cells = new ArrayList<>();
            cells.add(Element.of("th", String.valueOf(dimension)).with("scope", "row"));
            for (String metric : set.moreMetrics()) {
                cells.add(Element.of("td", Table.score(set.after().value(dimension, metric))));
            }
            cells.add(Element.of("td", kept(dimension, set.after().primaryMetric())));
            rows.add(Element.of("tr", cells));
        }
        set.bm25().ifPresent(words -> {
            List<Element> cells = new ArrayList<>();
            cells.add(Element.of("th", Bm25Scores.NAME).with("scope", "row"));
            set.moreMetrics().forEach(metric -> cells.add(Element.of("td", Table.score(words.value(metric)))));
            cells.add(Element.of("td"));
            rows.add(Element.of("tr", cells));
        });
        return table(headings, List.of(Element.of("tbody", rows)));
    }

    /** Of the full dimension there is nothing to say. */
    private String kept(int dimension, String metric) {
        return dimension == set.full()
                ? ""
                : set.kept(dimension, metric).map(Wording::share).orElse("-");
    }

    private static String sentence(String clause) {
        return Character.toUpperCase(clause.charAt(0)) + clause.substring(1) + ".";
    }

    private Element table(List<String> headings, List<Element> bodies) {
        List<Element> cells = headings.stream()
                .map(heading -> Element.of("th", heading).with("scope", "col"))
                .toList();
        return Element.of(
                        "table",
                        Element.of("caption", "Scores on " + set.name()),
                        Element.of("thead", Element.of("tr", cells)))
                .add(bodies);
    }

    private static Element wide(Element table) {
        return Element.of("div", table).with("class", "wide");
    }
}

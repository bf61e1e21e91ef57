package dev.gemmatune.cli.report;

import dev.gemmatune.cli.console.Table;
import dev.gemmatune.cli.report.html.Colour;
import dev.gemmatune.cli.report.html.Element;
import dev.gemmatune.cli.report.html.LineChart;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How near the watched query was to its candidates.
 *
 * @param course at least one
 */
record WatchSection(List<TrainingLog.Watched> course) {

    private static final List<Colour> CURVES =
            List.of(Colour.BLUE, Colour.ORANGE, Colour.VIOLET, Colour.TEAL, Colour.GREY);

    Element section() {
        return Element.of(
                "section",
                Element.of("h2", "The watched query"),
                Element.of(
                                "p",
                                "Cosine of \u201c" + course.get(0).query() + "\u201d with each candidate, before the"
                                        + " training and after every epoch.")
                        .with("class", "about"),
                Element.of("div", Element.of("div", table()).with("class", "wide"), chart())
                        .with("class", "beside"));
    }

    /** The first and the last moment; the chart has those between. */
    private Element table() {
        TrainingLog.Watched first = course.get(0);
        TrainingLog.Watched last = course.get(course.size() - 1);
        List<Element> headings = List.of("candidate", first.name(), last.name(), "change").stream()
                .map(heading -> Element.of("th", heading).with("scope", "col").with("class", "whole"))
                .toList();
        List<Element> rows = new ArrayList<>();
        first.scores().forEach((candidate, before) -> {
            double after = last.scores().getOrDefault(candidate, Double.NaN);
            rows.add(Element.of(
                    "tr",
                    Element.of("th", candidate).with("scope", "row"),
                    Element.of("td", Table.score(before)),
                    Element.of("td", Table.score(after)),
                    Element.of("td", Table.signed(after - before))));
        });
        return Element.of(
                "table",
                Element.of("caption", "Candidates"),
                Element.of("thead", Element.of("tr", headings)),
                Element.of("tbody", rows));
    }

    private Element chart() {
        List<LineChart.Series> series = new ArrayList<>();
        for (String candidate : course.get(0).scores().keySet()) {
            List<LineChart.Point> points = course.stream()
                    .map(watched -> new LineChart.Point(
                            watched.epoch(), watched.scores().getOrDefault(candidate, Double.NaN)))
                    .toList();
            series.add(new LineChart.Series(candidate, CURVES.get(series.size() % CURVES.size()), points));
        }
        return new LineChart("Cosine by epoch", "epoch", "cosine", series, Optional.empty(), true).figure();
    }
}

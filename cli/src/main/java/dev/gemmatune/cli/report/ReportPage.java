package dev.gemmatune.cli.report;

import dev.gemmatune.cli.report.html.Element;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts a report's page together.
 *
 * @param report what it shows
 */
record ReportPage(RunReport report) {

    private static final String STYLE_SHEET = "html/report.css";

    Element page() {
        return Element.of("html", head(), body()).with("lang", "en");
    }

    private Element head() {
        return Element.of(
                "head",
                Element.of("meta").with("charset", "utf-8"),
                Element.of("meta").with("name", "viewport").with("content", "width=device-width, initial-scale=1"),
                Element.of("title", ShownPaths.in(report.title())),
                Element.of("style", styleSheet()));
    }

    private Element body() {
        List<Element> parts = new ArrayList<>();
        parts.add(header());
        boolean tuned = report.training().isPresent();
        report.sets().forEach(set -> parts.add(new ScoreSection(set, tuned).section()));
        report.training().ifPresent(log -> parts.add(new TrainingSection(log).section()));
        report.usage().ifPresent(usage -> parts.add(FactSections.usage(usage)));
        report.exports().forEach(export -> parts.add(FactSections.export(export)));
        if (!report.facts().isEmpty()) {
            parts.add(FactSections.facts(report.facts()));
        }
        if (!report.files().isEmpty()) {
            parts.add(FactSections.files(report.files()));
        }
        return Element.of("body", Element.of("main", parts));
    }

    private Element header() {
        Headline headline = new Headline(report);
        List<Element> tiles = new ArrayList<>();
        headline.tiles()
                .forEach(
                        (name, value) -> tiles.add(Element.of("div", Element.of("dt", name), Element.of("dd", value))));
        Element header = Element.of(
                "header",
                Element.of("h1", ShownPaths.in(report.title())),
                Element.of("p", report.about()).with("class", "about"),
                Element.of("p", headline.sentence()).with("class", "headline"));
        return tiles.isEmpty() ? header : header.add(Element.of("dl", tiles).with("class", "tiles"));
    }

    private static String styleSheet() {
        try (InputStream input = ReportPage.class.getResourceAsStream(STYLE_SHEET)) {
            return new String(input.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the style sheet of the reports", e);
        }
    }
}

package dev.gemmatune.cli.report;

import dev.gemmatune.cli.report.html.Element;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts a report's page together.
 *
 * @param report what it shows
 */
record ReportPage(RunReport report) {

    Element page() {
        return HtmlPage.of(ShownPaths.in(report.title()), parts());
    }

    private List<Element> parts() {
        List<Element> parts = new ArrayList<>();
        parts.add(header());
        boolean tuned = report.training().isPresent();
        report.sets().forEach(set -> parts.add(new ScoreSection(set, tuned).section()));
        report.training().ifPresent(log -> parts.add(new TrainingSection(log).section()));
        report.training()
                .map(TrainingLog::watched)
                .filter(course -> !course.isEmpty())
                .ifPresent(course -> parts.add(new WatchSection(course).section()));
        report.usage().ifPresent(usage -> parts.add(FactSections.usage(usage)));
        if (!report.exports().isEmpty()) {
            parts.add(FactSections.release(report.exports()));
        }
        report.exports().forEach(export -> parts.add(FactSections.export(export)));
        if (!report.facts().isEmpty()) {
            parts.add(FactSections.facts(report.facts()));
        }
        if (!report.files().isEmpty()) {
            parts.add(FactSections.files(report.files()));
        }
        return parts;
    }

    private Element header() {
        Headline headline = new Headline(report);
        Element header =
                HtmlPage.header(ShownPaths.in(report.title()), report.about(), headline.sentence(), headline.tiles());
        return report.warnings().isEmpty() ? header : HtmlPage.withWarnings(header, report.warnings());
    }
}

package dev.gemmatune.cli.compare;

import dev.gemmatune.cli.compare.ModelComparison.ComparedSet;
import dev.gemmatune.cli.console.Table;
import dev.gemmatune.cli.evaluation.Successes;
import dev.gemmatune.cli.evaluation.Wording;
import dev.gemmatune.cli.report.ApplicationVersion;
import dev.gemmatune.cli.report.HtmlPage;
import dev.gemmatune.cli.report.MetricTitle;
import dev.gemmatune.cli.report.QueryChanges;
import dev.gemmatune.cli.report.SizeSection;
import dev.gemmatune.cli.report.html.Element;
import dev.gemmatune.model.files.AtomicFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A comparison as a page.
 *
 * @param comparison what it shows
 */
public record ComparePage(ModelComparison comparison) {

    /** Writes {@code report.html} into a folder and returns the file. */
    public Path write(Path folder) {
        Path file = folder.resolve("report.html");
        AtomicFiles.writeString(file, html());
        return file;
    }

    /** The page. */
    public String html() {
        List<String> models = comparison.models();
        String title = "Comparison of " + String.join(", ", models);
        List<Element> parts = new ArrayList<>();
        parts.add(
                HtmlPage.header(title, ApplicationVersion.now(), new CompareHeadline(comparison).sentences(), tiles()));
        if (comparison.sets().size() > 1 || models.size() > 1) {
            parts.add(new TaskTable(comparison).section());
        }
        for (ComparedSet set : comparison.sets()) {
            parts.add(section(set));
        }
        parts.add(Element.of(
                "section",
                Element.of("h2", "Reading this page"),
                Element.of(
                        "p",
                        "Every model is held against " + models.get(0)
                                + " on the same queries, pairs or texts. The interval holds the difference that others of"
                                + " the same kind would show, with 95 % confidence (bootstrap, BCa). p is how likely a"
                                + " difference as large would be between equal models (paired randomisation test,"
                                + " two-sided; for correlations, average precision and F1 from the bootstrap). With"
                                + " many rows some fall below 0.05 by chance; decide by the"
                                + " main metric at the dimension that you will use.")));
        return HtmlPage.of(title, parts).document();
    }

    private Map<String, String> tiles() {
        ComparedSet set = comparison.sets().get(0);
        int full = Collections.max(set.dimensions());
        Map<String, String> tiles = new LinkedHashMap<>();
        for (int model = 0; model < comparison.models().size(); model++) {
            tiles.put(
                    comparison.models().get(model) + ", " + MetricTitle.of(set.primary()),
                    Table.score(set.score(model, full, set.primary())));
        }
        return tiles;
    }

    private Element section(ComparedSet set) {
        int full = Collections.max(set.dimensions());
        List<Element> parts = new ArrayList<>();
        parts.add(Element.of("h2", set.name()));
        parts.add(Element.of("p", set.records().get(0).size()).with("class", "about"));
        for (int model = 1; model < comparison.models().size(); model++) {
            String name = comparison.models().get(model);
            set.differences()
                    .get(model)
                    .at(full, set.primary())
                    .map(difference ->
                            Wording.verdict(difference, MetricTitle.of(set.primary()) + " at " + full + " dimensions"))
                    .ifPresent(verdict -> parts.add(Element.of("p", name + ": " + verdict)));
        }
        for (int model = 0; model < comparison.models().size(); model++) {
            String name = comparison.models().get(model);
            Successes.of(set.records().get(model))
                    .ifPresent(found -> parts.add(Element.of("p", name + ": " + found.sentence() + ".")));
        }
        ComparedSetElements elements = new ComparedSetElements(comparison.models(), set);
        parts.add(Element.of("div", elements.table()).with("class", "wide"));
        parts.add(Element.of("div", elements.charts()).with("class", "beside"));
        if (set.records().stream().anyMatch(found -> found.scores().size() > 1)) {
            parts.addAll(SizeSection.ofModels(comparison.models(), set.records()));
        }
        for (int model = 1; model < comparison.models().size(); model++) {
            QueryChanges changes = new QueryChanges(
                    set.records().get(0),
                    set.records().get(model),
                    comparison.models().get(0),
                    comparison.models().get(model));
            List<Element> lists = changes.parts();
            if (!lists.isEmpty() && comparison.models().size() > 2) {
                parts.add(Element.of(
                        "h3",
                        comparison.models().get(model) + " against "
                                + comparison.models().get(0)));
            }
            parts.addAll(lists);
        }
        return Element.of("section", parts);
    }
}

package dev.gemmatune.cli.report;

import dev.gemmatune.cli.console.Table;
import dev.gemmatune.cli.report.html.Element;
import dev.gemmatune.eval.IndexScores;
import dev.gemmatune.eval.hnsw.HnswSettings;
import dev.gemmatune.eval.hnsw.IndexFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What an approximate index costs and misses, a row for each dimension.
 *
 * @param set its name
 * @param index what was found
 */
public record IndexTable(String set, IndexScores index) {

    private static final double MEGABYTE = 1e6;

    /** The text for the console. */
    public Table text() {
        List<String> headings = headings();
        headings.set(0, set + ", " + IndexScores.NAME);
        Table table = new Table(headings.toArray(String[]::new));
        rows().forEach(row -> table.row(row.toArray(String[]::new)));
        return table;
    }

    /** The table of a report. */
    Element section() {
        List<Element> cells = headings().stream()
                .map(heading -> Element.of("th", heading).with("scope", "col"))
                .toList();
        List<Element> rows = rows().stream()
                .map(row -> Element.of("tr", Element.of("th", row.get(0)).with("scope", "row"))
                        .add(row.stream()
                                .skip(1)
                                .map(cell -> Element.of("td", cell))
                                .toList()))
                .toList();
        HnswSettings settings = index.settings();
        return Element.of(
                "div",
                Element.of("h3", "Approximate index"),
                Element.of(
                                "p",
                                String.format(
                                        Locale.ROOT,
                                        "HNSW graph, M = %d, beam width %d, %d candidates. Recall is the share of the"
                                                + " exact search's best documents that the index finds.",
                                        settings.connections(),
                                        settings.beamWidth(),
                                        settings.candidates()))
                        .with("class", "quiet"),
                Element.of(
                                "div",
                                Element.of(
                                        "table",
                                        Element.of("caption", "Index of " + set),
                                        Element.of("thead", Element.of("tr", cells)),
                                        Element.of("tbody", rows)))
                        .with("class", "wide"));
    }

    private List<String> headings() {
        List<String> headings = new ArrayList<>(List.of("dims"));
        cutoffs().forEach(k -> headings.add("of exact top " + k));
        headings.addAll(List.of("build s", "queries/s", "MB"));
        return headings;
    }

    private List<List<String>> rows() {
        List<List<String>> rows = new ArrayList<>();
        index.byDimension().forEach((dimension, found) -> {
            IndexFacts facts = found.facts();
            List<String> row = new ArrayList<>(List.of(String.valueOf(dimension)));
            cutoffs().forEach(k -> row.add(Table.score(facts.recall().get(k))));
            row.add(String.format(Locale.ROOT, "%.1f", facts.buildSeconds()));
            row.add(String.format(Locale.ROOT, "%,.0f", facts.queriesPerSecond()));
            row.add(String.format(Locale.ROOT, "%.1f", facts.bytes() / MEGABYTE));
            rows.add(row);
        });
        return rows;
    }

    private List<Integer> cutoffs() {
        return List.copyOf(
                index.byDimension().values().iterator().next().facts().recall().keySet());
    }
}

package dev.gemmatune.cli.report;

import dev.gemmatune.cli.console.Numbers;
import dev.gemmatune.cli.export.ReleaseTable;
import dev.gemmatune.cli.report.html.Element;
import dev.gemmatune.cli.report.html.Node;
import dev.gemmatune.cli.report.html.Text;
import dev.gemmatune.export.ExportReport;
import dev.gemmatune.export.report.Verification;
import dev.gemmatune.model.Count;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Sections of names and values. */
final class FactSections {

    private static final double MEGABYTE = 1e6;

    private FactSections() {}

    static Element facts(Map<String, String> facts) {
        List<Element> rows = new ArrayList<>();
        facts.forEach((name, value) -> rows.add(row(name, new Text(ShownPaths.in(value)))));
        return Element.of("section", Element.of("h2", "Facts"), table("What was run", rows));
    }

    static Element usage(RunReport.Usage usage) {
        List<Element> rows = new ArrayList<>();
        usage.prompts()
                .forEach((name, text) -> rows.add(row(
                        name,
                        text.isEmpty()
                                ? new Text("nothing is put before the text")
                                : Element.of("code", ShownPaths.in(text)))));
        String first = usage.prompts().keySet().iterator().next();
        List<Node> nodes = new ArrayList<>(List.of(
                Element.of("h2", "Using the model"),
                Element.of(
                        "p",
                        "The model is a sentence-transformers checkpoint: " + ShownPaths.in(usage.model())
                                + ". Put before each text the prompt with which it was trained;"
                                + " without it, or with another one, the scores above do not hold."),
                table("Prompts", rows),
                Element.of("h3", "Embedding on the command line"),
                Element.of(
                        "pre",
                        Element.of(
                                "code",
                                "gemmatune embed --model " + ShownPaths.in(usage.model()) + " --prompt " + first
                                        + " --input texts.txt --output embeddings.npy")),
                Element.of("h3", "In Java"),
                Element.of("pre", Element.of("code", java(usage))),
                Element.of("h3", "In Python"),
                Element.of("pre", Element.of("code", python(usage)))));
        return Element.of("section", nodes);
    }

    static Element export(ExportReport export) {
        Verification verification = export.verification();
        List<Element> rows = new ArrayList<>();
        rows.add(row("folder", new Text(ShownPaths.in(export.folder()))));
        rows.add(row("size", new Text(String.format(Locale.ROOT, "%.1f MB", export.bytes() / MEGABYTE))));
        rows.add(row(
                "verified",
                new Text(String.format(
                        Locale.ROOT,
                        "%s of %,d to %,d tokens with %s",
                        Count.of(verification.texts(), "texts"),
                        verification.shortestTokens(),
                        verification.longestTokens(),
                        verification.runtime()))));
        rows.add(row(
                "largest difference",
                new Text(String.format(
                        Locale.ROOT,
                        "%s, allowed %s",
                        Numbers.plain(verification.maxAbsoluteDifference(), 2),
                        Numbers.plain(verification.limits().maxDifference(), 2)))));
        rows.add(row(
                "speed",
                new Text(String.format(
                        Locale.ROOT,
                        "%.1f ms for a text of %.0f tokens on average",
                        verification.resources().millisecondsPerText(),
                        verification.resources().meanTokens()))));
        return Element.of(
                "section",
                Element.of("h2", "The export " + export.format()),
                table("Export", rows),
                Element.of("div", comparisons(verification)).with("class", "wide"));
    }

    /** All formats side by side. */
    static Element release(List<ExportReport> exports) {
        ReleaseTable release = ReleaseTable.of(exports);
        List<Element> headings = release.headings().stream()
                .map(heading -> Element.of("th", heading).with("scope", "col"))
                .toList();
        List<Element> rows = release.rows().stream()
                .map(row -> cells(release.headings(), row))
                .toList();
        Element table = Element.of(
                "table",
                Element.of("caption", "Difference: to the trainer with the stored weights. Cosine: to the trainer."),
                Element.of("thead", Element.of("tr", headings)),
                Element.of("tbody", rows));
        return Element.of(
                "section",
                Element.of("h2", "Exports"),
                Element.of("div", table.with("class", "cards")).with("class", "wide"));
    }

    /** On a phone each row is a list of its own, and the headings stand beside the values. */
    private static Element cells(List<String> headings, List<String> row) {
        List<Element> cells =
                new ArrayList<>(List.of(Element.of("th", row.get(0)).with("scope", "row")));
        for (int i = 1; i < row.size(); i++) {
            cells.add(Element.of("td", row.get(i)).with("data-label", headings.get(i)));
        }
        return Element.of("tr", cells);
    }

    static Element files(Map<String, String> files) {
        List<Element> parts = new ArrayList<>(List.of(Element.of("h2", "Files")));
        files.forEach((name, text) -> parts.add(Element.of(
                "details", Element.of("summary", name), Element.of("pre", Element.of("code", ShownPaths.in(text))))));
        return Element.of("section", parts);
    }

    private static Element comparisons(Verification verification) {
        List<String> names = List.of("compared", "with", "texts", "largest difference", "lowest cosine", "within");
        List<Element> rows = verification.comparisons().stream()
                .map(comparison -> cells(
                        names,
                        List.of(
                                comparison.name(),
                                comparison.against().toString(),
                                String.valueOf(comparison.texts()),
                                Numbers.plain(comparison.maxAbsoluteDifference(), 2),
                                String.format(Locale.ROOT, "%.7f", comparison.minCosine()),
                                comparison.within(verification.limits()) ? "yes" : "no")))
                .toList();
        List<Element> headings = names.stream()
                .map(heading -> Element.of("th", heading).with("scope", "col"))
                .toList();
        return Element.of(
                        "table",
                        Element.of("caption", "Verification"),
                        Element.of("thead", Element.of("tr", headings)),
                        Element.of("tbody", rows))
                .with("class", "cards named");
    }

    /** Queries and documents have methods of their own; other prompts are named. */
    private static String java(RunReport.Usage usage) {
        StringBuilder code = new StringBuilder("try (EmbeddingModel model = EmbeddingModel.load(Path.of(\"")
                .append(ShownPaths.in(usage.model()))
                .append("\"))) {\n");
        for (Map.Entry<String, String> prompt : usage.prompts().entrySet()) {
            code.append("    ")
                    .append(
                            switch (prompt.getKey()) {
                                case "query" -> "float[] query = model.embedQuery(\"…\");";
                                case "document" -> "float[][] documents = model.embedDocuments(List.of(\"…\", \"…\"));";
                                default ->
                                    "float[][] " + variable(prompt.getKey()) + " = model.embed(List.of(\"…\"), "
                                            + (prompt.getValue().isEmpty()
                                                    ? "\"\""
                                                    : "model.prompts().get(\"" + prompt.getKey() + "\")")
                                            + ");";
                            })
                    .append('\n');
        }
        return code.append("}\n").toString();
    }

    private static String variable(String prompt) {
        String name = prompt.replaceAll("[^A-Za-z0-9]", "");
        return "of" + (name.isEmpty() ? "Texts" : Character.toUpperCase(name.charAt(0)) + name.substring(1));
    }

    private static String python(RunReport.Usage usage) {
        StringBuilder code = new StringBuilder("from sentence_transformers import SentenceTransformer\n\n");
        code.append("model = SentenceTransformer(\"")
                .append(ShownPaths.in(usage.model()))
                .append("\")\n");
        usage.prompts()
                .forEach((name, text) -> code.append("model.encode([\"…\"]")
                        .append(text.isEmpty() ? "" : ", prompt_name=\"" + name + "\"")
                        .append(")\n"));
        return code.toString();
    }

    private static Element row(String name, Node value) {
        return Element.of("tr", Element.of("th", name).with("scope", "row"), Element.of("td", value));
    }

    private static Element table(String caption, List<Element> rows) {
        return Element.of("table", Element.of("tbody", rows))
                .with("class", "facts")
                .with("aria-label", caption);
    }
}

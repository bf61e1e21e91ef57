package dev.gemmatune.cli.report;

import dev.gemmatune.cli.console.Table;
import dev.gemmatune.cli.evaluation.EvaluationRecord;
import dev.gemmatune.cli.evaluation.Wording;
import dev.gemmatune.cli.report.html.Colour;
import dev.gemmatune.cli.report.html.Element;
import dev.gemmatune.cli.report.html.SizeChart;
import dev.gemmatune.eval.IndexScores;
import dev.gemmatune.eval.Scores;
import dev.gemmatune.eval.quantized.Precision;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * Quality against size: every precision at every dimension.
 *
 * @param found the record of a set
 * @param title above it
 */
public record SizeSection(EvaluationRecord found, String title) {

    /** Whether there is more to show than the dimensions. */
    public static boolean isWorthIt(EvaluationRecord found) {
        return found.scores().size() > 1 || found.main().index().isPresent();
    }

    /** The text for the console. */
    public static Table table(EvaluationRecord found) {
        String metric = found.main().primaryMetric();
        Table table = new Table(
                found.set(), "dims", "bytes = MB per million", MetricTitle.of(metric), "kept (95 % interval)");
        for (Row row : rows(found)) {
            table.row(
                    row.way(),
                    String.valueOf(row.dimension()),
                    String.valueOf(row.bytes()),
                    Table.score(row.score()),
                    row.kept().replace('\u00a0', ' '));
        }
        return table;
    }

    /** The table and the curve. */
    public Element section() {
        String metric = MetricTitle.of(found.main().primaryMetric());
        return Element.of(
                "div",
                Element.of("h3", title),
                Element.of(
                                "p",
                                "Bytes of a document's embedding, and of its part of an index, which are also the megabytes of a million documents;"
                                        + " all from one pass over the texts.")
                        .with("class", "quiet"),
                Element.of(
                                "div",
                                Element.of("div", htmlTable(found, metric)).with("class", "wide"),
                                chart(found, metric))
                        .with("class", "beside"));
    }

    /** A table for each model, and one chart of all of them on one axis. */
    public static List<Element> ofModels(List<String> models, List<EvaluationRecord> records) {
        String metric = MetricTitle.of(records.get(0).main().primaryMetric());
        List<SizeChart.Series> series = new ArrayList<>();
        List<Element> tables = new ArrayList<>();
        for (int model = 0; model < models.size(); model++) {
            EvaluationRecord found = records.get(model);
            addSeries(found, models.get(model) + ", ", series);
            tables.add(Element.of("h4", models.get(model)));
            tables.add(Element.of("div", htmlTable(found, metric)).with("class", "wide"));
        }
        return List.of(
                Element.of("h3", "Quality and size"),
                Element.of(
                                "div",
                                Element.of("div", tables),
                                new SizeChart(metric + " by bytes", "bytes of an embedding", metric, series).figure())
                        .with("class", "beside"));
    }

    private static Element chart(EvaluationRecord found, String metric) {
        List<SizeChart.Series> series = new ArrayList<>();
        addSeries(found, "", series);
        return new SizeChart(metric + " by bytes", "bytes of an embedding", metric, series).figure();
    }

    private static void addSeries(EvaluationRecord found, String prefix, List<SizeChart.Series> series) {
        List<Colour> colours = List.of(Colour.BLUE, Colour.ORANGE, Colour.TEAL, Colour.GREY, Colour.VIOLET);
        for (Precision precision : found.scores().keySet()) {
            Scores scores = found.scores().get(precision);
            series.add(new SizeChart.Series(
                    prefix + precision.key().replace('_', ' '),
                    colours.get(series.size() % colours.size()),
                    scores.dimensions().stream()
                            .sorted()
                            .map(dimension -> new SizeChart.Point(
                                    precision.bytes(dimension), scores.primary(dimension), dimension + " dimensions"))
                            .toList()));
        }
        found.main()
                .index()
                .ifPresent(index -> series.add(
                        new SizeChart.Series(prefix + IndexScores.NAME, Colour.VIOLET, points(index, found.main()))));
    }

    private static List<SizeChart.Point> points(IndexScores index, Scores exact) {
        return exact.dimensions().stream()
                .sorted()
                .map(dimension -> {
                    IndexScores.AtDimension indexed = index.byDimension().get(dimension);
                    return new SizeChart.Point(
                            indexed.facts().bytesPerDocument(),
                            indexed.metrics().get(exact.primaryMetric()),
                            dimension + " dimensions");
                })
                .toList();
    }

    private record Row(String way, int dimension, int bytes, double score, String kept) {}

    private static List<Row> rows(EvaluationRecord found) {
        List<Row> rows = new ArrayList<>();
        found.scores()
                .forEach((precision, scores) -> scores.dimensions().forEach(dimension -> {
                    double score = scores.primary(dimension);
                    rows.add(new Row(
                            precision.key(),
                            dimension,
                            precision.bytes(dimension),
                            score,
                            kept(found, precision, dimension)));
                }));
        found.main()
                .index()
                .ifPresent(index -> index.byDimension().forEach((dimension, indexed) -> {
                    double score = indexed.metrics().get(found.main().primaryMetric());
                    rows.add(
                            new Row(IndexScores.NAME, dimension, indexed.facts().bytesPerDocument(), score, "-"));
                }));
        rows.sort(Comparator.comparingInt(Row::bytes).reversed());
        return rows;
    }

    /** Of float32 at its full dimension; without an interval nothing is claimed. */
    private static String kept(EvaluationRecord found, Precision precision, int dimension) {
        Scores main = found.main();
        int full = Collections.max(main.dimensions());
        return precision == Precision.FLOAT32 && dimension == full
                ? ""
                : Kept.of(found.scores().get(precision), dimension, main, full, main.primaryMetric())
                        .map(Wording::share)
                        .orElse("-");
    }

    private static Element htmlTable(EvaluationRecord found, String metric) {
        List<Element> headings = List.of("precision", "dims", "bytes", metric, "kept").stream()
                .map(heading -> Element.of("th", heading).with("scope", "col"))
                .toList();
        List<Element> rows = rows(found).stream()
                .map(row -> Element.of(
                        "tr",
                        Element.of("th", row.way().replace('_', ' ')).with("scope", "row"),
                        Element.of("td", String.valueOf(row.dimension())),
                        Element.of("td", String.valueOf(row.bytes())),
                        Element.of("td", Table.score(row.score())),
                        Element.of("td", row.kept())))
                .toList();
        return Element.of(
                "table",
                Element.of("caption", "Precisions on " + found.set()),
                Element.of("thead", Element.of("tr", headings)),
                Element.of("tbody", rows));
    }
}

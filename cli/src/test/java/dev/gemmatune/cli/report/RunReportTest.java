package dev.gemmatune.cli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.eval.Scores;
import dev.gemmatune.eval.significance.ItemMean;
import dev.gemmatune.eval.significance.Sample;
import dev.gemmatune.eval.significance.Samples;
import dev.gemmatune.export.ExportReport;
import dev.gemmatune.export.report.Limits;
import dev.gemmatune.export.report.Resources;
import dev.gemmatune.export.report.RetrievalLoss;
import dev.gemmatune.export.report.Verification;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

final class RunReportTest {

    private static final String NASTY = "<b>&\"']]></style><script>alert(1)</script>";

    private static final TrainingLog LOG = new TrainingLog(
            List.of(
                    new TrainingLog.Step(1, 4, 0, "", 900),
                    new TrainingLog.Step(2, Double.NaN, 2e-4, "", 1000),
                    new TrainingLog.Step(3, 2, 1e-4, "", 1100)),
            List.of(
                    new TrainingLog.DevScores(0, "finance/dev", "ndcg_at_10", false, Map.of(192, 0.1)),
                    new TrainingLog.DevScores(2, "finance/dev", "ndcg_at_10", true, Map.of(192, 0.4)),
                    new TrainingLog.DevScores(3, "finance/dev", "ndcg_at_10", false, Map.of(192, 0.3))),
            List.of(
                    new TrainingLog.Watched(0, 0, NASTY, Map.of(NASTY, 0.1)),
                    new TrainingLog.Watched(3, 1, NASTY, Map.of(NASTY, 0.2))));

    @TempDir
    private Path folder;

    @Test
    void theHeadlineSaysWhatTheTuningBought() {
        assertEquals(
                "Tuning raised nDCG@10 on finance/test from 0.1000 to 0.5000 (+0.4000, p < 0.001);"
                        + " 48 of 192 dimensions keep 80.0\u00a0% of it (95\u00a0% interval 80 to 80\u00a0%).",
                new Headline(tuned(comparison("finance/test"))).sentence());
    }

    @Test
    void theHeadlineKeepsNoMoreThanAll() {
        Comparison better = new Comparison("a", "", Optional.of(scores(0.1, 0.1)), scores(0.5, 0.51));
        String sentence = new Headline(tuned(better)).sentence();
        assertTrue(sentence.endsWith("; 48 of 192 dimensions keep all of it."), sentence);
    }

    @Test
    void chanceIsNeitherAGainNorGreen() throws Exception {
        double[] before = {0.1, 0.5, 0.3, 1, 0, 0.4, 0.6, 0.2, 0, 0.9};
        double[] after = {0.1, 0.5, 0.3, 1, 0.3, 0.4, 0.6, 0.1, 0, 1};
        Comparison set = new Comparison("a", "", Optional.of(ofQueries(before)), ofQueries(after));
        assertEquals(
                "No measurable difference in nDCG@10 on a: from 0.4000 to 0.4300 (+0.0300, p = 0.750). 10 queries can"
                        + " show differences of about 0.09 and more; about 98 would show 0.03.",
                new Headline(tuned(set)).sentence());
        String page = tuned(set).html();
        assertFalse(page.contains("class=\"good\"") || page.contains("class=\"bad\""), page);
        assertEquals("+0.0300", new Headline(tuned(set)).tiles().get("difference, may be chance"));
        assertTrue(tuned(comparison("a")).html().contains("class=\"good\""), "what is more than chance is green");
    }

    private static Scores ofQueries(double... values) {
        List<String> ids =
                IntStream.range(0, values.length).mapToObj(i -> "q" + i).toList();
        double mean = Arrays.stream(values).average().orElseThrow();
        Sample sample = new Sample("queries", ids, new ItemMean(values));
        return new Scores(
                "ndcg_at_10",
                Map.of(192, Map.of("ndcg_at_10", mean)),
                new Samples(Map.of(192, Map.of("ndcg_at_10", sample))));
    }

    @Test
    void whatWasNotTestedIsNotPutDownToTheTuning() {
        Scores before = new Scores("ndcg_at_10", Map.of(192, Map.of("ndcg_at_10", 0.1)));
        Scores after = new Scores("ndcg_at_10", Map.of(192, Map.of("ndcg_at_10", 0.5)));
        assertEquals(
                "nDCG@10 on a went from 0.1000 to 0.5000 (+0.4000; whether that is more than chance was not tested).",
                new Headline(tuned(new Comparison("a", "", Optional.of(before), after))).sentence());
    }

    @Test
    void theHeadlineHidesNoLoss() {
        Comparison worse = new Comparison("a", "", Optional.of(scores(0.5, Double.NaN)), scores(0.4, Double.NaN));
        assertEquals(
                "Tuning lowered nDCG@10 on a from 0.5000 to 0.4000 (-0.1000, p < 0.001).",
                new Headline(tuned(worse)).sentence());
    }

    @Test
    void aDoubtStandsBehindTheNumbers() throws Exception {
        RunReport sure = tuned(comparison("a"));
        RunReport doubted = new RunReport(
                sure.title(),
                sure.about(),
                Optional.of("it did not help"),
                List.of("2 of 9 queries are known"),
                sure.sets(),
                sure.training(),
                sure.facts(),
                sure.exports(),
                sure.usage(),
                sure.files());
        assertEquals(new Headline(sure).sentence() + " But it did not help.", new Headline(doubted).sentence());
        assertTrue(parse(doubted.html()).getDocumentElement().getTextContent().contains(". But it did not help."));
        String page = doubted.html();
        int warning = page.indexOf("2 of 9 queries are known");
        assertTrue(page.indexOf("But it did not help.") < warning, "under the headline");
        assertTrue(warning < page.indexOf("<dl") && warning < page.indexOf("<h2"), "and above all else");
    }

    @Test
    void withoutBeforeTheHeadlineMakesNoComparison() {
        Comparison alone = new Comparison("finance/test", "", Optional.empty(), scores(0.5, 0.4));
        String sentence = new Headline(tuned(alone)).sentence();
        assertTrue(sentence.startsWith("The tuned model reaches nDCG@10 0.5000 on finance/test;"), sentence);
        String page = tuned(alone).html();
        assertFalse(page.contains("before</th>") || page.contains("gain"), "no column for what was not measured");
        assertEquals("-", new Headline(tuned(alone)).tiles().getOrDefault("gain", "-"));
    }

    @Test
    void withoutSetsTheHeadlineSaysSo() {
        assertEquals(
                "Trained for 3 steps; the tuned model was not evaluated.",
                new Headline(report(List.of(), Optional.of(LOG))).sentence());
    }

    @Test
    void everyNumberOfTheTableIsThere() throws Exception {
        Document page = parse(tuned(comparison("finance/test")).html());
        String text = ((Element) page.getElementsByTagName("table").item(0)).getTextContent();
        for (String number : List.of("0.1000", "0.5000", "+0.4000", "0.0500", "0.4000", "+0.3500", "80.0\u00a0%")) {
            assertTrue(text.contains(number), number + " in " + text);
        }
        assertTrue(page.getDocumentElement().getTextContent().contains("best: step 2"), "the best step is marked");
    }

    @Test
    void whatUsersNamedIsEscaped() throws Exception {
        String html = tuned(comparison(NASTY)).html();
        assertFalse(html.contains("<b>") || html.contains("<script"), html);
        Document page = parse(html);
        NodeList headings = page.getElementsByTagName("h2");
        assertEquals(NASTY, headings.item(0).getTextContent());
        assertEquals(0, page.getElementsByTagName("script").getLength());
    }

    @Test
    void thePageAsksForNothing() throws Exception {
        Document page = parse(tuned(comparison("finance/test")).html());
        NodeList all = page.getElementsByTagName("*");
        assertTrue(all.getLength() > 100, "a page of " + all.getLength() + " elements");
        for (int i = 0; i < all.getLength(); i++) {
            Element element = (Element) all.item(i);
            for (String attribute : List.of("src", "href", "srcset", "action", "data", "style")) {
                assertFalse(element.hasAttribute(attribute), element.getTagName() + " has " + attribute);
            }
        }
        String style = page.getElementsByTagName("style").item(0).getTextContent();
        assertFalse(style.contains("url(") || style.contains("@import"), "the style sheet is complete in itself");
        assertTrue(style.contains("prefers-color-scheme: dark") && style.contains("@media print"), style);
    }

    @Test
    void drawingsAndTablesAreNamed() throws Exception {
        Document page = parse(tuned(comparison("finance/test")).html());
        NodeList drawings = page.getElementsByTagName("svg");
        assertTrue(drawings.getLength() >= 4, drawings.getLength() + " drawings");
        for (int i = 0; i < drawings.getLength(); i++) {
            Element drawing = (Element) drawings.item(i);
            assertTrue(
                    drawing.getAttribute("aria-hidden").equals("true")
                            || drawing.getElementsByTagName("title").getLength() > 0,
                    "drawing " + i);
        }
        NodeList tables = page.getElementsByTagName("table");
        for (int i = 0; i < tables.getLength(); i++) {
            Element table = (Element) tables.item(i);
            assertTrue(
                    table.hasAttribute("aria-label")
                            || table.getElementsByTagName("caption").getLength() == 1,
                    "table " + i);
        }
    }

    @Test
    void anEvaluationHasNeitherCurvesNorBefore() throws Exception {
        Comparison alone = new Comparison("finance/test", "9 queries", Optional.empty(), scores(0.5, 0.4));
        RunReport report = report(List.of(alone), Optional.empty());
        assertTrue(new Headline(report).sentence().startsWith("The model reaches"), report.toString());
        Path file = report.write(folder);
        Document page = parse(Files.readString(file));
        assertEquals("report.html", file.getFileName().toString());
        assertFalse(page.getDocumentElement().getTextContent().contains("The training"), "no section of curves");
        assertEquals(2, page.getElementsByTagName("figure").getLength());
    }

    @Test
    void theSmoothedLossPassesOverWhatIsNoNumber() {
        List<Double> smoothed = LOG.smoothedLoss();
        assertEquals(List.of(4.0, 4.0, 2.0), smoothed);
    }

    @Test
    void theLogIsReadAsItIsWritten() throws Exception {
        Path file = folder.resolve("metrics.jsonl");
        Files.writeString(
                file,
                "{\"step\":1,\"loss\":NaN,\"learning_rate\":0.1,\"tokens_per_second\":5}\n"
                        + "{\"step\":1,\"evaluation\":\"a/dev\",\"primary_metric\":\"m\",\"best\":true,"
                        + "\"scores\":{\"64\":{\"m\":0.25,\"n\":NaN},\"32\":{\"m\":null}}}\n"
                        + "{\"step\":1,\"epoch\":0.5,\"watch\":\"q\",\"scores\":{\"a\":0.5,\"b\":-1}}\n");
        TrainingLog log = TrainingLog.read(file);
        assertEquals(List.of(new TrainingLog.Step(1, Double.NaN, 0.1, "", 5)), log.steps());
        assertEquals(0.25, log.evaluations().get(0).byDimension().get(64));
        assertEquals(Double.NaN, log.evaluations().get(0).byDimension().get(32));
        assertEquals(1, log.bestStep().orElseThrow());
        assertEquals(List.of(new TrainingLog.Watched(1, 0.5, "q", Map.of("a", 0.5, "b", -1.0))), log.watched());
        assertEquals("epoch 0.50", log.watched().get(0).name());
    }

    private static Comparison comparison(String name) {
        return new Comparison(name, "9 queries, 20 documents", Optional.of(scores(0.1, 0.05)), scores(0.5, 0.4));
    }

    private static Scores scores(double full, double small) {
        Map<Integer, Map<String, Double>> byDimension = new LinkedHashMap<>();
        byDimension.put(192, Map.of("ndcg_at_10", full, "recall_at_100", full));
        byDimension.put(48, Map.of("ndcg_at_10", small, "recall_at_100", Double.NaN));
        Map<Integer, Map<String, Sample>> samples = new LinkedHashMap<>();
        samples.put(192, Map.of("ndcg_at_10", around(full)));
        samples.put(48, Double.isNaN(small) ? Map.of() : Map.of("ndcg_at_10", around(small)));
        return new Scores("ndcg_at_10", byDimension, new Samples(samples));
    }

    /** Twenty queries, a tenth below the mean and a tenth above it by turns. */
    private static Sample around(double mean) {
        double[] values = IntStream.range(0, 20)
                .mapToDouble(i -> mean * (i % 2 == 0 ? 0.9 : 1.1))
                .toArray();
        return new Sample(
                "queries", IntStream.range(0, 20).mapToObj(i -> "q" + i).toList(), new ItemMean(values));
    }

    private static RunReport tuned(Comparison set) {
        return report(List.of(set), Optional.of(LOG));
    }

    private static RunReport report(List<Comparison> sets, Optional<TrainingLog> log) {
        Verification verification = new Verification(
                new Limits(1e-5, 0.9, 0.01),
                "ONNX Runtime",
                24,
                2,
                2048,
                30,
                List.of(new dev.gemmatune.export.report.Comparison(
                        "alone",
                        dev.gemmatune.export.report.Comparison.Against.STORED_WEIGHTS,
                        24,
                        2e-7,
                        0.9999999,
                        1,
                        4)),
                List.of(new RetrievalLoss(192, "ndcg_at_10", 0.5, 0.4987)),
                new Resources(600, 33, 200, OptionalDouble.of(151)));
        return new RunReport(
                "finance",
                "gemmatune",
                Optional.empty(),
                List.of(),
                sets,
                log,
                Map.of("data", NASTY),
                List.of(new ExportReport("onnx-q4", Path.of("onnx"), 12_400_000, 1, 1, verification)),
                Optional.of(new RunReport.Usage(Path.of("best"), Map.of("query", "task: " + NASTY))),
                Map.of("config.resolved.yaml", "key: " + NASTY));
    }

    /** Only well-formed XML passes. */
    private static Document parse(String html) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(html)));
    }
}

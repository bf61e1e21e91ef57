package dev.gemmatune.cli.report.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ChartTest {

    @Test
    void aSinglePointIsADot() {
        String chart = lines(new LineChart.Point(3, 0.5));
        assertEquals(1, count(chart, "<circle"));
        assertTrue(chart.contains("0.5000 at step 3"), chart);
    }

    @Test
    void aValueThatIsNoNumberLeavesAGap() {
        String chart = lines(
                new LineChart.Point(1, 1),
                new LineChart.Point(2, 2),
                new LineChart.Point(3, Double.NaN),
                new LineChart.Point(4, 2),
                new LineChart.Point(5, Double.POSITIVE_INFINITY),
                new LineChart.Point(6, 2),
                new LineChart.Point(7, 1));
        String path = chart.replaceAll("(?s).* d=\"([^\"]*)\".*", "$1");
        assertEquals(3, count(path, "M"), path);
        assertEquals(2, count(path, "L"), path);
        assertEquals(1, count(chart, "<circle"), "the point that stands alone");
        assertFalse(chart.contains("NaN") || chart.contains("Infinity"), chart);
    }

    @Test
    void noValueIsSaidInWords() {
        assertTrue(lines(new LineChart.Point(1, Double.NaN)).contains("There is no value to draw."));
        assertTrue(lines().contains("There is no value to draw."));
    }

    @Test
    void manyPointsKeepTheirPeaks() {
        List<LineChart.Point> points = IntStream.range(0, 100_000)
                .mapToObj(i -> new LineChart.Point(i, i == 54_321 ? 9 : i % 2))
                .toList();
        List<LineChart.Point> drawn = new LineChart.Series("loss", Colour.BLUE, points).drawn();
        assertTrue(drawn.size() <= 600, () -> drawn.size() + " points");
        assertTrue(drawn.contains(new LineChart.Point(54_321, 9)), "the peak is there");
    }

    @Test
    void barsStandOnZeroAndHangBelowIt() {
        String chart = markup(new BarChart(
                        "score",
                        "dimensions",
                        "nDCG",
                        List.of("192", "96"),
                        List.of(new BarChart.Series("tuned", Colour.BLUE, List.of(0.5, -0.5))))
                .figure());
        List<String> bars = List.of(chart.split("<rect")).subList(1, 3);
        assertEquals(attribute(bars.get(0), "height"), attribute(bars.get(1), "height"), 0.11);
        assertEquals(attribute(bars.get(0), "y") + attribute(bars.get(0), "height"), attribute(bars.get(1), "y"), 0.11);
    }

    @Test
    void aValueThatWasNotMeasuredHasNoBar() {
        String chart = markup(new BarChart(
                        "score",
                        "dimensions",
                        "nDCG",
                        List.of("192", "96"),
                        List.of(new BarChart.Series("tuned", Colour.BLUE, List.of(0.5, Double.NaN))))
                .figure());
        assertEquals(1, count(chart, "<rect"));
        assertTrue(chart.contains("tuned at 96: not measured"), chart);
    }

    /** A span as long as its bar, on the same axis; its number stands above it. */
    @Test
    void aThinLineSpansWhereAValueMayLie() {
        List<BarChart.Span> spans = List.of(new BarChart.Span(0.25, 0.75), BarChart.Span.NONE);
        String chart = markup(new BarChart(
                        "score",
                        "dimensions",
                        "nDCG",
                        List.of("192", "96"),
                        List.of(new BarChart.Series("tuned", Colour.BLUE, List.of(0.5, 0.5), spans)))
                .figure());
        List<String> lines = List.of(chart.split("<line")).stream()
                .filter(line -> line.contains("class=\"span\""))
                .toList();
        assertEquals(3, lines.size());
        String bar = List.of(chart.split("<rect")).get(1);
        assertEquals(
                attribute(bar, "height"),
                attribute(lines.get(0), "y2") - attribute(lines.get(0), "y1"),
                0.21,
                "0.5 long");
        assertEquals(
                attribute(bar, "y"),
                (attribute(lines.get(0), "y2") + attribute(lines.get(0), "y1")) / 2,
                0.21,
                "around it");
        String number = List.of(chart.split("<text")).stream()
                .filter(text -> text.contains("class=\"value\""))
                .findFirst()
                .orElseThrow();
        assertTrue(attribute(number, "y") < attribute(lines.get(0), "y1"), "the number is above the line");
        assertTrue(chart.contains("tuned at 192: 0.5000 (0.2500 to 0.7500); tuned at 96: 0.5000."), chart);
    }

    @Test
    void everyGroupNeedsAValue() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new BarChart(
                        "score",
                        "dimensions",
                        "nDCG",
                        List.of("192", "96"),
                        List.of(new BarChart.Series("tuned", Colour.BLUE, List.of(0.5)))));
    }

    private static String lines(LineChart.Point... points) {
        return markup(new LineChart(
                        "Loss",
                        "step",
                        "loss",
                        List.of(new LineChart.Series("loss", Colour.BLUE, List.of(points))),
                        Optional.empty(),
                        false)
                .figure());
    }

    private static String markup(Element element) {
        StringBuilder page = new StringBuilder();
        element.writeTo(page);
        return page.toString();
    }

    private static double attribute(String element, String name) {
        return Double.parseDouble(element.replaceAll("(?s).*? " + name + "=\"([^\"]*)\".*", "$1"));
    }

    private static int count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }
}

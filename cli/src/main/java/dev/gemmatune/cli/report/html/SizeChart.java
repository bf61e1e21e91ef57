package dev.gemmatune.cli.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/**
 * Points joined by lines over sizes, each tick at the bottom twice the one before.
 *
 * @param title above it
 * @param below what the sizes are
 * @param beside what the lines show
 * @param series the lines, the first one on top
 */
public record SizeChart(String title, String below, String beside, List<Series> series) {

    private static final double DOT = 3.5;

    /**
     * A line.
     *
     * @param name in the legend
     * @param colour of the line
     * @param points from left to right
     */
    public record Series(String name, Colour colour, List<Point> points) {
        /** Copies the points. */
        public Series {
            points = List.copyOf(points);
        }
    }

    /**
     * A point.
     *
     * @param size above 0
     * @param value may be NaN, which draws nothing
     * @param label of the point, shown when it is pointed at
     */
    public record Point(double size, double value, String label) {
        /** Checks the size. */
        public Point {
            if (!(size > 0)) {
                throw new IllegalArgumentException("size must be > 0, got " + size);
            }
        }
    }

    /** Copies the lines. */
    public SizeChart {
        series = List.copyOf(series);
    }

    /** The figure; one with a sentence instead of a drawing if no value is finite. */
    public Element figure() {
        if (values(Point::value).noneMatch(Double::isFinite)) {
            return Frame.empty(title);
        }
        double low = Math.floor(log(values(Point::size).min().orElse(1)));
        double high = Math.max(low + 1, Math.ceil(log(values(Point::size).max().orElse(2))));
        Axis side = Axis.around(values(Point::value));
        List<Element> drawing = new ArrayList<>(Frame.grid(side));
        for (double power = low; power <= high; power++) {
            double x = Frame.x((power - low) / (high - low));
            drawing.add(Frame.line(x, Frame.BOTTOM, x, Frame.BOTTOM + 4, "axis"));
            drawing.add(Frame.text(
                    x, Frame.BOTTOM + 17, "middle", "tick", String.format(Locale.ROOT, "%.0f", Math.pow(2, power))));
        }
        drawing.add(Frame.line(Frame.LEFT, Frame.BOTTOM, Frame.RIGHT, Frame.BOTTOM, "axis"));
        drawing.addAll(Frame.names(below, beside));
        for (int i = series.size() - 1; i >= 0; i--) {
            drawing.addAll(draw(series.get(i), low, high, side));
        }
        return Frame.figure(
                title,
                description(),
                drawing,
                series.stream()
                        .map(line -> new Frame.Key(line.name(), line.colour()))
                        .toList());
    }

    private static List<Element> draw(Series line, double low, double high, Axis side) {
        List<Element> dots = new ArrayList<>();
        StringBuilder path = new StringBuilder();
        for (Point point : line.points()) {
            if (!Double.isFinite(point.value())) {
                continue;
            }
            String x = Frame.number(Frame.x((log(point.size()) - low) / (high - low)));
            String y = Frame.number(Frame.y(side, point.value()));
            path.append(path.isEmpty() ? 'M' : 'L').append(x).append(' ').append(y);
            dots.add(Element.of("circle", Element.of("title", tip(line, point)))
                    .with("cx", x)
                    .with("cy", y)
                    .with("r", Frame.number(DOT))
                    .with("class", "dot " + line.colour().style()));
        }
        List<Element> elements = new ArrayList<>();
        elements.add(Element.of("path")
                .with("d", path.toString())
                .with("class", "series " + line.colour().style()));
        elements.addAll(dots);
        return elements;
    }

    private static String tip(Series line, Point point) {
        return String.format(
                Locale.ROOT, "%s, %s: %.4f with %,.0f", line.name(), point.label(), point.value(), point.size());
    }

    private static double log(double size) {
        return Math.log(size) / Math.log(2);
    }

    private DoubleStream values(ToDoubleFunction<Point> of) {
        return series.stream().flatMap(line -> line.points().stream()).mapToDouble(of);
    }

    private String description() {
        return String.join(
                        "; ",
                        series.stream()
                                .flatMap(line -> line.points().stream().map(point -> tip(line, point)))
                                .toList())
                + ".";
    }
}

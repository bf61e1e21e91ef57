package dev.gemmatune.cli.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/**
 * Lines over whole numbers such as steps.
 *
 * @param title above it
 * @param below what is counted at the bottom
 * @param beside what the lines show
 * @param series the lines, the first one on top
 * @param mark a value at the bottom that is marked
 * @param dots whether every point is drawn; for few of them
 */
public record LineChart(
        String title, String below, String beside, List<Series> series, Optional<Mark> mark, boolean dots) {

    private static final double DOT = 3.5;

    /**
     * A line.
     *
     * @param name in the legend
     * @param colour of the line
     * @param points from left to right; one that is not finite leaves a gap
     */
    public record Series(String name, Colour colour, List<Point> points) {

        /** More points than this are less than a pixel apart. */
        private static final int MOST = 600;

        /** Copies the points. */
        public Series {
            points = List.copyOf(points);
        }

        /** Of many points the lowest and the highest of each stretch, which look the same. */
        List<Point> drawn() {
            if (points.size() <= MOST) {
                return points;
            }
            List<Point> kept = new ArrayList<>();
            int stretches = MOST / 2;
            for (int i = 0; i < stretches; i++) {
                int from = (int) ((long) i * points.size() / stretches);
                int to = (int) ((long) (i + 1) * points.size() / stretches);
                addExtremes(points.subList(from, to), kept);
            }
            return kept;
        }

        private static void addExtremes(List<Point> stretch, List<Point> kept) {
            Point low = stretch.get(0);
            Point high = low;
            for (Point point : stretch) {
                low = point.y() < low.y() || !Double.isFinite(point.y()) ? point : low;
                high = point.y() > high.y() ? point : high;
            }
            kept.add(low.x() <= high.x() ? low : high);
            if (!low.equals(high)) {
                kept.add(low.x() <= high.x() ? high : low);
            }
        }
    }

    /**
     * A point of a line.
     *
     * @param x at the bottom
     * @param y may be NaN
     */
    public record Point(double x, double y) {}

    /**
     * A vertical line.
     *
     * @param x where
     * @param label beside it
     */
    public record Mark(double x, String label) {}

    /** Copies the lines. */
    public LineChart {
        series = List.copyOf(series);
    }

    /** The figure; one with a sentence instead of a drawing if no point is finite. */
    public Element figure() {
        if (values(Point::y).noneMatch(Double::isFinite)) {
            return Frame.empty(title);
        }
        Axis bottom = Axis.aroundWhole(
                DoubleStream.concat(values(Point::x), mark.stream().mapToDouble(Mark::x)));
        Axis side = Axis.around(values(Point::y));
        List<Element> drawing = new ArrayList<>(Frame.grid(side));
        for (double tick : bottom.ticks()) {
            double x = Frame.x(bottom.position(tick));
            drawing.add(Frame.line(x, Frame.BOTTOM, x, Frame.BOTTOM + 4, "axis"));
            drawing.add(Frame.text(x, Frame.BOTTOM + 17, "middle", "tick", bottom.label(tick)));
        }
        drawing.add(Frame.line(Frame.LEFT, Frame.BOTTOM, Frame.RIGHT, Frame.BOTTOM, "axis"));
        drawing.addAll(Frame.names(below, beside));
        mark.ifPresent(marked -> drawing.addAll(draw(marked, bottom)));
        for (int i = series.size() - 1; i >= 0; i--) {
            drawing.addAll(draw(series.get(i), bottom, side));
        }
        return Frame.figure(
                title,
                description(),
                drawing,
                series.stream()
                        .map(line -> new Frame.Key(line.name(), line.colour()))
                        .toList());
    }

    private List<Element> draw(Mark marked, Axis bottom) {
        double x = Frame.x(bottom.position(marked.x()));
        boolean right = bottom.position(marked.x()) > 0.6;
        return List.of(
                Frame.line(x, Frame.TOP, x, Frame.BOTTOM, "mark"),
                Frame.text(right ? x - 6 : x + 6, Frame.BOTTOM - 8, right ? "end" : "start", "marked", marked.label()));
    }

    private List<Element> draw(Series line, Axis bottom, Axis side) {
        List<Element> elements = new ArrayList<>();
        StringBuilder path = new StringBuilder();
        List<Point> points = line.drawn();
        for (int i = 0; i < points.size(); i++) {
            Point point = points.get(i);
            if (!Double.isFinite(point.y())) {
                continue;
            }
            boolean joined = isFinite(points, i - 1);
            double x = Frame.x(bottom.position(point.x()));
            double y = Frame.y(side, point.y());
            path.append(joined ? 'L' : 'M').append(Frame.number(x)).append(' ').append(Frame.number(y));
            if (dots || !(joined || isFinite(points, i + 1))) {
                elements.add(dot(line, point, x, y));
            }
        }
        elements.add(
                0,
                Element.of("path")
                        .with("d", path.toString())
                        .with("class", "series " + line.colour().style()));
        return elements;
    }

    private Element dot(Series line, Point point, double x, double y) {
        String tip = String.format(Locale.ROOT, "%s: %.4f at %s %,.0f", line.name(), point.y(), below, point.x());
        return Element.of("circle", Element.of("title", tip))
                .with("cx", Frame.number(x))
                .with("cy", Frame.number(y))
                .with("r", Frame.number(DOT))
                .with("class", "dot " + line.colour().style());
    }

    private static boolean isFinite(List<Point> points, int index) {
        return index >= 0
                && index < points.size()
                && Double.isFinite(points.get(index).y());
    }

    private DoubleStream values(ToDoubleFunction<Point> of) {
        return series.stream().flatMap(line -> line.points().stream()).mapToDouble(of);
    }

    private String description() {
        List<String> sentences = new ArrayList<>();
        for (Series line : series) {
            List<Point> finite = line.points().stream()
                    .filter(point -> Double.isFinite(point.y()))
                    .toList();
            if (!finite.isEmpty()) {
                sentences.add(String.format(
                        Locale.ROOT,
                        "%s from %.4g to %.4g",
                        line.name(),
                        finite.get(0).y(),
                        finite.get(finite.size() - 1).y()));
            }
        }
        mark.ifPresent(marked -> sentences.add(marked.label()));
        return String.join("; ", sentences) + ".";
    }
}

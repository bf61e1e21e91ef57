package dev.gemmatune.cli.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * Bars side by side in groups, all from zero.
 *
 * @param title above it
 * @param below what the groups are
 * @param beside what the bars show
 * @param groups names at the bottom
 * @param series a bar in each group
 * @param level a line across all groups, if there is one
 */
public record BarChart(
        String title, String below, String beside, List<String> groups, List<Series> series, Optional<Level> level) {

    /** Share of a group's width that is left free. */
    private static final double GAP = 0.28;

    private static final double NARROWEST_LABELLED = 30;
    private static final double WIDEST = 56;
    /** Half the width of the strokes that end a thin line. */
    private static final double SPAN_END = 4;

    /** Bars alone. */
    public BarChart(String title, String below, String beside, List<String> groups, List<Series> series) {
        this(title, below, beside, groups, series, Optional.empty());
    }

    /**
     * A line across all groups.
     *
     * @param name in the legend
     * @param colour of the line
     * @param value at which it is drawn, finite
     */
    public record Level(String name, Colour colour, double value) {}

    /**
     * A bar in each group.
     *
     * @param name in the legend
     * @param colour of the bars
     * @param values one for each group; NaN draws none
     * @param spans a thin line over each bar; empty for none at all
     */
    public record Series(String name, Colour colour, List<Double> values, List<Span> spans) {
        /** Bars without lines over them. */
        public Series(String name, Colour colour, List<Double> values) {
            this(name, colour, values, List.of());
        }

        /** Copies the lists. */
        public Series {
            values = List.copyOf(values);
            spans = List.copyOf(spans);
        }

        private Span span(int group) {
            return spans.isEmpty() ? Span.NONE : spans.get(group);
        }
    }

    /**
     * Where a value may lie as well.
     *
     * @param low its lower end
     * @param high its upper end
     */
    public record Span(double low, double high) {
        /** Draws nothing. */
        public static final Span NONE = new Span(Double.NaN, Double.NaN);

        private boolean drawn() {
            return Double.isFinite(low) && Double.isFinite(high);
        }
    }

    /** Copies the lists and checks that there is a value for each group. */
    public BarChart {
        groups = List.copyOf(groups);
        series = List.copyOf(series);
        for (Series bars : series) {
            boolean complete = bars.spans().isEmpty() || bars.spans().size() == groups.size();
            if (bars.values().size() != groups.size() || !complete) {
                throw new IllegalArgumentException("values must be " + groups.size() + ", got "
                        + bars.values().size() + " in " + bars.name());
            }
        }
    }

    /** The figure; one with a sentence instead of a drawing if no value is finite. */
    public Element figure() {
        if (values().noneMatch(Double::isFinite)) {
            return Frame.empty(title);
        }
        DoubleStream ends = series.stream()
                .flatMap(bars -> bars.spans().stream())
                .filter(Span::drawn)
                .flatMapToDouble(span -> DoubleStream.of(span.low(), span.high()));
        DoubleStream lines =
                DoubleStream.concat(DoubleStream.of(0), level.stream().mapToDouble(Level::value));
        Axis side = Axis.around(DoubleStream.concat(lines, DoubleStream.concat(values(), ends)));
        List<Element> drawing = new ArrayList<>(Frame.grid(side));
        for (int group = 0; group < groups.size(); group++) {
            drawing.add(Frame.text(
                    Frame.x((group + 0.5) / groups.size()), Frame.BOTTOM + 17, "middle", "tick", groups.get(group)));
            for (int bar = 0; bar < series.size(); bar++) {
                double value = series.get(bar).values().get(group);
                if (Double.isFinite(value)) {
                    drawing.addAll(draw(group, bar, value, side));
                }
            }
        }
        double zero = Frame.y(side, 0);
        drawing.add(Frame.line(Frame.LEFT, zero, Frame.RIGHT, zero, "axis"));
        level.ifPresent(line -> drawing.add(Frame.line(
                Frame.LEFT,
                Frame.y(side, line.value()),
                Frame.RIGHT,
                Frame.y(side, line.value()),
                "series " + line.colour().style())));
        drawing.addAll(Frame.names(below, beside));
        return Frame.figure(
                title,
                description(),
                drawing,
                Stream.concat(
                                series.stream().map(bars -> new Frame.Key(bars.name(), bars.colour())),
                                level.stream().map(line -> new Frame.Key(line.name(), line.colour())))
                        .toList());
    }

    private List<Element> draw(int group, int bar, double value, Axis side) {
        double room = (Frame.RIGHT - Frame.LEFT) / groups.size();
        double width = Math.min(WIDEST, room * (1 - GAP) / series.size());
        double left = Frame.x((group + 0.5) / groups.size()) + (bar - series.size() / 2.0) * width;
        double zero = Frame.y(side, 0);
        double end = Frame.y(side, value);
        Span span = series.get(bar).span(group);
        String tip = series.get(bar).name() + " at " + groups.get(group) + ": " + number(value, span);
        List<Element> elements = new ArrayList<>();
        elements.add(Element.of("rect", Element.of("title", tip))
                .with("x", Frame.number(left + 1))
                .with("y", Frame.number(Math.min(zero, end)))
                .with("width", Frame.number(width - 2))
                .with("height", Frame.number(Math.abs(zero - end)))
                .with("class", "bar " + series.get(bar).colour().style()));
        if (span.drawn()) {
            elements.addAll(whisker(left + width / 2, Frame.y(side, span.high()), Frame.y(side, span.low())));
        }
        if (width >= NARROWEST_LABELLED) {
            double above = span.drawn() ? Math.min(end, Frame.y(side, span.high())) : end;
            double under = span.drawn() ? Math.max(end, Frame.y(side, span.low())) : end;
            double y = value < 0 ? under + 13 : above - 4;
            elements.add(Frame.text(left + width / 2, y, "middle", "value", String.format(Locale.ROOT, "%.3f", value)));
        }
        return elements;
    }

    private static List<Element> whisker(double x, double top, double bottom) {
        return List.of(
                Frame.line(x, top, x, bottom, "span"),
                Frame.line(x - SPAN_END, top, x + SPAN_END, top, "span"),
                Frame.line(x - SPAN_END, bottom, x + SPAN_END, bottom, "span"));
    }

    private static String number(double value, Span span) {
        return span.drawn()
                ? String.format(Locale.ROOT, "%.4f (%.4f to %.4f)", value, span.low(), span.high())
                : String.format(Locale.ROOT, "%.4f", value);
    }

    private DoubleStream values() {
        return series.stream().flatMap(bars -> bars.values().stream()).mapToDouble(Double::doubleValue);
    }

    private String description() {
        List<String> sentences = new ArrayList<>();
        for (int group = 0; group < groups.size(); group++) {
            for (Series bars : series) {
                double value = bars.values().get(group);
                sentences.add(bars.name() + " at " + groups.get(group) + ": "
                        + (Double.isFinite(value) ? number(value, bars.span(group)) : "not measured"));
            }
        }
        level.ifPresent(line -> sentences.add(String.format(Locale.ROOT, "%s: %.4f", line.name(), line.value())));
        return String.join("; ", sentences) + ".";
    }
}

package dev.gemmatune.cli.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * Bars side by side in groups, all from zero.
 *
 * @param title above it
 * @param below what the groups are
 * @param beside what the bars show
 * @param groups names at the bottom
 * @param series a bar in each group
 */
public record BarChart(String title, String below, String beside, List<String> groups, List<Series> series) {

    /** Share of a group's width that is left free. */
    private static final double GAP = 0.28;

    private static final double NARROWEST_LABELLED = 30;
    private static final double WIDEST = 56;

    /**
     * A bar in each group.
     *
     * @param name in the legend
     * @param colour of the bars
     * @param values one for each group; NaN draws none
     */
    public record Series(String name, Colour colour, List<Double> values) {
        /** Copies the values. */
        public Series {
            values = List.copyOf(values);
        }
    }

    /** Copies the lists and checks that there is a value for each group. */
    public BarChart {
        groups = List.copyOf(groups);
        series = List.copyOf(series);
        for (Series bars : series) {
            if (bars.values().size() != groups.size()) {
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
        Axis side = Axis.around(DoubleStream.concat(DoubleStream.of(0), values()));
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
        drawing.addAll(Frame.names(below, beside));
        return Frame.figure(
                title,
                description(),
                drawing,
                series.stream()
                        .map(bars -> new Frame.Key(bars.name(), bars.colour()))
                        .toList());
    }

    private List<Element> draw(int group, int bar, double value, Axis side) {
        double room = (Frame.RIGHT - Frame.LEFT) / groups.size();
        double width = Math.min(WIDEST, room * (1 - GAP) / series.size());
        double left = Frame.x((group + 0.5) / groups.size()) + (bar - series.size() / 2.0) * width;
        double zero = Frame.y(side, 0);
        double end = Frame.y(side, value);
        String tip =
                String.format(Locale.ROOT, "%s at %s: %.4f", series.get(bar).name(), groups.get(group), value);
        List<Element> elements = new ArrayList<>();
        elements.add(Element.of("rect", Element.of("title", tip))
                .with("x", Frame.number(left + 1))
                .with("y", Frame.number(Math.min(zero, end)))
                .with("width", Frame.number(width - 2))
                .with("height", Frame.number(Math.abs(zero - end)))
                .with("class", "bar " + series.get(bar).colour().style()));
        if (width >= NARROWEST_LABELLED) {
            double y = value < 0 ? end + 13 : end - 4;
            elements.add(Frame.text(left + width / 2, y, "middle", "value", String.format(Locale.ROOT, "%.3f", value)));
        }
        return elements;
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
                        + (Double.isFinite(value) ? String.format(Locale.ROOT, "%.4f", value) : "not measured"));
            }
        }
        return String.join("; ", sentences) + ".";
    }
}

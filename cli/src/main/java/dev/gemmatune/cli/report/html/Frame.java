package dev.gemmatune.cli.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The drawing area that all charts share: its size, its grid, its labels, its caption and its legend. */
final class Frame {

    /** Units of the view box; the text is of a size that can be read when a phone shrinks them. */
    static final double WIDTH = 480;

    static final double HEIGHT = 270;
    static final double LEFT = 54;
    static final double RIGHT = WIDTH - 14;
    static final double TOP = 26;
    static final double BOTTOM = HEIGHT - 42;

    private static final double TICK_GAP = 6;
    private static final double TEXT_DROP = 4;

    /** An entry of the legend. */
    record Key(String name, Colour colour) {}

    private Frame() {}

    static double x(double position) {
        return LEFT + position * (RIGHT - LEFT);
    }

    static double y(Axis axis, double value) {
        return BOTTOM - axis.position(value) * (BOTTOM - TOP);
    }

    /** A number for an attribute: a tenth of a unit is finer than can be seen. */
    static String number(double value) {
        String text = String.format(Locale.ROOT, "%.1f", value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    static Element line(double x1, double y1, double x2, double y2, String style) {
        return Element.of("line")
                .with("x1", number(x1))
                .with("y1", number(y1))
                .with("x2", number(x2))
                .with("y2", number(y2))
                .with("class", style);
    }

    static Element text(double x, double y, String anchor, String style, String text) {
        return Element.of("text", text)
                .with("x", number(x))
                .with("y", number(y))
                .with("text-anchor", anchor)
                .with("class", style);
    }

    /** Horizontal lines with their values at the left. */
    static List<Element> grid(Axis axis) {
        List<Element> elements = new ArrayList<>();
        for (double tick : axis.ticks()) {
            double y = y(axis, tick);
            elements.add(line(LEFT, y, RIGHT, y, "grid"));
            elements.add(text(LEFT - TICK_GAP, y + TEXT_DROP, "end", "tick", axis.label(tick)));
        }
        return elements;
    }

    /** What is at the bottom means this. */
    static List<Element> names(String below, String beside) {
        return List.of(
                text((LEFT + RIGHT) / 2, HEIGHT - TICK_GAP, "middle", "name", below),
                text(TICK_GAP, TEXT_DROP + TICK_GAP + 2, "start", "name", beside));
    }

    /** A figure: caption, drawing, legend. */
    static Element figure(String title, String description, List<Element> drawing, List<Key> keys) {
        Element svg = Element.of("svg", Element.of("title", title), Element.of("desc", description))
                .with("viewBox", "0 0 " + number(WIDTH) + " " + number(HEIGHT))
                .with("role", "img")
                .with("aria-label", title + ". " + description)
                .add(drawing);
        Element figure = Element.of("figure", Element.of("figcaption", title), svg);
        return keys.size() < 2 ? figure : figure.add(legend(keys));
    }

    /** A figure of which nothing can be drawn. */
    static Element empty(String title) {
        return Element.of(
                "figure",
                Element.of("figcaption", title),
                Element.of("p", "There is no value to draw.").with("class", "none"));
    }

    private static Element legend(List<Key> keys) {
        List<Element> entries = new ArrayList<>();
        for (Key key : keys) {
            Element swatch = Element.of(
                            "svg", line(0, 5, 18, 5, "series " + key.colour().style()))
                    .with("viewBox", "0 0 18 10")
                    .with("class", "swatch")
                    .with("aria-hidden", "true");
            entries.add(Element.of("li", swatch, new Text(key.name())));
        }
        return Element.of("ul", entries).with("class", "legend");
    }
}

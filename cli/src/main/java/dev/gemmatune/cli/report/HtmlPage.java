package dev.gemmatune.cli.report;

import dev.gemmatune.cli.report.html.Element;
import dev.gemmatune.cli.report.html.Node;
import dev.gemmatune.cli.report.html.Text;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A page that needs no other file and asks for none: what all reports have in common. */
public final class HtmlPage {

    private static final String STYLE_SHEET = "html/report.css";

    private HtmlPage() {}

    /** A page with these parts. */
    public static Element of(String title, List<Element> parts) {
        Element head = Element.of(
                "head",
                Element.of("meta").with("charset", "utf-8"),
                Element.of("meta").with("name", "viewport").with("content", "width=device-width, initial-scale=1"),
                Element.of("title", title),
                Element.of("style", styleSheet()));
        return Element.of("html", head, Element.of("body", Element.of("main", parts)))
                .with("lang", "en");
    }

    /** What a page says first: title, when and by what, the main finding, the main numbers by name. */
    public static Element header(String title, String about, String headline, Map<String, String> tiles) {
        Element header = Element.of(
                "header",
                Element.of("h1", title),
                Element.of("p", about).with("class", "about"),
                Element.of("p", headline).with("class", "headline"));
        List<Element> entries = new ArrayList<>();
        tiles.forEach((name, value) -> entries.add(Element.of("div", Element.of("dt", name), Element.of("dd", value))));
        return entries.isEmpty() ? header : header.add(Element.of("dl", entries).with("class", "tiles"));
    }

    /** The header with paragraphs of warning right below the main finding. */
    static Element withWarnings(Element header, List<String> warnings) {
        List<Node> children = new ArrayList<>();
        for (Node child : header.children()) {
            children.add(child);
            if (child instanceof Element part
                    && "headline".equals(part.attributes().get("class"))) {
                warnings.forEach(
                        warning -> children.add(Element.of("p", Element.of("strong", "Warning: "), new Text(warning))
                                .with("class", "warning")));
            }
        }
        return new Element(header.name(), header.attributes(), children);
    }

    private static String styleSheet() {
        try (InputStream input = HtmlPage.class.getResourceAsStream(STYLE_SHEET)) {
            return new String(input.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the style sheet of the reports", e);
        }
    }
}

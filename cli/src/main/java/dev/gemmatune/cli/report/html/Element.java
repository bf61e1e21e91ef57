package dev.gemmatune.cli.report.html;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An element of HTML or SVG, written so that HTML and XML parsers read the same.
 *
 * @param name in lower case
 * @param attributes in the order in which they are written
 * @param children what is in it
 */
public record Element(String name, Map<String, String> attributes, List<Node> children) implements Node {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9-]*");
    /** Elements that have no end tag in HTML. */
    private static final Set<String> VOID = Set.of("meta", "br", "hr");
    /** Elements whose content HTML parsers do not unescape. */
    private static final Set<String> LITERAL = Set.of("style", "script");

    private static final Pattern SPECIAL = Pattern.compile("[<>&\"']");

    /** Copies the collections and checks the names and what stands in elements that cannot be escaped. */
    public Element {
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
        children = List.copyOf(children);
        checkName(name);
        attributes.keySet().forEach(Element::checkName);
        if (LITERAL.contains(name)
                && children.stream()
                        .anyMatch(child -> !(child instanceof Text text)
                                || SPECIAL.matcher(text.value()).find())) {
            throw new IllegalArgumentException("children of " + name + " must be text without " + SPECIAL);
        }
        if (VOID.contains(name) && !children.isEmpty()) {
            throw new IllegalArgumentException("children of " + name + " must be none, got " + children.size());
        }
    }

    /** An element with these children. */
    public static Element of(String name, Node... children) {
        return new Element(name, Map.of(), List.of(children));
    }

    /** An element with a text. */
    public static Element of(String name, String text) {
        return of(name, new Text(text));
    }

    /** An element with these children. */
    public static Element of(String name, List<? extends Node> children) {
        return new Element(name, Map.of(), List.copyOf(children));
    }

    /** This element with an attribute more; one of equal name is replaced. */
    public Element with(String attribute, String value) {
        Map<String, String> more = new LinkedHashMap<>(attributes);
        more.put(attribute, value);
        return new Element(name, more, children);
    }

    /** This element with children more. */
    public Element add(Node... more) {
        return add(List.of(more));
    }

    /** This element with children more. */
    public Element add(List<? extends Node> more) {
        return new Element(
                name,
                attributes,
                Stream.concat(children.stream(), more.stream()).toList());
    }

    @Override
    public void writeTo(StringBuilder page) {
        page.append('<').append(name);
        attributes.forEach((attribute, value) -> {
            page.append(' ').append(attribute).append("=\"");
            Text.escape(value, page);
            page.append('"');
        });
        if (VOID.contains(name)) {
            page.append("/>");
            return;
        }
        page.append('>');
        children.forEach(child -> child.writeTo(page));
        page.append("</").append(name).append('>');
    }

    /** A complete document with this element as its root. */
    public String document() {
        StringBuilder page = new StringBuilder("<!DOCTYPE html>\n");
        writeTo(page);
        return page.append('\n').toString();
    }

    private static void checkName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("name must match " + NAME + ", got " + name);
        }
    }
}

package dev.gemmatune.cli.yaml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A piece of YAML that knows where it was written. */
public sealed interface YamlNode {

    /** Where it begins. */
    Place place();

    /** What it is, for messages. */
    String describe();

    /** Whether nothing was written: an empty value, {@code null} or {@code ~}. */
    default boolean isNothing() {
        return false;
    }

    /**
     * A single value.
     *
     * @param text the value, without quotes
     * @param quoted whether it was quoted, so that {@code ""} is a text and nothing is nothing
     */
    record Scalar(Place place, String text, boolean quoted) implements YamlNode {
        @Override
        public String describe() {
            String shown = text.length() > 60 ? text.substring(0, 60) + "…" : text;
            return "\"" + shown + "\"";
        }

        @Override
        public boolean isNothing() {
            return !quoted && (text.isEmpty() || text.equals("~") || text.equals("null"));
        }
    }

    /** A list; {@link Overrides} changes its elements. */
    record Sequence(Place place, List<YamlNode> elements) implements YamlNode {
        /** Copies the list. */
        public Sequence {
            elements = new ArrayList<>(elements);
        }

        @Override
        public String describe() {
            return elements.isEmpty() ? "an empty list" : "a list";
        }
    }

    /** Keys and values in the order of the file; {@link Overrides} changes them. */
    record Mapping(Place place, Map<String, Entry> entries) implements YamlNode {
        /** Copies the map. */
        public Mapping {
            entries = new LinkedHashMap<>(entries);
        }

        @Override
        public String describe() {
            return entries.isEmpty() ? "nothing but {}" : "a section with " + String.join(", ", entries.keySet());
        }
    }

    /**
     * A key's place and its value.
     *
     * @param place of the key
     * @param value the value
     */
    record Entry(Place place, YamlNode value) {}
}

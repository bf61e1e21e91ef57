package dev.gemmatune.cli.yaml;

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Writes a record as the YAML from which {@link YamlBinder} makes an equal one: every value, also those that are
 * defaults, and no absent one. A list whose default is a single section, {@code {}}, is written as one where it has one
 * element.
 */
public final class YamlWriter {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_/][A-Za-z0-9_./@+-]*");
    private static final Set<String> RESERVED = Set.of("true", "false", "null", "yes", "no", "on", "off");
    private static final String INDENT = "  ";

    private final Set<Class<?>> scalars;
    private final StringBuilder text = new StringBuilder();

    private YamlWriter(Set<Class<?>> scalars) {
        this.scalars = scalars;
    }

    /**
     * The YAML of a record.
     *
     * @param scalars types that are written by their {@code toString}
     */
    public static String write(Record value, Set<Class<?>> scalars) {
        YamlWriter writer = new YamlWriter(scalars);
        writer.writeRecord(value, "");
        return writer.text.toString();
    }

    private void writeRecord(Record value, String indent) {
        for (Map.Entry<String, RecordComponent> component :
                Schema.components(value.getClass()).entrySet()) {
            unwrap(read(component.getValue(), value))
                    .map(member -> isSectionByDefault(component.getValue()) ? single(member) : member)
                    .ifPresent(member -> writeMember(component.getKey(), member, indent));
        }
    }

    /** Whether a list is a plain section for most, so that a single element is written as one, without a dash. */
    private static boolean isSectionByDefault(RecordComponent component) {
        Default written = component.getAnnotation(Default.class);
        return component.getType() == List.class
                && written != null
                && written.value().equals("{}");
    }

    private static Object single(Object value) {
        return value instanceof List<?> list && list.size() == 1 ? list.get(0) : value;
    }

    private void writeMember(String key, Object value, String indent) {
        text.append(indent).append(key).append(':');
        writeValue(value, indent);
    }

    /** Writes what follows a key and its colon. */
    private void writeValue(Object value, String indent) {
        if (isSection(value)) {
            text.append('\n');
            int before = text.length();
            writeSection(value, indent + INDENT);
            if (text.length() == before) {
                text.insert(before - 1, " {}");
            }
        } else if (value instanceof List<?> list && list.stream().anyMatch(this::isSection)) {
            text.append('\n');
            for (Object element : list) {
                int start = text.length();
                writeSection(element, indent + INDENT + INDENT);
                // The first key stands behind the dash.
                text.replace(
                        start + indent.length() + INDENT.length(), start + indent.length() + 2 * INDENT.length(), "- ");
            }
        } else if (value instanceof List<?> list) {
            text.append(" [")
                    .append(String.join(", ", list.stream().map(this::scalar).toList()))
                    .append("]\n");
        } else {
            text.append(' ').append(scalar(value)).append('\n');
        }
    }

    private void writeSection(Object value, String indent) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, member) -> writeMember(quote(String.valueOf(key)), member, indent));
            return;
        }
        for (Class<?> parent : value.getClass().getInterfaces()) {
            if (parent.isSealed()) {
                String name = Names.snakeCase(value.getClass().getSimpleName());
                text.append(indent).append(YamlBinder.TYPE + ": ").append(name).append('\n');
            }
        }
        writeRecord((Record) value, indent);
    }

    private boolean isSection(Object value) {
        return value instanceof Map<?, ?>
                || (value instanceof Record && scalars.stream().noneMatch(scalar -> scalar.isInstance(value)));
    }

    private String scalar(Object value) {
        if (value instanceof Enum<?> constant) {
            return Names.ofConstant(constant);
        }
        if (value instanceof Double number) {
            return number(number);
        }
        return value instanceof Number || value instanceof Boolean ? value.toString() : quote(value.toString());
    }

    private static String number(double value) {
        return Double.toString(value).replace("E", "e").replaceFirst("\\.0(?=e|$)", "");
    }

    private static String quote(String value) {
        if (PLAIN.matcher(value).matches() && !RESERVED.contains(value.toLowerCase(Locale.ROOT))) {
            return value;
        }
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char letter = value.charAt(i);
            switch (letter) {
                case '"', '\\' -> quoted.append('\\').append(letter);
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                default -> {
                    boolean printable = letter >= ' '
                            && letter != 0x7f
                            && !Character.isISOControl(letter)
                            && letter != '\u2028'
                            && letter != '\u2029'
                            && letter != '\ufeff';
                    quoted.append(printable ? String.valueOf(letter) : String.format("\\u%04x", (int) letter));
                }
            }
        }
        return quoted.append('"').toString();
    }

    private static Optional<?> unwrap(Object value) {
        if (value instanceof OptionalInt optional) {
            return optional.isPresent() ? Optional.of(optional.getAsInt()) : Optional.empty();
        }
        if (value instanceof OptionalDouble optional) {
            return optional.isPresent() ? Optional.of(optional.getAsDouble()) : Optional.empty();
        }
        return value instanceof Optional<?> optional ? optional : Optional.of(value);
    }

    private static Object read(RecordComponent component, Record value) {
        try {
            return component.getAccessor().invoke(value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + component, e);
        }
    }
}

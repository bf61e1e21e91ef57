package dev.gemmatune.cli.yaml;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Makes records of YAML. Components may be records, sealed interfaces of records (chosen by the key {@code type}, or by
 * a plain value that is the type), enums, {@code List}, {@code Map<String, …>}, {@code Optional…}, and types of one
 * value. Where a list is expected, a single element will do. Nothing is guessed: an unknown key is a problem.
 */
public final class YamlBinder {

    /** The key that chooses among the records of a sealed interface. */
    static final String TYPE = "type";

    private final Map<Class<?>, ScalarType<?>> scalars = new HashMap<>(ScalarType.BUILT_IN);
    private final Problems problems;
    private final Map<String, Place> places = new HashMap<>();
    private final Map<String, String> synonyms;
    private Class<?> root = Object.class;

    /** A binder with types of one value beside the built-in ones. */
    public YamlBinder(Map<Class<?>, ScalarType<?>> scalars, Problems problems) {
        this(scalars, Map.of(), problems);
    }

    /**
     * The same for a file whose keys have other names elsewhere.
     *
     * @param synonyms from such a name to the path of the key that was meant
     */
    public YamlBinder(Map<Class<?>, ScalarType<?>> scalars, Map<String, String> synonyms, Problems problems) {
        this.scalars.putAll(scalars);
        this.synonyms = synonyms;
        this.problems = problems;
    }

    /** Binds a section; what is wrong is added to the problems. */
    public <T extends Record> Bound<T> bind(YamlNode.Mapping section, Class<T> type) {
        root = type;
        Object value = bindRecord(section, type, "");
        return new Bound<>(Optional.ofNullable(type.cast(value)), places);
    }

    /** The value, or null after a problem. */
    private Object bindValue(YamlNode node, Type type, String path) {
        places.put(path, node.place());
        Class<?> raw = Schema.raw(type);
        if (raw == List.class) {
            return bindList(node, Schema.argument(type, 0), path);
        }
        if (raw == Map.class) {
            return bindMap(node, Schema.argument(type, 1), path);
        }
        if (scalars.containsKey(raw)) {
            return bindScalar(node, scalars.get(raw), path);
        }
        if (raw.isEnum()) {
            return bindEnum(node, raw, path);
        }
        if (raw.isSealed()) {
            return bindChoice(node, raw, path);
        }
        if (node instanceof YamlNode.Mapping mapping) {
            return bindRecord(mapping, raw, path);
        }
        return wrong(
                node,
                path,
                "a section with " + String.join(", ", Schema.components(raw).keySet()),
                "");
    }

    private Object bindScalar(YamlNode node, ScalarType<?> type, String path) {
        if (!(node instanceof YamlNode.Scalar scalar)) {
            return wrong(node, path, type.expected(), "");
        }
        try {
            return type.parse().apply(scalar.text());
        } catch (IllegalArgumentException | ArithmeticException e) {
            boolean hint = e.getMessage() != null && e.getMessage().startsWith(";");
            return wrong(node, path, type.expected(), hint ? e.getMessage() : "");
        }
    }

    private Object bindEnum(YamlNode node, Class<?> type, String path) {
        Map<String, Object> constants = new LinkedHashMap<>();
        for (Object constant : type.getEnumConstants()) {
            constants.put(Names.ofConstant((Enum<?>) constant), constant);
        }
        String expected = "one of " + String.join(", ", constants.keySet());
        if (!(node instanceof YamlNode.Scalar scalar)) {
            return wrong(node, path, expected, "");
        }
        Object constant = constants.get(scalar.text());
        return constant != null ? constant : wrong(node, path, expected, meant(scalar.text(), constants));
    }

    private static String meant(String found, Map<String, ?> known) {
        return Names.nearest(found, known.keySet())
                .map(name -> "; did you mean " + name + "?")
                .orElse("");
    }

    private Object bindList(YamlNode node, Type elementType, String path) {
        List<YamlNode> elements = node instanceof YamlNode.Sequence sequence ? sequence.elements() : List.of(node);
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < elements.size(); i++) {
            YamlNode element = elements.get(i);
            // A single element that stands for a list is where the user has written it.
            String elementPath = node instanceof YamlNode.Sequence ? path + "[" + i + "]" : path;
            values.add(
                    element.isNothing()
                            ? wrong(element, elementPath, "a value", "")
                            : bindValue(element, elementType, elementPath));
        }
        return values.contains(null) ? null : values;
    }

    private Object bindMap(YamlNode node, Type valueType, String path) {
        if (!(node instanceof YamlNode.Mapping mapping)) {
            return wrong(node, path, "names and their values, each as \"name: value\"", "");
        }
        Map<String, Object> values = new LinkedHashMap<>();
        mapping.entries().forEach((key, entry) -> {
            String entryPath = path + "." + key;
            YamlNode value = entry.value();
            values.put(
                    key,
                    value.isNothing()
                            ? wrong(value, entryPath, "a value", "")
                            : bindValue(value, valueType, entryPath));
        });
        return values.containsValue(null) ? null : values;
    }

    private Object bindChoice(YamlNode node, Class<?> type, String path) {
        Map<String, Class<?>> choices = Schema.choices(type);
        String expected = "one of " + String.join(", ", choices.keySet());
        if (node instanceof YamlNode.Sequence) {
            return wrong(node, path, expected, "");
        }
        YamlNode name = node;
        YamlNode.Mapping section = new YamlNode.Mapping(node.place(), Map.of());
        String namePath = path;
        if (node instanceof YamlNode.Mapping mapping) {
            namePath = path + "." + TYPE;
            section = new YamlNode.Mapping(node.place(), mapping.entries());
            YamlNode.Entry entry = section.entries().remove(TYPE);
            if (entry == null) {
                problems.add(node.place(), namePath + " is missing; it is " + expected);
                return null;
            }
            name = entry.value();
            places.put(namePath, entry.place());
        }
        if (!(name instanceof YamlNode.Scalar scalar)) {
            return wrong(name, namePath, expected, "");
        }
        Class<?> choice = choices.get(scalar.text());
        return choice != null
                ? bindRecord(section, choice, path)
                : wrong(name, namePath, expected, meant(scalar.text(), choices));
    }

    private Object bindRecord(YamlNode.Mapping section, Class<?> type, String path) {
        places.put(path, section.place());
        Map<String, RecordComponent> components = Schema.components(type);
        section.entries().forEach((key, entry) -> {
            if (!components.containsKey(key)) {
                problems.add(entry.place(), join(path, key) + " is no known key" + suggestion(key, path, components));
            }
        });
        Map<String, Object> values = new LinkedHashMap<>();
        components.forEach((key, component) -> {
            YamlNode.Entry entry = section.entries().get(key);
            Object value = null;
            if (entry == null || entry.value().isNothing()) {
                value = absent(component, section.place(), join(path, key));
            } else {
                Type valueType = component.getGenericType();
                value = bindValue(entry.value(), Schema.withoutOptional(valueType), join(path, key));
                places.put(join(path, key), entry.place());
                value = value == null
                        ? replacement(component, section.place(), join(path, key))
                        : wrap(value, valueType);
            }
            values.put(key, value);
        });
        return values.containsValue(null) ? null : construct(section, type, components, values, path);
    }

    private String suggestion(String key, String path, Map<String, RecordComponent> components) {
        Optional<String> synonym =
                Optional.ofNullable(synonyms.get(Names.snakeCase(key).replace('-', '_')));
        if (synonym.isPresent()) {
            String meant = synonym.get();
            String section = path.replaceAll("\\[\\d+]", "") + ".";
            boolean here = meant.startsWith(section) && components.containsKey(meant.substring(section.length()));
            return "; did you mean " + (here ? meant.substring(section.length()) : meant) + "?";
        }
        List<String> elsewhere = Schema.sectionsWith(root, key);
        if (Names.nearest(key, components.keySet()).isEmpty() && !elsewhere.isEmpty()) {
            return "; it belongs to " + String.join(" or ", elsewhere);
        }
        String suggestion = Names.suggestion(key, components.keySet());
        return path.isEmpty() && suggestion.startsWith("; known")
                ? suggestion.replace("known are", "the sections are")
                : suggestion;
    }

    private Object absent(RecordComponent component, Place place, String path) {
        Object value = defaultValue(component, place, path, problems);
        boolean told = component.getAnnotation(Default.class) != null
                || Schema.raw(component.getGenericType()).isRecord();
        if (value == null && !told) {
            String need = Schema.doc(component)
                    .map(doc -> "; it is needed: " + doc.value())
                    .orElse("");
            problems.add(place, path + " is missing" + need);
        }
        return value;
    }

    /**
     * What stands for a wrong value while the rest is checked, or null. A section is wrong only if something without a
     * default is, so nothing can stand for it. What is wrong was told already.
     */
    private Object replacement(RecordComponent component, Place place, String path) {
        boolean isSection = Schema.raw(component.getGenericType()).isRecord();
        return isSection && component.getAnnotation(Default.class) == null
                ? null
                : defaultValue(component, place, path, new Problems(path));
    }

    /**
     * The default of a component, or null if it has none or a section of it lacks what has none. A section without a
     * default has that of each of its keys.
     */
    private Object defaultValue(RecordComponent component, Place place, String path, Problems reported) {
        Type type = component.getGenericType();
        Class<?> raw = Schema.raw(type);
        // A binder of its own: a default has no place in the file.
        YamlBinder binder = new YamlBinder(scalars, reported);
        binder.root = root;
        Default written = component.getAnnotation(Default.class);
        if (written != null) {
            YamlNode node =
                    YamlReader.readValue(written.value(), "@Default", reported).orElseThrow();
            // What a section lacks is missing in the file, around it.
            YamlNode placed =
                    node instanceof YamlNode.Mapping mapping ? new YamlNode.Mapping(place, mapping.entries()) : node;
            Object value = binder.bindValue(placed, Schema.withoutOptional(type), path);
            return value == null ? null : wrap(value, type);
        }
        if (Schema.isOptional(raw)) {
            return wrap(null, raw);
        }
        return raw.isRecord() && !scalars.containsKey(raw)
                ? binder.bindRecord(new YamlNode.Mapping(place, Map.of()), raw, path)
                : null;
    }

    private static Object wrap(Object value, Type type) {
        Class<?> raw = Schema.raw(type);
        if (raw == OptionalInt.class) {
            return value == null ? OptionalInt.empty() : OptionalInt.of((Integer) value);
        }
        if (raw == OptionalDouble.class) {
            return value == null ? OptionalDouble.empty() : OptionalDouble.of((Double) value);
        }
        return raw == Optional.class ? Optional.ofNullable(value) : value;
    }

    /** Constructs; a value that the record refuses is reported and replaced by its default, to find the next one. */
    private Object construct(
            YamlNode.Mapping section,
            Class<?> type,
            Map<String, RecordComponent> components,
            Map<String, Object> values,
            String path) {
        for (int attempt = 0; attempt <= components.size(); attempt++) {
            try {
                return constructor(type).newInstance(values.values().toArray());
            } catch (InvocationTargetException e) {
                if (!(e.getCause() instanceof IllegalArgumentException refusal)) {
                    throw new IllegalStateException(type + " cannot be constructed", e);
                }
                String key = refused(refusal, components);
                places.putIfAbsent(join(path, key), section.place());
                problems.add(places.get(join(path, key)), join(path, message(refusal, key)));
                Object replacement =
                        key.isEmpty() ? null : replacement(components.get(key), section.place(), join(path, key));
                if (replacement == null || replacement.equals(values.get(key))) {
                    return null;
                }
                values.put(key, replacement);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(type + " cannot be constructed", e);
            }
        }
        return null;
    }

    /** The key with which the message of a record's refusal begins, {@code ""} if it begins with none. */
    private static String refused(IllegalArgumentException refusal, Map<String, RecordComponent> components) {
        String first = Names.snakeCase(String.valueOf(refusal.getMessage()).split("[ .\\[]", 2)[0]);
        return components.containsKey(first) ? first : "";
    }

    /** The message with the key as YAML has it, where Java's name was used. */
    private static String message(IllegalArgumentException refusal, String key) {
        String message = String.valueOf(refusal.getMessage());
        boolean javaName = !key.isEmpty() && !message.startsWith(key);
        return javaName ? key + message.replaceFirst("^[A-Za-z0-9]+", "") : message;
    }

    private static Constructor<?> constructor(Class<?> type) throws ReflectiveOperationException {
        Class<?>[] parameters = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        return type.getDeclaredConstructor(parameters);
    }

    private Object wrong(YamlNode node, String path, String expected, String hint) {
        problems.add(node.place(), path + " must be " + expected + ", found " + node.describe() + hint);
        return null;
    }

    private static String join(String path, String key) {
        if (key.isEmpty()) {
            return path;
        }
        return path.isEmpty() ? key : path + "." + key;
    }
}

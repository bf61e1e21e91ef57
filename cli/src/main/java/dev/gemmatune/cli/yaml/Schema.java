package dev.gemmatune.cli.yaml;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** What keys a record type has. */
final class Schema {

    private Schema() {}

    /** The components of a record by their keys, in order. */
    static Map<String, RecordComponent> components(Class<?> type) {
        Map<String, RecordComponent> components = new LinkedHashMap<>();
        for (RecordComponent component : type.getRecordComponents()) {
            components.put(Names.snakeCase(component.getName()), component);
        }
        return components;
    }

    /** The records of a sealed interface by the names of their {@code type}, in order. */
    static Map<String, Class<?>> choices(Class<?> type) {
        return Arrays.stream(type.getPermittedSubclasses())
                .collect(Collectors.toMap(
                        choice -> Names.snakeCase(choice.getSimpleName()),
                        choice -> choice,
                        (first, second) -> first,
                        LinkedHashMap::new));
    }

    /** What is said of a component itself. */
    static Optional<Doc> doc(RecordComponent component) {
        return Arrays.stream(component.getAnnotationsByType(Doc.class))
                .filter(doc -> doc.key().isEmpty())
                .findFirst();
    }

    /** The class of a type without its arguments. */
    static Class<?> raw(Type type) {
        return (Class<?>) (type instanceof ParameterizedType parameterized ? parameterized.getRawType() : type);
    }

    /** The argument of a type, {@code T} of {@code List<T>}. */
    static Type argument(Type type, int index) {
        return ((ParameterizedType) type).getActualTypeArguments()[index];
    }

    /** Whether absence is a value of the type. */
    static boolean isOptional(Class<?> type) {
        return type == Optional.class || type == OptionalInt.class || type == OptionalDouble.class;
    }

    /** The type inside an optional one, or the type itself. */
    static Type withoutOptional(Type type) {
        Class<?> raw = raw(type);
        if (raw == OptionalInt.class) {
            return int.class;
        }
        if (raw == OptionalDouble.class) {
            return double.class;
        }
        return raw == Optional.class ? argument(type, 0) : type;
    }

    /** The paths of every section under {@code root} that has {@code key}: {@code training.}. */
    static List<String> sectionsWith(Class<?> root, String key) {
        List<String> found = new ArrayList<>();
        collect(root, key, "", found);
        return found;
    }

    private static void collect(Class<?> type, String key, String path, List<String> found) {
        components(type).forEach((name, component) -> {
            if (name.equals(key) && !path.isEmpty()) {
                found.add(path);
            }
            Type single = withoutOptional(component.getGenericType());
            Class<?> raw = raw(raw(single) == List.class ? argument(single, 0) : single);
            if (raw.isRecord()) {
                collect(raw, key, path.isEmpty() ? name : path + "." + name, found);
            }
        });
    }
}

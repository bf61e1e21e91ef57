package dev.gemmatune.cli.yaml;

import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Every key that {@link YamlBinder} takes for a record, with what its annotations say. */
public final class Reference {

    /**
     * A key.
     *
     * @param path as {@code --set} takes it; of a choice {@code type: key}
     * @param component the record's component
     * @param type what its value is
     * @param standard the default as YAML; {@code absent}, or {@code required}
     * @param doc its texts; empty where they are missing
     */
    public record Key(String path, RecordComponent component, String type, String standard, Optional<Doc> doc) {
        /** Whether its value is a single number. */
        public boolean isNumber() {
            Type single = Schema.withoutOptional(component.getGenericType());
            return single == int.class || single == long.class || single == double.class;
        }

        private Key likewise(String home) {
            return new Key(path, component, type + ", as in " + home, standard, doc);
        }

        /** Whether nothing stands for it where it is missing. */
        public boolean isRequired() {
            return standard.equals(REQUIRED);
        }
    }

    /**
     * A section.
     *
     * @param path {@code training.lora}; empty for the root
     * @param type its record or, with all choices, its sealed interface
     * @param doc its texts; empty where they are missing, and for a choice of records
     * @param self its own key where it may be absent, a list or a choice
     * @param choice the value of its key {@code type}, if it is one of several
     * @param keys its keys that are no sections
     */
    public record Section(
            String path,
            Class<?> type,
            Optional<Doc> doc,
            Optional<Key> self,
            Optional<String> choice,
            List<Key> keys) {
        /** Copies the list. */
        public Section {
            keys = List.copyOf(keys);
        }

        private Section with(List<Key> itsKeys) {
            return new Section(path, type, doc, self, choice, itsKeys);
        }
    }

    private static final String REQUIRED = "required";

    private final Map<Class<?>, ScalarType<?>> scalars = new HashMap<>(ScalarType.BUILT_IN);
    private final Map<Class<?>, String> homes = new HashMap<>();
    private final List<Section> sections = new ArrayList<>();

    private Reference(Map<Class<?>, ScalarType<?>> scalars) {
        this.scalars.putAll(scalars);
    }

    /** The sections of a root in the order of its components, each before those inside it. */
    public static List<Section> of(Class<? extends Record> root, Map<Class<?>, ScalarType<?>> scalars) {
        Reference reference = new Reference(scalars);
        reference.findHomes(root, "");
        Section whole = new Section("", root, ofType(root), Optional.empty(), Optional.empty(), List.of());
        reference.addSection(whole, "", "", new Texts(Map.of(), ""));
        return List.copyOf(reference.sections);
    }

    /** What occurs several times is described where it lies least deep. */
    private void findHomes(Class<?> type, String path) {
        Schema.components(type).forEach((key, component) -> {
            String at = join(path, key);
            Class<?> inner = innermost(component.getGenericType());
            if (isSection(inner)) {
                homes.merge(inner, at, (one, other) -> depth(other) < depth(one) ? other : one);
                sectionsOf(inner).forEach(each -> findHomes(each, at));
            }
        });
    }

    private static List<Class<?>> sectionsOf(Class<?> type) {
        return type.isSealed() ? List.copyOf(Schema.choices(type).values()) : List.of(type);
    }

    private static long depth(String path) {
        return path.chars().filter(letter -> letter == '.').count();
    }

    /**
     * Adds a section and those inside it.
     *
     * @param home where it is, as {@link #homes} has it
     * @param label what stands before its keys
     */
    private void addSection(Section section, String home, String label, Texts texts) {
        List<Key> keys = new ArrayList<>();
        Map<Key, String> inner = new LinkedHashMap<>();
        Schema.components(section.type()).forEach((name, component) -> {
            String at = join(home, name);
            String described = homes.getOrDefault(innermost(component.getGenericType()), "");
            Key key = key(component, label + name, texts.of(name));
            if (at.equals(described)) {
                inner.put(key, at);
            } else {
                keys.add(described.isEmpty() ? key : key.likewise(described));
            }
        });
        sections.add(section.with(keys));
        inner.forEach((key, at) -> addInner(key, at, Texts.below(key.component(), texts)));
    }

    private void addInner(Key key, String home, Texts texts) {
        Class<?> type = innermost(key.component().getGenericType());
        boolean plain = Schema.raw(key.component().getGenericType()) == type && !type.isSealed();
        Optional<Key> self = plain ? Optional.empty() : Optional.of(key);
        Section section = new Section(key.path(), type, ofType(type).or(key::doc), self, Optional.empty(), List.of());
        if (!type.isSealed()) {
            addSection(section, home, key.path() + elements(key.component()) + ".", texts);
            return;
        }
        sections.add(section);
        Schema.choices(type).forEach((name, choice) -> {
            Optional<Doc> doc = ofType(choice).or(() -> texts.of(name));
            Section chosen = new Section(key.path(), choice, doc, Optional.empty(), Optional.of(name), List.of());
            addSection(chosen, home, name + ": ", texts.below(name));
        });
    }

    private static Optional<Doc> ofType(Class<?> type) {
        return Optional.ofNullable(type.getAnnotation(Doc.class));
    }

    /** What stands between a section and its keys: {@code []} in a list, a name in a map. */
    private static String elements(RecordComponent component) {
        Class<?> raw = Schema.raw(component.getGenericType());
        Default written = component.getAnnotation(Default.class);
        boolean single = written != null && written.value().equals("{}");
        if (raw == Map.class) {
            return ".NAME";
        }
        return raw == List.class && !single ? "[]" : "";
    }

    private Key key(RecordComponent component, String path, Optional<Doc> elsewhere) {
        Default written = component.getAnnotation(Default.class);
        boolean optional = Schema.isOptional(Schema.raw(component.getGenericType()));
        String standard = written != null ? written.value() : optional ? "absent" : REQUIRED;
        String type = describe(Schema.withoutOptional(component.getGenericType()));
        return new Key(path, component, type, standard, Schema.doc(component).or(() -> elsewhere));
    }

    private String describe(Type type) {
        Class<?> raw = Schema.raw(type);
        if (raw == List.class) {
            return "a list, each element " + describe(Schema.argument(type, 0));
        }
        if (raw == Map.class) {
            return "names, each with " + describe(Schema.argument(type, 1));
        }
        if (scalars.containsKey(raw)) {
            return scalars.get(raw).expected();
        }
        if (raw.isEnum()) {
            return "one of "
                    + Arrays.stream(raw.getEnumConstants())
                            .map(constant -> Names.ofConstant((Enum<?>) constant))
                            .collect(Collectors.joining(", "));
        }
        return raw.isSealed()
                ? "one of " + String.join(", ", Schema.choices(raw).keySet())
                : "a section";
    }

    private boolean isSection(Class<?> type) {
        return !scalars.containsKey(type) && !type.isEnum() && (type.isRecord() || type.isSealed());
    }

    /** The type inside optional ones, lists and maps. */
    private static Class<?> innermost(Type type) {
        Type single = Schema.withoutOptional(type);
        Class<?> raw = Schema.raw(single);
        if (raw == List.class) {
            return innermost(Schema.argument(single, 0));
        }
        return raw == Map.class ? innermost(Schema.argument(single, 1)) : raw;
    }

    private static String join(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** Texts of records that cannot have their own, by the path below the component that has them. */
    private record Texts(Map<String, Doc> byPath, String prefix) {

        private static Texts below(RecordComponent component, Texts outer) {
            Map<String, Doc> byPath = new HashMap<>();
            for (Doc doc : component.getAnnotationsByType(Doc.class)) {
                byPath.put(doc.key(), doc);
            }
            byPath.remove("");
            return byPath.isEmpty() ? outer.below(Names.snakeCase(component.getName())) : new Texts(byPath, "");
        }

        private Texts below(String name) {
            return new Texts(byPath, prefix + name + ".");
        }

        private Optional<Doc> of(String name) {
            return Optional.ofNullable(byPath.get(prefix + name));
        }
    }
}

package dev.gemmatune.cli.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.cli.config.Every;
import dev.gemmatune.cli.config.SplitConfig;
import dev.gemmatune.cli.tasks.TaskFile;
import dev.gemmatune.cli.yaml.Default;
import dev.gemmatune.cli.yaml.Doc;
import dev.gemmatune.cli.yaml.Names;
import dev.gemmatune.cli.yaml.Problems;
import dev.gemmatune.cli.yaml.Reference;
import dev.gemmatune.cli.yaml.ScalarType;
import dev.gemmatune.cli.yaml.YamlBinder;
import dev.gemmatune.cli.yaml.YamlReader;
import dev.gemmatune.datasets.rows.RowSource;
import dev.gemmatune.datasets.tasks.TaskType;
import dev.gemmatune.model.encoder.ComputeType;
import dev.gemmatune.model.init.TokenizerSource;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The values that the reference allows are those that the records take. */
final class AllowedValuesTest {

    private static final List<Double> PROBES = List.of(-2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 2.0, 1000.0);

    @Test
    void recordsTakeWhatTheReferenceAllowsAndNothingElse() {
        int checked = 0;
        for (KeyTexts.KeyFile file : KeyTexts.FILES) {
            for (Reference.Section section : file.sections()) {
                for (Reference.Key key : section.keys()) {
                    String allowed = key.doc().map(Doc::allowed).orElse("");
                    if (key.isNumber() && section.type().isRecord() && isRule(allowed)) {
                        checkProbes(key, section, allowed);
                        checked++;
                    }
                }
            }
        }
        assertTrue(checked > 45, "only " + checked + " keys were checked");
    }

    private static void checkProbes(Reference.Key key, Reference.Section section, String allowed) {
        String type = key.component().getType().getSimpleName().toLowerCase(Locale.ROOT);
        boolean whole = !type.contains("double");
        for (double probe : PROBES) {
            if (whole && probe != Math.rint(probe)) {
                continue;
            }
            String value = whole ? Long.toString((long) probe) : Double.toString(probe);
            String yaml = section(section.type(), key.component().getName(), value);
            assertEquals(
                    isAllowed(allowed, probe),
                    isTaken(section.type(), yaml),
                    () -> key.path() + " is said to allow " + allowed + ", the record differs at " + value + " in\n"
                            + yaml);
        }
    }

    private static boolean isRule(String allowed) {
        return Arrays.stream(allowed.split(" and | or ", -1))
                .allMatch(part -> part.matches("(>=|>|<=|<) [-0-9.]+|0|any number|any whole number|from -1 to 1"));
    }

    private static boolean isAllowed(String rule, double value) {
        if (rule.contains(" or ")) {
            return Arrays.stream(rule.split(" or ", -1)).anyMatch(part -> isAllowed(part, value));
        }
        return Arrays.stream(rule.split(" and ", -1)).allMatch(part -> {
            String[] words = part.split(" ", -1);
            return switch (words[0]) {
                case ">=" -> value >= Double.parseDouble(words[1]);
                case ">" -> value > Double.parseDouble(words[1]);
                case "<=" -> value <= Double.parseDouble(words[1]);
                case "<" -> value < Double.parseDouble(words[1]);
                case "from" -> value >= -1 && value <= 1;
                case "any" -> true;
                default -> value == Double.parseDouble(words[0]);
            };
        });
    }

    private static boolean isTaken(Class<?> type, String yaml) {
        Problems problems = new Problems("probe");
        YamlBinder binder = new YamlBinder(
                Map.of(
                        Path.class, new ScalarType<>("a path", Path::of),
                        RowSource.class, new ScalarType<>("a path", path -> RowSource.of(Path.of(path))),
                        Every.class, new ScalarType<>("an amount", Every::parse),
                        ComputeType.class, new ScalarType<>("a type", ComputeType::of)),
                problems);
        Optional<? extends Record> value = binder.bind(
                        YamlReader.readSection(yaml, "probe", problems), type.asSubclass(Record.class))
                .value();
        try {
            value.ifPresent(record -> {
                if (record instanceof TaskFile task) {
                    task.description();
                }
            });
            return problems.isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** A section with the probed value, and with something for each key that is required. */
    private static String section(Class<?> type, String probed, String value) {
        return Arrays.stream(type.getRecordComponents())
                .filter(component -> component.getName().equals(probed) || isRequired(component, type))
                .map(component -> Names.snakeCase(component.getName()) + ": "
                        + (component.getName().equals(probed) ? value : sample(component)))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    /** Of a split one of the shares must be more than 0. */
    private static boolean isRequired(RecordComponent component, Class<?> type) {
        boolean hasDefault = component.getAnnotation(Default.class) != null
                || component.getType().getName().startsWith("java.util.Optional");
        return !hasDefault || (type == SplitConfig.class && component.getName().equals("dev"));
    }

    private static String sample(RecordComponent component) {
        Class<?> type = component.getType();
        if (type.isRecord()) {
            return section(type, "", "");
        }
        if (type == TokenizerSource.class) {
            return "{type: from_file, file: x}";
        }
        if (type == TaskType.class) {
            return "sts";
        }
        if (type == double.class) {
            return "0.5";
        }
        // Key-value heads must divide heads.
        return type == int.class && !component.getName().equals("keyValueHeads") ? "1000" : "1";
    }
}

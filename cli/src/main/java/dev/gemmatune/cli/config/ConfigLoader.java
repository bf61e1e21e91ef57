package dev.gemmatune.cli.config;

import dev.gemmatune.cli.yaml.Bound;
import dev.gemmatune.cli.yaml.Overrides;
import dev.gemmatune.cli.yaml.Problems;
import dev.gemmatune.cli.yaml.Reference;
import dev.gemmatune.cli.yaml.ScalarType;
import dev.gemmatune.cli.yaml.YamlBinder;
import dev.gemmatune.cli.yaml.YamlNode;
import dev.gemmatune.cli.yaml.YamlReader;
import dev.gemmatune.cli.yaml.YamlWriter;
import dev.gemmatune.datasets.rows.RowSource;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.encoder.ComputeType;
import dev.gemmatune.model.files.AtomicFiles;
import dev.gemmatune.train.run.RunFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads configs, and writes them so that they run again as they are. */
public final class ConfigLoader {

    /** The resolved config's name in a run's folder. */
    public static final String RESOLVED = RunFolder.CONFIG;

    /**
     * A config that was read but not yet checked against model and data.
     *
     * @param file where it was found
     * @param bound the config and where its values stand
     * @param problems what is wrong so far
     */
    public record Draft<T extends Record>(Path file, Bound<T> bound, Problems problems) {}

    private ConfigLoader() {}

    /**
     * Reads a config and applies overrides.
     *
     * @param name as {@link PathLookup#findConfig} takes it
     * @param overrides {@code section.key=value} each
     * @param type the root
     * @throws dev.gemmatune.model.UserError if there is no such file
     */
    public static <T extends Record> Draft<T> read(
            String name, List<String> overrides, Class<T> type, PathLookup lookup) {
        Path file = lookup.findConfig(name);
        Problems problems = new Problems(file.toString());
        YamlNode.Mapping root = YamlReader.readFile(file, problems);
        if (!problems.isEmpty() && root.entries().isEmpty()) {
            // Of broken YAML nothing is known: what is missing in it would only bury what is wrong.
            return new Draft<>(file, new Bound<>(Optional.empty(), Map.of()), problems);
        }
        Overrides.apply(root, overrides, problems);
        downloadModel(root, lookup.from(file), problems);
        Bound<T> bound = new YamlBinder(scalars(lookup.from(file)), synonyms(type), problems).bind(root, type);
        return new Draft<>(file, bound, problems);
    }

    /**
     * Reads a training config, checks it against the model's and the data's files, and fills in what depends on them.
     * Weights are not read.
     *
     * @throws dev.gemmatune.cli.yaml.ConfigProblems with everything that is wrong
     */
    public static CheckedConfig load(String name, List<String> overrides, PathLookup lookup) {
        Draft<Config> draft = read(name, overrides, Config.class, lookup);
        if (draft.bound().value().isEmpty()) {
            draft.problems().throwIfAny();
        }
        Config config = draft.bound().value().orElseThrow();
        return new ConfigChecks(config, draft.bound(), draft.problems()).check(draft.file());
    }

    /**
     * Reads a file of expected scores.
     *
     * @throws dev.gemmatune.cli.yaml.ConfigProblems with everything that is wrong
     */
    public static List<ExpectedScore> expected(String file, PathLookup lookup) {
        Draft<ExpectedScore.Listing> draft = read(file, List.of(), ExpectedScore.Listing.class, lookup);
        draft.problems().throwIfAny();
        return draft.bound().value().orElseThrow().expected();
    }

    /** Every key of a record that is read from YAML, such as {@link Config}. */
    public static List<Reference.Section> keys(Class<? extends Record> root) {
        return Reference.of(root, scalars(PathLookup.ofProcess()));
    }

    /** The YAML of a config: everything, with absolute paths. */
    public static String resolved(Config config) {
        return YamlWriter.write(config, Set.of(Every.class, RowSource.class));
    }

    /** Writes a config to {@value #RESOLVED} in a folder. */
    public static void writeResolved(Config config, Path folder) {
        AtomicFiles.writeString(folder.resolve(RESOLVED), resolved(config));
    }

    private static Map<String, String> synonyms(Class<? extends Record> type) {
        return type == Config.class ? KeySynonyms.PATHS : Map.of();
    }

    /** Only {@code model.path} may be an id on the hub: elsewhere organization/name would be a path. */
    private static void downloadModel(YamlNode.Mapping root, PathLookup lookup, Problems problems) {
        YamlNode.Entry section = root.entries().get("model");
        if (section == null || !(section.value() instanceof YamlNode.Mapping model)) {
            return;
        }
        YamlNode.Entry path = model.entries().get("path");
        if (path != null && path.value() instanceof YamlNode.Scalar text) {
            try {
                lookup.downloadedModel(text.text())
                        .map(folder -> new YamlNode.Scalar(text.place(), folder.toString(), true))
                        .ifPresent(folder -> model.entries().put("path", new YamlNode.Entry(path.place(), folder)));
            } catch (UserError e) {
                problems.add(text.place(), "model.path: " + e.getMessage());
            }
        }
    }

    private static Path find(PathLookup lookup, String text) {
        try {
            return lookup.find(text);
        } catch (UserError e) {
            throw new IllegalArgumentException("; " + e.getMessage(), e);
        }
    }

    private static RowSource findRows(PathLookup lookup, String text) {
        try {
            return lookup.findRows(text);
        } catch (UserError e) {
            throw new IllegalArgumentException("; " + e.getMessage(), e);
        }
    }

    private static Map<Class<?>, ScalarType<?>> scalars(PathLookup lookup) {
        return Map.of(
                Path.class, new ScalarType<>("a path", text -> find(lookup, text)),
                RowSource.class, new ScalarType<>("a path", text -> findRows(lookup, text)),
                ComputeType.class, new ScalarType<>("float32 or bfloat16", ConfigLoader::computeType),
                Every.class,
                        new ScalarType<>(
                                "an amount with its unit (50 steps, 0.5 epochs, 10 minutes) or never", Every::parse));
    }

    private static ComputeType computeType(String text) {
        try {
            return ComputeType.of(text);
        } catch (IllegalArgumentException e) {
            throw e.getMessage().isEmpty() ? e : new IllegalArgumentException("; " + e.getMessage(), e);
        }
    }
}

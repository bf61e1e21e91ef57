package dev.gemmatune.datasets.folders;

import dev.gemmatune.model.UserError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** What the YAML at the head of a data set's README.md says of its files. */
final class DatasetCard {

    private static final String FENCE = "---";

    private DatasetCard() {}

    /** From configurations to splits to files; empty if the card says nothing of them. */
    static Map<String, Map<String, List<String>>> splits(String card, List<String> names) {
        Map<String, Map<String, List<String>>> found = new LinkedHashMap<>();
        if (metadata(card) instanceof Map<?, ?> metadata && metadata.get("configs") instanceof List<?> configs) {
            for (Object config : configs) {
                if (config instanceof Map<?, ?> section) {
                    Map<String, List<String>> splits = splitsOf(section, names);
                    if (!splits.isEmpty()) {
                        found.put(text(section.get("config_name"), DatasetLayout.DEFAULT), splits);
                    }
                }
            }
        }
        return found;
    }

    private static Object metadata(String card) {
        String text = card.replace("\r\n", "\n").replaceFirst("^\uFEFF", "");
        int end = text.indexOf("\n" + FENCE, FENCE.length());
        if (!text.startsWith(FENCE + "\n") || end < 0) {
            return Map.of();
        }
        try {
            return new Load(LoadSettings.builder().build()).loadFromString(text.substring(FENCE.length(), end));
        } catch (YamlEngineException e) {
            throw new UserError(
                    "README.md: the YAML between its --- lines is broken: "
                            + e.getMessage().lines().findFirst().orElse("")
                            + "; correct it, or name the files themselves",
                    e);
        }
    }

    private static Map<String, List<String>> splitsOf(Map<?, ?> config, List<String> names) {
        String folder = text(config.get("data_dir"), "");
        String prefix = folder.isEmpty() || folder.equals(".") ? "" : folder.replaceAll("^\\./|/+$", "") + "/";
        Map<String, List<String>> splits = new LinkedHashMap<>();
        Object files = config.get("data_files");
        if (files instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof Map<?, ?>) {
            for (Object element : list) {
                if (element instanceof Map<?, ?> entry) {
                    put(splits, text(entry.get("split"), DatasetLayout.TRAIN), entry.get("path"), prefix, names);
                }
            }
        } else if (files != null) {
            put(splits, DatasetLayout.TRAIN, files, prefix, names);
        } else if (!prefix.isEmpty()) {
            List<String> inside =
                    names.stream().filter(name -> name.startsWith(prefix)).toList();
            splits.putAll(DatasetLayout.of(inside, Optional.empty()).splits().get(DatasetLayout.DEFAULT));
        }
        return splits;
    }

    private static void put(
            Map<String, List<String>> splits, String split, Object patterns, String prefix, List<String> names) {
        List<String> files = new ArrayList<>();
        for (Object pattern : patterns instanceof List<?> list ? list : List.of(text(patterns, ""))) {
            Predicate<String> wanted = Glob.matcher(prefix + text(pattern, "").replaceAll("^\\./", ""));
            names.stream().filter(wanted).filter(name -> !files.contains(name)).forEach(files::add);
        }
        if (!files.isEmpty()) {
            splits.put(split, files);
        }
    }

    private static String text(Object value, String absent) {
        return value == null ? absent : value.toString();
    }
}

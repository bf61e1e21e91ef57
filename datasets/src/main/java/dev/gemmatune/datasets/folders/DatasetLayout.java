package dev.gemmatune.datasets.folders;

import dev.gemmatune.datasets.rows.RowFormat;
import dev.gemmatune.model.Spelling;
import dev.gemmatune.model.UserError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which files of a data set belong to which split of which configuration, as Hugging Face's {@code datasets} sees it: its
 * card says it under {@code configs}, else the names of files and folders do ({@code data/train-00000-of-00001.parquet}),
 * else all is the split {@value #TRAIN}.
 *
 * @param splits from a configuration to its splits, and from a split to its files, in order
 */
public record DatasetLayout(Map<String, Map<String, List<String>>> splits) {

    /** The configuration of a data set that has one. */
    public static final String DEFAULT = "default";

    /** The split that is meant if none is named. */
    public static final String TRAIN = "train";

    /** Names of splits and what else files of them are called. */
    private static final Map<String, Pattern> WORDS = new LinkedHashMap<>();

    private static final Pattern NO_DATA = Pattern.compile("(?i)(.*/)?(\\..*|(readme|licen[cs]e|requirements)[^/]*"
            + "|dataset_infos?\\.json|dataset_dict\\.json|state\\.json|task\\.yaml)|(.*/)?\\..*/.*");

    static {
        WORDS.put(TRAIN, word("train|training"));
        WORDS.put("validation", word("validation|valid|dev|val"));
        WORDS.put("test", word("test|testing|eval|evaluation"));
    }

    /**
     * The layout of a data set.
     *
     * @param names of its files, with {@code /} between folders
     * @param card the text of its README.md
     */
    public static DatasetLayout of(Collection<String> names, Optional<String> card) {
        List<String> data =
                names.stream().filter(DatasetLayout::holdsRows).sorted().toList();
        Map<String, Map<String, List<String>>> told =
                card.map(text -> DatasetCard.splits(text, data)).orElse(Map.of());
        return new DatasetLayout(told.isEmpty() ? Map.of(DEFAULT, bySplit(data)) : told);
    }

    /** Whether a file of a data set holds rows, as far as its name shows. */
    public static boolean holdsRows(String name) {
        return RowFormat.find(Path.of(name)).isPresent()
                && !NO_DATA.matcher(name).matches();
    }

    /** Whether there is such a configuration. */
    public boolean has(String config) {
        return splits.containsKey(config);
    }

    /**
     * The files of a split; of a configuration that has one split only, those, whatever its name.
     *
     * @param config empty for the only one, or that of the name {@value #DEFAULT}, or else the first
     * @param split empty for {@value #TRAIN}
     * @throws UserError if there is none, with those that there are
     */
    public List<String> files(String place, Optional<String> config, Optional<String> split) {
        String name = config.orElse(has(DEFAULT) || splits.isEmpty() ? DEFAULT : first(splits));
        Map<String, List<String>> known = splits.get(name);
        if (known == null) {
            throw new UserError(place + " has no configuration \"" + name + "\"" + meant(name, splits.keySet()));
        }
        if (known.isEmpty()) {
            throw new UserError(place + " has no files with rows (.jsonl, .json, .csv, .tsv, .parquet or .txt)");
        }
        if (split.isEmpty() && known.size() == 1) {
            return known.get(first(known));
        }
        String wanted = split.orElse(TRAIN);
        String alias = !known.containsKey(wanted)
                        && WORDS.get("validation").matcher(wanted).find()
                ? "validation"
                : wanted;
        if (!known.containsKey(alias)) {
            throw new UserError(place + " has no split \"" + wanted + "\"" + meant(wanted, known.keySet())
                    + "; name one behind the folder: " + place + "#" + first(known));
        }
        return known.get(alias);
    }

    private static String first(Map<String, ?> map) {
        return map.keySet().iterator().next();
    }

    private static String meant(String found, Collection<String> known) {
        return Spelling.nearest(found, known)
                        .map(near -> "; did you mean " + near + "?")
                        .orElse("")
                + "; it has " + String.join(", ", known);
    }

    private static Map<String, List<String>> bySplit(List<String> names) {
        Map<String, List<String>> found = new LinkedHashMap<>();
        WORDS.forEach((split, word) -> {
            List<String> files =
                    names.stream().filter(name -> isOf(split, name)).toList();
            if (!files.isEmpty()) {
                found.put(split, files);
            }
        });
        if (found.isEmpty() && !names.isEmpty()) {
            found.put(TRAIN, names);
        }
        return found;
    }

    /** The file's own name says it before those of its folders. */
    private static boolean isOf(String split, String name) {
        List<String> parts = new ArrayList<>(List.of(name.split("/")));
        for (int i = parts.size() - 1; i >= 0; i--) {
            String part = parts.get(i);
            List<String> said = WORDS.entrySet().stream()
                    .filter(entry -> entry.getValue().matcher(part).find())
                    .map(Map.Entry::getKey)
                    .toList();
            if (!said.isEmpty()) {
                return said.get(0).equals(split);
            }
        }
        return false;
    }

    private static Pattern word(String alternatives) {
        return Pattern.compile("(?i)(?<![a-z])(" + alternatives + ")(?![a-z])");
    }
}

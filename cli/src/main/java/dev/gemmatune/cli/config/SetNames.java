package dev.gemmatune.cli.config;

import dev.gemmatune.model.UserError;
import java.io.IOException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Gives evaluation sets names that no two of them share, be it in tables or in files of any system: {@code fragen} of two
 * folders becomes {@code leasing-fragen} and {@code other-fragen}. Names that the user chose stay as they are.
 */
public final class SetNames {

    private static final String HELD_OUT = "held out of ";

    private final List<Source> sources;
    private final int[] lengthened;
    private final Map<Integer, String> problems = new LinkedHashMap<>();

    /**
     * A set and where it comes from.
     *
     * @param set by its first name
     * @param place what is one place under all names: sets of one place may be splits of each other
     * @param longer names to fall back on, the shortest first; none where the name cannot change
     */
    public record Source(EvaluationSet set, String place, List<String> longer) {

        /** Copies the names. */
        public Source {
            longer = List.copyOf(longer);
        }

        /** A set that was read. */
        public static Source of(EvaluationData data, EvaluationSet set) {
            if (data instanceof EvaluationData.Retrieval retrieval) {
                return new Source(
                        set,
                        place(retrieval.folder()),
                        longer(retrieval.folder(), retrieval.name().isPresent()));
            }
            if (data instanceof EvaluationData.Sts sts) {
                String files = sts.file().files().stream().map(Source::place).collect(Collectors.joining(" "));
                // The name of a part stands in the source's, such as folder#split.
                return new Source(
                        set,
                        files + " " + sts.file().name(),
                        longer(sts.file().files().get(0), sts.name().isPresent()));
            }
            EvaluationData.Task task = (EvaluationData.Task) data;
            boolean ready = !task.folder().toFile().exists();
            String name = set instanceof EvaluationSet.OfTask ofTask ? ofTask.title() : set.name();
            List<String> folders = ready ? List.of() : longer(task.folder().resolve(name), false);
            return new Source(set, ready ? name : place(task.folder()), folders);
        }

        /** Rows that a training set keeps back. */
        public static Source heldOut(EvaluationSet set) {
            return new Source(set, HELD_OUT + set.taskName(), List.of());
        }

        private static String place(Path path) {
            try {
                return path.toRealPath().toString();
            } catch (IOException notThere) {
                return path.toAbsolutePath().normalize().toString();
            }
        }

        /** A file with its ending, then both with one folder more each time. */
        private static List<String> longer(Path path, boolean chosen) {
            if (chosen) {
                return List.of();
            }
            Path absolute = path.toAbsolutePath().normalize();
            String whole = String.valueOf(absolute.getFileName());
            String base = absolute.toFile().isDirectory() ? whole : whole.replaceFirst("\\.[^.]*$", "");
            Set<String> names = new LinkedHashSet<>(List.of(whole));
            String before = "";
            for (Path folder = absolute.getParent();
                    folder != null && folder.getFileName() != null;
                    folder = folder.getParent()) {
                before = folder.getFileName() + "-" + before;
                names.addAll(List.of(before + base, before + whole));
            }
            names.remove(base);
            return new ArrayList<>(names);
        }
    }

    private SetNames(List<Source> sources) {
        this.sources = sources;
        this.lengthened = new int[sources.size()];
    }

    /**
     * Names of sets, some of which may be the same set, which then keeps one name.
     *
     * @param sources the sets
     * @param problems receives what is wrong with a set, by its index; its name is then worth nothing
     * @return the sets in their order
     */
    static List<EvaluationSet> distinct(List<Source> sources, Map<Integer, String> problems) {
        SetNames names = new SetNames(sources);
        names.resolve();
        problems.putAll(names.problems);
        List<EvaluationSet> named = new ArrayList<>();
        for (int i = 0; i < sources.size(); i++) {
            named.add(names.named(i));
        }
        return named;
    }

    /**
     * The sets of one command, all of them different.
     *
     * @throws UserError if a set was given twice, or if two of one name cannot be told apart
     */
    public static List<EvaluationSet> distinct(List<Source> sources) {
        Map<Integer, String> problems = new LinkedHashMap<>();
        for (int i = 0; i < sources.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (isSame(sources.get(i), sources.get(j))) {
                    problems.put(i, "is given twice; give it once");
                }
            }
        }
        List<EvaluationSet> named = distinct(sources, problems);
        problems.forEach((index, problem) -> {
            throw new UserError(
                    sources.get(index).set().name() + " (" + sources.get(index).place() + ") " + problem);
        });
        return named;
    }

    /** Whether both are the same part of the same place. */
    static boolean isSame(Source one, Source other) {
        return one.place().equals(other.place())
                && one.set().fileNames().equals(other.set().fileNames());
    }

    private void resolve() {
        for (int i = 0; i < sources.size(); i++) {
            List<String> own = sources.get(i).set().fileNames();
            if (new HashSet<>(own.stream().map(SetNames::key).toList()).size() < own.size()) {
                problems.put(i, "has parts whose files would have one name: " + own + "; rename its splits or subsets");
            }
        }
        for (int i = 0; i < sources.size(); i++) {
            List<Integer> clashing = clashing(i);
            while (!clashing.isEmpty()) {
                clashing.add(i);
                addSame(clashing);
                List<Integer> movable = clashing.stream()
                        .filter(index ->
                                lengthened[index] < sources.get(index).longer().size())
                        .toList();
                if (movable.isEmpty()) {
                    int first =
                            clashing.stream().mapToInt(Integer::intValue).min().orElseThrow();
                    int last =
                            clashing.stream().mapToInt(Integer::intValue).max().orElseThrow();
                    problems.put(
                            last,
                            "has the name " + named(last).name() + ", and "
                                    + sources.get(first).place() + " the name "
                                    + named(first).name() + ": files would be written twice under one name; give it a"
                                    + " name of its own, or rename the folder");
                    break;
                }
                movable.forEach(index -> lengthened[index]++);
                clashing = clashing(i);
            }
        }
    }

    /** A set that serves twice keeps one name. */
    private void addSame(List<Integer> indices) {
        for (int other = 0; other < sources.size(); other++) {
            Source source = sources.get(other);
            if (!indices.contains(other) && indices.stream().anyMatch(index -> isSame(source, sources.get(index)))) {
                indices.add(other);
            }
        }
    }

    /** Others whose files could not lie beside those of this set. */
    private List<Integer> clashing(int index) {
        List<Integer> clashing = new ArrayList<>();
        for (int other = 0; other < sources.size(); other++) {
            if (other != index
                    && !problems.containsKey(other)
                    && !problems.containsKey(index)
                    && !isSame(sources.get(index), sources.get(other))
                    && isClash(index, other)) {
                clashing.add(other);
            }
        }
        return clashing;
    }

    private boolean isClash(int index, int other) {
        EvaluationSet one = named(index);
        EvaluationSet two = named(other);
        Set<String> files =
                new HashSet<>(one.fileNames().stream().map(SetNames::key).toList());
        boolean onePlace = sources.get(index).place().equals(sources.get(other).place());
        return two.fileNames().stream().map(SetNames::key).anyMatch(files::contains)
                || key(one.name()).equals(key(two.name()))
                || (!onePlace && key(one.taskName()).equals(key(two.taskName())));
    }

    private EvaluationSet named(int index) {
        Source source = sources.get(index);
        return lengthened[index] == 0
                ? source.set()
                : source.set().named(source.longer().get(lengthened[index] - 1));
    }

    /** Files that differ in case or in the form of their accents alone are one file on some systems. */
    private static String key(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    }
}

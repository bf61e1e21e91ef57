package dev.gemmatune.datasets.tasks;

import dev.gemmatune.datasets.folders.DatasetFolder;
import dev.gemmatune.datasets.rows.RowSource;
import dev.gemmatune.model.UserError;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the files of a task's folder. A name stands for itself, for a file with the ending of a format, or for pieces
 * ({@code test-00000-of-00002.parquet}). Where the description names no file, the folder may also be laid out as the data
 * sets of mteb on the Hugging Face hub: configurations {@code corpus}, {@code queries}, {@code qrels} or {@code default}
 * with the task's split, {@code corpus/…parquet}, {@code data/test-00000-of-00001.parquet}.
 *
 * @param description of the task
 * @param folder its data
 */
record TaskFiles(TaskDescription description, DatasetFolder folder) {

    static TaskFiles open(Path folder, TaskDescription description) {
        return new TaskFiles(description, DatasetFolder.open(folder));
    }

    /**
     * The rows of a role.
     *
     * @param usual their name if the description has none, with {@code {split}} and {@code {subset}}
     * @throws UserError if there are none
     */
    RowSource find(String role, String usual, String split, String subset) {
        Optional<String> given = Optional.ofNullable(description.files().get(role));
        String name = given.orElse(usual).replace("{split}", split).replace("{subset}", subset);
        List<Supplier<Optional<RowSource>>> own = List.of(() -> folder.named(name), () -> folder.pieces(name));
        Stream<Supplier<Optional<RowSource>>> places =
                given.isPresent() ? own.stream() : Stream.concat(own.stream(), hubPlaces(role, name, split, subset));
        return places.map(Supplier::get).flatMap(Optional::stream).findFirst().orElseThrow(() -> missing(role, name));
    }

    private Stream<Supplier<Optional<RowSource>>> hubPlaces(String role, String name, String split, String subset) {
        String part = role.equals("train") ? "train" : split;
        // The same documents and queries serve all splits.
        boolean whole = role.equals("corpus") || role.equals("queries");
        Stream<Supplier<Optional<RowSource>>> configured =
                configurations(role, subset).stream().map(config -> () -> folder.configured(config, part, whole));
        Stream<Supplier<Optional<RowSource>>> named = Stream.of(
                        role + "/" + part, role + "/" + role, subset + "/" + part, "data/" + part, "data/" + name)
                .flatMap(place -> Stream.<Supplier<Optional<RowSource>>>of(
                        () -> folder.named(place), () -> folder.pieces(place)));
        return Stream.concat(configured, named);
    }

    /** As mteb looks for them. */
    private static Set<String> configurations(String role, String subset) {
        boolean search = Set.of("corpus", "queries", "qrels", "top_ranked").contains(role);
        return Stream.of(
                        search ? subset + "-" + role : subset,
                        search ? role : subset,
                        search && !role.equals("qrels") ? role : "default")
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private UserError missing(String role, String name) {
        List<String> there = folder.names().stream()
                .filter(file -> !file.startsWith("."))
                .limit(12)
                .toList();
        return new UserError("task " + description.name() + ": there is no file "
                + folder.folder().resolve(name)
                + ", nor one with .jsonl, .json, .csv, .tsv or .parquet behind it (its \""
                + role + "\"); the folder has " + (there.isEmpty() ? "no files" : String.join(", ", there))
                + "; correct files." + role + " in its description, or put the file there");
    }
}

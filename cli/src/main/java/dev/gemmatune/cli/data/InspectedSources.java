package dev.gemmatune.cli.data;

import dev.gemmatune.cli.config.PathLookup;
import dev.gemmatune.datasets.beir.BeirFolder;
import dev.gemmatune.datasets.beir.RetrievalFiles;
import dev.gemmatune.datasets.folders.DatasetFolder;
import dev.gemmatune.datasets.rows.RowSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The sources of rows that a text stands for when they are only looked at: of a folder, all that it has. */
public final class InspectedSources {

    private InspectedSources() {}

    /**
     * Finds them.
     *
     * @throws dev.gemmatune.model.UserError if there are none
     */
    public static List<RowSource> of(String text, PathLookup lookup) {
        boolean remote = text.startsWith("hf://");
        Path path = remote || text.indexOf('*') >= 0 ? Path.of("") : lookup.find(text);
        if (remote || text.indexOf('*') >= 0 || !Files.isDirectory(path)) {
            return List.of(lookup.findRows(text));
        }
        return BeirFolder.isBeir(path) ? ofBeir(path) : ofDataset(path);
    }

    /** Queries, corpus, judgements, and whatever rows lie beside them. */
    private static List<RowSource> ofBeir(Path folder) {
        List<RowSource> sources = new ArrayList<>();
        for (String split : BeirFolder.splits(folder)) {
            RetrievalFiles files = BeirFolder.files(folder, split);
            if (sources.isEmpty()) {
                sources.add(files.corpus());
                sources.add(files.queries());
            }
            sources.add(files.qrels());
        }
        DatasetFolder found = DatasetFolder.open(folder);
        found.layout().splits().values().stream()
                .flatMap(splits -> splits.values().stream())
                .flatMap(List::stream)
                .map(folder::resolve)
                .filter(file ->
                        sources.stream().noneMatch(source -> source.files().contains(file)))
                .map(RowSource::of)
                .forEach(sources::add);
        return sources;
    }

    private static List<RowSource> ofDataset(Path folder) {
        DatasetFolder found = DatasetFolder.open(folder);
        List<RowSource> sources = new ArrayList<>();
        found.layout()
                .splits()
                .forEach((config, splits) -> splits.keySet().forEach(split -> {
                    boolean only = found.layout().splits().size() == 1;
                    sources.add(found.split(only ? Optional.empty() : Optional.of(config), Optional.of(split)));
                }));
        return sources.isEmpty() ? List.of(found.split(Optional.empty(), Optional.empty())) : sources;
    }
}

package dev.gemmatune.datasets.beir;

import dev.gemmatune.datasets.lines.Problems;
import dev.gemmatune.model.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Reads a folder in BEIR's layout: {@code corpus.jsonl} with {@code _id}, {@code title} (may be missing) and
 * {@code text}, {@code queries.jsonl} with {@code _id} and {@code text}, {@code qrels/SPLIT.tsv}.
 */
public final class BeirFolder {

    private BeirFolder() {}

    /** Reads strictly. */
    public static RetrievalDataset read(Path folder, String split) {
        return read(folder, split, Strictness.STRICT);
    }

    /**
     * Reads and checks a split. Memory: the whole corpus.
     *
     * @param folder the folder, whose name becomes that of the data set
     * @param split the file under {@code qrels}, without its ending
     * @throws UserError with up to 20 problems: missing or broken files, two rows of one id, empty texts, judgements of
     *     unknown queries or documents, queries without a relevant document
     */
    public static RetrievalDataset read(Path folder, String split, Strictness strictness) {
        Path qrelsFile = qrelsFile(folder, split);
        RetrievalFiles files =
                new RetrievalFiles(folder.resolve("corpus.jsonl"), folder.resolve("queries.jsonl"), qrelsFile);
        return read(files, name(folder), split, Map.of(), strictness);
    }

    /**
     * The same of files of any names, in any format of {@link dev.gemmatune.datasets.lines.TableFile}.
     *
     * @param files where the three parts are
     * @param name of the data set
     * @param split which judgements these are
     * @param columns from the names of this class to those in the files, where they differ
     */
    public static RetrievalDataset read(
            RetrievalFiles files, String name, String split, Map<String, String> columns, Strictness strictness) {
        Problems problems = new Problems(name);
        BeirReader reader = new BeirReader(problems, strictness, columns);
        List<Document> corpus = reader.corpus(files.corpus());
        List<Query> queries = reader.queries(files.queries());
        Qrels qrels = reader.qrels(files.qrels());
        List<Query> judged = queries.stream()
                .filter(query -> qrels.byQuery().containsKey(query.id()))
                .toList();
        // Of broken files nothing more can be said without blaming the wrong rows.
        problems.throwIfAny();
        reader.check(judged, qrels);
        if (judged.isEmpty()) {
            problems.add(files.qrels() + " judges none of the queries in " + files.queries());
        }
        problems.throwIfAny();
        return new RetrievalDataset(name, split, corpus, judged, qrels, reader.warnings());
    }

    /** The splits that a folder has, sorted; none if it has no {@code qrels}. */
    public static List<String> splits(Path folder) {
        Path qrels = folder.resolve("qrels");
        if (!Files.isDirectory(qrels)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(qrels)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".tsv"))
                    .map(file -> file.substring(0, file.length() - ".tsv".length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UserError("cannot read the folder " + qrels + ": " + e.getMessage(), e);
        }
    }

    private static Path qrelsFile(Path folder, String split) {
        if (!Files.isDirectory(folder)) {
            throw new UserError(folder + (Files.exists(folder) ? " is not a folder" : " does not exist")
                    + "; a folder with corpus.jsonl, queries.jsonl and qrels/" + split + ".tsv is expected");
        }
        List<String> missing = new ArrayList<>();
        for (String name : List.of("corpus.jsonl", "queries.jsonl")) {
            if (!Files.exists(folder.resolve(name))) {
                missing.add(name);
            }
        }
        Path file = folder.resolve("qrels").resolve(split + ".tsv");
        if (!missing.isEmpty()) {
            throw new UserError(folder + " has no " + String.join(" and no ", missing)
                    + "; corpus.jsonl, queries.jsonl and qrels/" + split + ".tsv are expected");
        }
        if (!Files.exists(file)) {
            throw new UserError(folder + " has no split \"" + split + "\" (" + file + "); it has " + splits(folder));
        }
        return file;
    }

    private static String name(Path folder) {
        Path name = folder.toAbsolutePath().normalize().getFileName();
        return name == null ? "dataset" : name.toString();
    }
}

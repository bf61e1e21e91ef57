package dev.gemmatune.datasets.beir;

import dev.gemmatune.datasets.folders.DatasetFolder;
import dev.gemmatune.datasets.lines.Problems;
import dev.gemmatune.datasets.lines.Strictness;
import dev.gemmatune.datasets.rows.RowFormat;
import dev.gemmatune.datasets.rows.RowSource;
import dev.gemmatune.model.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a folder in BEIR's layout: {@code corpus.jsonl} with {@code _id}, {@code title} (may be missing) and
 * {@code text}, {@code queries.jsonl} with {@code _id} and {@code text}, {@code qrels/SPLIT.tsv}.
 */
public final class BeirFolder {

    private static final String CORPUS = "corpus";
    private static final String QUERIES = "queries";
    private static final String QRELS = "qrels";

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
     * @param strictness whether rows may be left out; the data set says how many were
     * @throws UserError with up to 20 problems: missing or broken files, two rows of one id, empty texts, judgements of
     *     unknown queries or documents, queries without a relevant document
     */
    public static RetrievalDataset read(Path folder, String split, Strictness strictness) {
        RetrievalFiles files = files(folder, split);
        return read(files, name(folder), split, Map.of(), strictness);
    }

    /**
     * The same of files of any names, in any format of {@link dev.gemmatune.datasets.rows.RowFormat}.
     *
     * @param files where the three parts are
     * @param name of the data set
     * @param split which judgements these are
     * @param columns from the names of this class to those in the files, where they differ
     */
    public static RetrievalDataset read(
            RetrievalFiles files, String name, String split, Map<String, String> columns, Strictness strictness) {
        Problems problems = new Problems(name, strictness);
        BeirReader reader = new BeirReader(problems, columns);
        List<Document> corpus = reader.corpus(files.corpus());
        List<Query> queries = reader.queries(files.queries());
        reader.judgements(files.qrels());
        // Of broken files nothing more can be said without blaming the wrong rows.
        problems.throwIfAny();
        Qrels qrels = reader.qrels();
        List<Query> judged = reader.judged(queries, qrels);
        if (judged.isEmpty()) {
            problems.add(files.qrels().name() + " judges none of the queries in "
                    + files.queries().name());
        }
        problems.throwIfAny();
        return new RetrievalDataset(name, split, corpus, judged, qrels, problems.dropped());
    }

    /** Whether a folder has what is BEIR's: a corpus, queries and a folder of judgements. */
    public static boolean isBeir(Path folder) {
        if (!Files.isDirectory(folder.resolve(QRELS))) {
            return false;
        }
        DatasetFolder found = DatasetFolder.open(folder);
        return found.named(CORPUS).isPresent() && found.named(QUERIES).isPresent();
    }

    /** The rows of a folder's corpus, if it has one. */
    public static Optional<RowSource> corpus(Path folder) {
        return DatasetFolder.open(folder).named(CORPUS);
    }

    /** The splits that a folder has, sorted; none if it has no {@code qrels}. */
    public static List<String> splits(Path folder) {
        return DatasetFolder.open(folder).names().stream()
                .filter(name -> name.startsWith(QRELS + "/")
                        && RowFormat.find(Path.of(name))
                                .filter(format -> format != RowFormat.TEXT)
                                .isPresent())
                .map(name -> name.substring(QRELS.length() + 1).replaceFirst("\\..*", ""))
                .distinct()
                .sorted()
                .toList();
    }

    /**
     * The files of a split; each may have any format.
     *
     * @throws UserError if one is missing
     */
    public static RetrievalFiles files(Path folder, String split) {
        String expected = "corpus.jsonl, queries.jsonl and qrels/" + split + ".tsv";
        if (!Files.isDirectory(folder)) {
            throw new UserError(folder + (Files.exists(folder) ? " is not a folder" : " does not exist")
                    + "; a folder with " + expected + " is expected");
        }
        DatasetFolder found = DatasetFolder.open(folder);
        List<String> missing = new ArrayList<>();
        for (String name : List.of(CORPUS, QUERIES)) {
            if (found.named(name).isEmpty()) {
                missing.add(name + ".jsonl");
            }
        }
        if (!missing.isEmpty()) {
            throw new UserError(folder + " has no " + String.join(" and no ", missing) + "; " + expected
                    + " are expected, or the same in another format");
        }
        RowSource qrels = found.named(QRELS + "/" + split)
                .orElseThrow(() -> new UserError(folder + " has no split \"" + split + "\" ("
                        + folder.resolve(QRELS).resolve(split + ".tsv") + "); it has " + splits(folder)));
        return new RetrievalFiles(
                found.named(CORPUS).orElseThrow(), found.named(QUERIES).orElseThrow(), qrels);
    }

    private static String name(Path folder) {
        Path name = folder.toAbsolutePath().normalize().getFileName();
        return name == null ? "dataset" : name.toString();
    }
}

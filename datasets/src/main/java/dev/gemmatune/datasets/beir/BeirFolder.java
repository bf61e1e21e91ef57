package dev.gemmatune.datasets.beir;

import dev.gemmatune.datasets.folders.DatasetFolder;
import dev.gemmatune.datasets.folders.DatasetLayout;
import dev.gemmatune.datasets.lines.Problems;
import dev.gemmatune.datasets.lines.Strictness;
import dev.gemmatune.datasets.rows.RowFormat;
import dev.gemmatune.datasets.rows.RowSource;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.hub.HubCache;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads a folder in BEIR's layout: {@code corpus.jsonl} with {@code _id}, {@code title} (may be missing) and
 * {@code text}, {@code queries.jsonl} with {@code _id} and {@code text}, {@code qrels/SPLIT.tsv}. Or in that of the hub:
 * configurations {@code corpus}, {@code queries} and {@code qrels} (or {@code default}) in the card, or folders of these
 * names.
 */
public final class BeirFolder {

    private static final String CORPUS = "corpus";
    private static final String QUERIES = "queries";
    private static final String QRELS = "qrels";

    /** What stands behind the name of a split. */
    private static final Pattern PIECE = Pattern.compile("(-\\d+-of-\\d+)?\\..*");

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

    /** Whether a folder has what is BEIR's: a corpus, queries and judgements. */
    public static boolean isBeir(Path folder) {
        return isBeir(DatasetFolder.open(folder));
    }

    /** The same of a folder whose files need not be here. */
    public static boolean isBeir(DatasetFolder folder) {
        boolean judged = folder.names().stream().anyMatch(name -> name.startsWith(QRELS + "/"))
                || !judgedSplits(folder).isEmpty();
        return judged
                && whole(folder, CORPUS).isPresent()
                && whole(folder, QUERIES).isPresent();
    }

    /** The rows of a folder's corpus, if it has one. */
    public static Optional<RowSource> corpus(Path folder) {
        return whole(DatasetFolder.open(folder), CORPUS);
    }

    /** The splits that a folder has, sorted; none if it has no judgements. */
    public static List<String> splits(Path folder) {
        return splits(DatasetFolder.open(folder));
    }

    private static List<String> splits(DatasetFolder folder) {
        Stream<String> named = folder.names().stream()
                .filter(name -> name.startsWith(QRELS + "/")
                        && RowFormat.find(Path.of(name))
                                .filter(format -> format != RowFormat.TEXT)
                                .isPresent())
                .map(name -> PIECE.matcher(name.substring(QRELS.length() + 1)).replaceFirst(""));
        return Stream.concat(named, judgedSplits(folder).stream())
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
        if (!Files.isDirectory(folder)) {
            throw new UserError(folder + (Files.exists(folder) ? " is not a folder" : " does not exist")
                    + "; a folder with " + expected(split) + " is expected");
        }
        return files(DatasetFolder.open(folder), split);
    }

    /** The same of a folder whose files need not be here. */
    public static RetrievalFiles files(DatasetFolder folder, String split) {
        Optional<RowSource> corpus = whole(folder, CORPUS);
        Optional<RowSource> queries = whole(folder, QUERIES);
        if (corpus.isEmpty() || queries.isEmpty()) {
            String missing = Stream.of(corpus.isEmpty() ? CORPUS : "", queries.isEmpty() ? QUERIES : "")
                    .filter(name -> !name.isEmpty())
                    .map(name -> name + ".jsonl")
                    .collect(Collectors.joining(" and no "));
            throw new UserError(folder.name() + " has no " + missing + "; " + expected(split)
                    + " are expected, or the same in another format");
        }
        RowSource qrels = judgements(folder, split)
                .orElseThrow(() -> new UserError(folder.name() + " has no split \"" + split + "\" (qrels/" + split
                        + ".tsv); it has " + splits(folder)));
        return new RetrievalFiles(corpus.get(), queries.get(), qrels);
    }

    private static String expected(String split) {
        return "corpus.jsonl, queries.jsonl and qrels/" + split + ".tsv";
    }

    /** What serves all splits: as a file, in pieces, or as the hub has it. */
    private static Optional<RowSource> whole(DatasetFolder folder, String role) {
        return folder.named(role)
                .or(() -> folder.pieces(role))
                .or(() -> folder.configured(role, role, true))
                .or(() -> folder.inside(role));
    }

    private static Optional<RowSource> judgements(DatasetFolder folder, String split) {
        return folder.named(QRELS + "/" + split)
                .or(() -> folder.pieces(QRELS + "/" + split))
                .or(() -> judgedSplits(folder).contains(split)
                        ? folder.configured(judging(folder), split, false)
                        : Optional.empty());
    }

    /** The splits of judgements that a card names. */
    private static Set<String> judgedSplits(DatasetFolder folder) {
        return folder.layout().has(CORPUS) && folder.layout().has(judging(folder))
                ? folder.layout().splits().get(judging(folder)).keySet()
                : Set.of();
    }

    /** mteb's data sets have judgements in their configuration without a name. */
    private static String judging(DatasetFolder folder) {
        return folder.layout().has(QRELS) ? QRELS : DatasetLayout.DEFAULT;
    }

    private static String name(Path folder) {
        Optional<String> onHub = HubCache.repositoryOf(folder);
        if (onHub.isPresent()) {
            return onHub.get().replaceFirst(".*/", "");
        }
        Path name = folder.toAbsolutePath().normalize().getFileName();
        return name == null ? "dataset" : name.toString();
    }
}

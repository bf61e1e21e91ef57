package dev.gemmatune.datasets.mining;

import dev.gemmatune.datasets.beir.BeirFolder;
import dev.gemmatune.datasets.beir.Document;
import dev.gemmatune.datasets.beir.Judgement;
import dev.gemmatune.datasets.beir.JudgementRows;
import dev.gemmatune.datasets.beir.RetrievalFiles;
import dev.gemmatune.datasets.lines.Problems;
import dev.gemmatune.datasets.lines.ReadingNotes;
import dev.gemmatune.datasets.rows.Row;
import dev.gemmatune.datasets.rows.RowFormat;
import dev.gemmatune.datasets.rows.RowSource;
import dev.gemmatune.datasets.rows.TableSettings;
import dev.gemmatune.model.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A corpus on disk: rows with {@code text} and perhaps {@code _id} and {@code title}, or those of a BEIR folder. A
 * document may have a title alone; one without a letter is left out, and how many those are is told. Memory: one row, and the judgements of a folder.
 *
 * @param source the documents
 * @param folder the BEIR folder, if it is one
 */
public record CorpusFile(RowSource source, Optional<Path> folder) implements Corpus {

    /**
     * Finds the file; it is not read yet.
     *
     * @param path a BEIR folder, or a file in any format of rows
     * @throws UserError if there is none
     */
    public static CorpusFile open(Path path) {
        if (Files.isDirectory(path)) {
            RowSource corpus = BeirFolder.corpus(path)
                    .orElseThrow(() -> new UserError(path + " has no corpus.jsonl" + expected()));
            return new CorpusFile(corpus, Optional.of(path));
        }
        if (!Files.exists(path)) {
            throw new UserError(path + " does not exist" + expected());
        }
        RowFormat.of(path);
        return of(RowSource.of(path));
    }

    /** Any rows as documents. */
    public static CorpusFile of(RowSource source) {
        return new CorpusFile(source, Optional.empty());
    }

    /**
     * The same documents, of a table that is written in a way.
     *
     * @throws UserError if they are of no table
     */
    public CorpusFile written(TableSettings settings) {
        return new CorpusFile(source.with(settings), folder);
    }

    @Override
    public String name() {
        return folder.map(Path::toString).orElse(source.name());
    }

    @Override
    public void forEach(Consumer<Document> consumer) {
        boolean[] anything = {false};
        int[] empty = {0};
        boolean lines = source.files().stream().allMatch(file -> RowFormat.of(file) == RowFormat.TEXT);
        source.forEach(row -> {
            Document document = document(row, lines);
            if (!document.text().isEmpty()) {
                anything[0] = true;
                consumer.accept(document);
            } else if (!lines) {
                empty[0]++;
            }
        });
        if (empty[0] > 0) {
            ReadingNotes.tell(name() + ": " + empty[0]
                    + " documents have neither title nor text; they are left out, since no row can be made of them");
        }
        if (!anything[0]) {
            throw new UserError(name() + " has no documents; a text on each line is expected");
        }
    }

    /** The judgements above 0 of every split of a BEIR folder, so that no known answer becomes a negative. */
    @Override
    public Map<String, Set<String>> judged() {
        if (folder.isEmpty() || !BeirFolder.isBeir(folder.get())) {
            return Map.of();
        }
        Problems problems = new Problems(name());
        Map<String, Set<String>> judged = new HashMap<>();
        Map<String, String> queries = new HashMap<>();
        for (String split : BeirFolder.splits(folder.get())) {
            RetrievalFiles files = BeirFolder.files(folder.get(), split);
            if (queries.isEmpty()) {
                files.queries().forEach(problems, row -> queries.put(id(row), row.textOrBlank("text")));
            }
            for (Judgement judgement : JudgementRows.read(files.qrels(), Map.of(), problems)) {
                String query = queries.get(judgement.query());
                if (judgement.grade() > 0 && query != null) {
                    judged.computeIfAbsent(query, key -> new HashSet<>()).add(judgement.document());
                }
            }
        }
        problems.throwIfAny();
        return judged;
    }

    private static String expected() {
        return "; a corpus is a BEIR folder, a file of rows (.jsonl, .json, .csv, .tsv, .parquet) with a column"
                + " \"text\", or a .txt file with a document on each line";
    }

    /** White space at the ends of a line of text means nothing. */
    private static Document document(Row row, boolean line) {
        String title = row.has("title") ? row.textOrBlank("title") : "";
        String text = row.textOrBlank("text");
        return new Document(id(row), title, line ? text.strip() : text);
    }

    /** The row's number where there is no id. */
    private static String id(Row row) {
        return row.has("_id") ? row.id("_id") : Integer.toString(row.number());
    }
}

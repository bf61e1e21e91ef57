package dev.gemmatune.datasets.mining;

import dev.gemmatune.datasets.beir.BeirFolder;
import dev.gemmatune.datasets.beir.Document;
import dev.gemmatune.datasets.beir.Judgement;
import dev.gemmatune.datasets.beir.QrelsTsv;
import dev.gemmatune.datasets.lines.JsonLines;
import dev.gemmatune.datasets.lines.Problems;
import dev.gemmatune.datasets.lines.TextFile;
import dev.gemmatune.datasets.lines.Utf8Lines;
import dev.gemmatune.model.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A corpus on disk: a BEIR folder, a file of JSON Lines with {@code text} and perhaps {@code _id} and {@code title}, or a
 * text file with a document on each line (blank lines are skipped). Memory: one line, and the judgements of a folder.
 */
public final class CorpusFile implements Corpus {

    private final Path given;
    private final Path file;
    private final TextFile.Format format;

    private CorpusFile(Path given, Path file, TextFile.Format format) {
        this.given = given;
        this.file = file;
        this.format = format;
    }

    /**
     * Finds the file; it is not read yet.
     *
     * @param path a folder with corpus.jsonl, or a file that ends in .jsonl or .txt
     * @throws UserError if there is none
     */
    public static CorpusFile open(Path path) {
        Path file = Files.isDirectory(path) ? path.resolve("corpus.jsonl") : path;
        if (!Files.exists(file)) {
            throw new UserError(path + (Files.isDirectory(path) ? " has no corpus.jsonl" : " does not exist")
                    + "; a corpus is a BEIR folder, a .jsonl file with a field \"text\", or a .txt file with a"
                    + " document on each line");
        }
        return new CorpusFile(path, file, TextFile.Format.of(file));
    }

    @Override
    public String name() {
        return given.toString();
    }

    @Override
    public void forEach(Consumer<Document> consumer) {
        if (format == TextFile.Format.JSON_LINES) {
            JsonLines.read(file, row -> consumer.accept(document(row)));
        } else {
            forEachLine(consumer);
        }
    }

    /** The judgements above 0 of every split of a BEIR folder, so that no known answer becomes a negative. */
    @Override
    public Map<String, Set<String>> judged() {
        if (!Files.isDirectory(given) || BeirFolder.splits(given).isEmpty()) {
            return Map.of();
        }
        Problems problems = new Problems(given.toString());
        Map<String, String> queries = new HashMap<>();
        JsonLines.read(given.resolve("queries.jsonl"), problems, row -> queries.put(id(row), row.textOrBlank("text")));
        Map<String, Set<String>> judged = new HashMap<>();
        for (String split : BeirFolder.splits(given)) {
            Path qrels = given.resolve("qrels").resolve(split + ".tsv");
            for (Judgement judgement : QrelsTsv.read(qrels, problems)) {
                String query = queries.get(judgement.query());
                if (judgement.grade() > 0 && query != null) {
                    judged.computeIfAbsent(query, key -> new HashSet<>()).add(judgement.document());
                }
            }
        }
        problems.throwIfAny();
        return judged;
    }

    private void forEachLine(Consumer<Document> consumer) {
        try (Utf8Lines lines = Utf8Lines.open(file)) {
            boolean anything = false;
            for (String line = lines.next(); line != null; line = lines.next()) {
                if (!line.isBlank()) {
                    anything = true;
                    consumer.accept(new Document(Integer.toString(lines.number()), "", line.strip()));
                }
            }
            if (!anything) {
                throw new UserError(file + " has no documents; a text on each line is expected");
            }
        }
    }

    private static Document document(JsonLines.Row row) {
        String title = row.has("title") ? row.textOrBlank("title") : "";
        return new Document(id(row), title, row.text("text"));
    }

    /** The line's number where there is no id. */
    private static String id(JsonLines.Row row) {
        return row.has("_id") && row.value().get("_id").isJsonPrimitive()
                ? row.value().get("_id").getAsString()
                : Integer.toString(row.line());
    }
}

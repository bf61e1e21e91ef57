package dev.gemmatune.datasets.mining;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gemmatune.datasets.TextFiles;
import dev.gemmatune.datasets.beir.Document;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CorpusFileTest {

    @TempDir
    Path folder;

    private static List<Document> documents(Corpus corpus) {
        List<Document> documents = new ArrayList<>();
        corpus.forEach(documents::add);
        return documents;
    }

    private Path beir() {
        TextFiles.write(
                folder.resolve("corpus.jsonl"),
                "{\"_id\": \"d1\", \"title\": \"Loans\", \"text\": \"cost money\"}",
                "{\"_id\": \"d2\", \"title\": \"\", \"text\": \"Cards\"}");
        TextFiles.write(
                folder.resolve("queries.jsonl"),
                "{\"_id\": \"q1\", \"text\": \"what is a loan\"}",
                "{\"_id\": \"q2\", \"text\": \"what is a card\"}");
        TextFiles.write(folder.resolve("qrels/train.tsv"), "query-id\tcorpus-id\tscore", "q1\td1\t1", "q2\td1\t0");
        TextFiles.write(folder.resolve("qrels/dev.tsv"), "query-id\tcorpus-id\tscore", "q1\td2\t2");
        return folder;
    }

    @Test
    void folderGivesDocumentsAndTheJudgementsOfAllSplits() {
        Corpus corpus = CorpusFile.open(beir());
        assertEquals(
                List.of(new Document("d1", "Loans", "cost money"), new Document("d2", "", "Cards")), documents(corpus));
        assertEquals(documents(corpus), documents(corpus));
        assertEquals(Map.of("what is a loan", Set.of("d1", "d2")), corpus.judged());
    }

    @Test
    void fileOfAFolderHasNoJudgements() {
        Corpus corpus = CorpusFile.open(beir().resolve("corpus.jsonl"));
        assertEquals(2, documents(corpus).size());
        assertEquals(Map.of(), corpus.judged());
    }

    @Test
    void linesAndObjectsWithoutIdsAreNumbered() {
        Path lines = TextFiles.write(folder.resolve("a.txt"), "first", "", " third ");
        assertEquals(
                List.of(new Document("1", "", "first"), new Document("3", "", "third")),
                documents(CorpusFile.open(lines)));
        Path objects = TextFiles.write(folder.resolve("a.jsonl"), "{\"text\": \"first\"}", "{\"text\": \"second\"}");
        assertEquals(
                List.of(new Document("1", "", "first"), new Document("2", "", "second")),
                documents(CorpusFile.open(objects)));
    }

    @Test
    void aTitleAloneIsADocumentAndNothingAtAllIsNone() {
        Path file = TextFiles.write(
                folder.resolve("a.jsonl"),
                "{\"_id\": 1, \"title\": \"Lost and found\", \"text\": \"\"}",
                "{\"_id\": 2, \"title\": \"\", \"text\": \" \"}",
                "{\"_id\": 3.0, \"text\": \"third\"}");
        assertEquals(
                List.of(new Document("1", "Lost and found", ""), new Document("3", "", "third")),
                documents(CorpusFile.open(file)));
    }

    @Test
    void whatIsWrongIsNamedWithItsLine() {
        TextFiles.assertUserError(() -> CorpusFile.open(folder.resolve("none")), "none", "does not exist", "BEIR");
        TextFiles.assertUserError(() -> CorpusFile.open(folder), "has no corpus.jsonl");
        Path other = TextFiles.write(folder.resolve("a.doc"), "x");
        TextFiles.assertUserError(() -> CorpusFile.open(other), "a.doc", ".jsonl");
        Path empty = TextFiles.write(folder.resolve("b.jsonl"), "{\"text\": \"\"}", "{\"text\": \" \"}");
        TextFiles.assertUserError(() -> documents(CorpusFile.open(empty)), "b.jsonl has no documents");
        Path blank = TextFiles.write(folder.resolve("b.txt"), "", " ");
        TextFiles.assertUserError(() -> documents(CorpusFile.open(blank)), "b.txt has no documents");
    }
}

package dev.gemmatune.datasets.beir;

import static dev.gemmatune.datasets.TextFiles.assertUserError;
import static dev.gemmatune.datasets.TextFiles.write;
import static dev.gemmatune.datasets.TextFiles.writeExactly;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.datasets.lines.Strictness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BeirFolderTest {

    private static final String HEADER = "query-id\tcorpus-id\tscore";

    @TempDir
    private Path root;

    private Path folder;

    @BeforeEach
    void writeAGoodFolder() {
        folder = root.resolve("loans");
        corpus(
                "{\"_id\":\"d1\",\"title\":\"Rates\",\"text\":\" How they move. \",\"metadata\":{}}",
                "{\"_id\":\"d2\",\"text\":\"\\u00a0No title.\\n\"}",
                "{\"_id\":\"d3\",\"title\":\"\",\"text\":\"Empty title.\"}");
        queries(
                "{\"_id\":\"q2\",\"text\":\" second \"}",
                "{\"_id\":\"q9\",\"text\":\"not judged\"}",
                "{\"_id\":\"q1\",\"text\":\"first\",\"instruction\":\"be brief\"}");
        qrels(HEADER, "q1\td1\t2", "q1\td2\t0", "q2\td3\t1");
    }

    @Test
    void aFolderIsReadAsMtebReadsIt() {
        RetrievalDataset data = BeirFolder.read(folder, "test");
        assertEquals("loans", data.name());
        assertEquals("test", data.split());
        assertEquals(
                List.of("Rates  How they move.", "No title.", "Empty title."),
                data.corpus().stream().map(Document::text).toList(),
                "only the outer ends are stripped");
        assertEquals(
                List.of(new Query("q2", " second "), new Query("q1", "first be brief")),
                data.queries(),
                "judged queries in the order of queries.jsonl, unstripped");
        assertEquals(Map.of("d1", 2, "d2", 0), data.qrels().of("q1"));
        assertEquals(3, data.qrels().size());
        assertTrue(data.dropped().isEmpty());
    }

    @Test
    void quotedFieldsAndCarriageReturnsAreRead() {
        corpus("{\"_id\":\"a\\tb\",\"text\":\"x\"}", "{\"_id\":\"say \\\"hi\\\"\",\"text\":\"y\"}");
        writeExactly(
                folder.resolve("qrels/test.tsv"), HEADER + "\r\nq1\t\"a\tb\"\t1\r\n\r\nq2\t\"say \"\"hi\"\"\"\t+1\r\n");
        Qrels qrels = BeirFolder.read(folder, "test").qrels();
        assertEquals(Map.of("a\tb", 1), qrels.of("q1"));
        assertEquals(Map.of("say \"hi\"", 1), qrels.of("q2"));
    }

    @Test
    void aTitleAloneAndNothingAtAllAreDocuments() {
        corpus(
                "{\"_id\":\"d1\",\"title\":\"Lost and found\",\"text\":\"\"}",
                "{\"_id\":\"d2\",\"title\":\"\",\"text\":\"\"}",
                "{\"_id\":\"d3\",\"title\":null,\"text\":\" \"}");
        RetrievalDataset data = BeirFolder.read(folder, "test");
        assertEquals(
                List.of("Lost and found", "", ""),
                data.corpus().stream().map(Document::text).toList());
        assertEquals(List.of("q2", "q1"), data.queries().stream().map(Query::id).toList());
        assertTrue(data.dropped().isEmpty());
    }

    @Test
    void numbersAsIdsAreTheirDigitsInEveryFormat() {
        corpus(
                "{\"_id\":12,\"text\":\"x\"}",
                "{\"_id\":13.0,\"text\":\"y\"}",
                "{\"_id\":12000000000000000000001,\"text\":\"z\"}",
                "{\"_id\":1.2E7,\"text\":\"w\"}");
        write(folder.resolve("queries.csv"), "_id,text", "7,first");
        delete("queries.jsonl");
        qrels(HEADER, "7\t12\t1.0", "7\t13\t2", "7\t12000000000000000000001\t0.00", "7\t12000000\t+3.");
        assertEquals(
                Map.of("12", 1, "13", 2, "12000000000000000000001", 0, "12000000", 3),
                BeirFolder.read(folder, "test").qrels().of("7"));
        delete("qrels/test.tsv");
        write(folder.resolve("qrels/test.jsonl"), "{\"query-id\":7,\"corpus-id\":12.0,\"score\":1.0}");
        assertEquals(Map.of("12", 1), BeirFolder.read(folder, "test").qrels().of("7"));
    }

    private void delete(String file) {
        try {
            Files.delete(folder.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"_id\":\"d1\",\"text\":\"x\"}                  | corpus.jsonl:4: the _id \"d1\" was already used in line 1",
                "{\"_id\":\"d4\",\"title\":7,\"text\":\"x\"}      | corpus.jsonl:4: \"title\" must be a string",
                "{\"_id\":\"d4\",\"text\":null}                 | corpus.jsonl:4: \"text\" must be a string, found null",
                "{\"_id\":\"d4\"}                                 | corpus.jsonl:4: the key \"text\" is missing; found [_id]",
                "{\"text\":\"x\"}                                 | corpus.jsonl:4: the key \"_id\" is missing; found [text]",
                "{\"_id\":true,\"text\":\"x\"}                    | corpus.jsonl:4: \"_id\" must be a text or a number, found a boolean",
                "{\"_id\":1e999999999,\"text\":\"x\"}             | corpus.jsonl:4: \"_id\" must be a text or a number of at most 100 digits",
                "{\"_id\":\"\",\"text\":\"x\"}                    | corpus.jsonl:4: \"_id\" is empty",
                "{\"_id\":\"d4\",\"text\":\"x\"                   | corpus.jsonl:4: the JSON is broken",
            })
    void aWrongDocumentIsNamed(String line, String expected) {
        corpus(
                "{\"_id\":\"d1\",\"text\":\"x\"}",
                "{\"_id\":\"d2\",\"text\":\"x\"}",
                "{\"_id\":\"d3\",\"text\":\"x\"}",
                line);
        assertUserError(() -> BeirFolder.read(folder, "test"), expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "q1 d3 1        | test.tsv:4: found 1 value, but the header names 3 columns: [query-id, corpus-id, score] (is it separated",
                "q1~d3          | test.tsv:4: found 2 values, but the header names 3 columns",
                "q1~d3~1~2      | found 4",
                "q1~d3~1.5      | test.tsv:4: the score must be a whole number, found \"1.5\"",
                "q1~d3~yes      | test.tsv:4: the score must be a whole number, found \"yes\"",
                "~d3~1          | test.tsv:4: the query-id is empty",
                "q1~~1          | test.tsv:4: the corpus-id is empty",
                "q7~d1~1        | test.tsv:4: the query \"q7\" is not in queries.jsonl",
                "q1~d7~1        | test.tsv:4: the document \"d7\" is not in corpus.jsonl",
                "q1~d1~1        | test.tsv:4: query \"q1\" and document \"d1\" were already judged at",
                "q9~d1~0        | test.tsv:4: the query \"q9\" has no document with a score above 0",
            })
    void aWrongJudgementIsNamed(String line, String expected) {
        qrels(HEADER, "q1\td1\t2", "q2\td3\t1", line.replace('~', '\t'));
        assertUserError(() -> BeirFolder.read(folder, "test"), expected);
    }

    @Test
    void lenientReadingLeavesOutAndCounts() {
        corpus(
                "{\"_id\":\"d1\",\"text\":\"first\"}",
                "{\"_id\":\"d1\",\"text\":\"again\"}",
                "{\"_id\":\"d2\",\"text\":\" \"}",
                "{\"_id\":\"d3\",\"text\":7}",
                "{\"_id\":\"d4\",\"text\"",
                "{\"_id\":5,\"text\":\"a number for an id\"}");
        queries(
                "{\"_id\":\"q1\",\"text\":\"one\"}",
                "{\"_id\":\"q2\",\"text\":\"two\"}",
                "{\"_id\":\"q3\",\"text\":\"three\"}");
        qrels(HEADER, "q1\td1\t0", "q1\td1\t1", "q1\td7\t1", "q8\td1\t1", "q2\td2\t1", "q3\t5\t0", "q1\t5\tno");
        RetrievalDataset data = BeirFolder.read(folder, "test", Strictness.LENIENT);
        assertEquals(
                List.of(
                        new Document("d1", "", "first"),
                        new Document("d2", "", " "),
                        new Document("5", "", "a number for an id")),
                data.corpus());
        assertEquals(List.of("q1", "q2"), data.queries().stream().map(Query::id).toList());
        assertEquals(Map.of("d1", 1), data.qrels().of("q1"), "the later grade counts");
        assertEquals(
                "broken rows: 3, repeated ids: 1, unknown ids: 2, repeated judgements: 1,"
                        + " queries without relevant document: 1",
                data.dropped().words());
        assertTrue(
                data.dropped().messages().get(0).contains("corpus.jsonl:4: \"text\" must be a string"),
                data.dropped().messages()::toString);
    }

    @Test
    void aColumnThatNoRowHasIsNoMatterOfLenience() {
        corpus("{\"_id\":\"d1\",\"body\":\"x\"}", "{\"_id\":\"d2\",\"body\":\"y\"}");
        assertUserError(
                () -> BeirFolder.read(folder, "test", Strictness.LENIENT),
                "none of the rows of",
                "the first:",
                "corpus.jsonl:1: the key \"text\" is missing; found [_id, body]; rename the column");
    }

    @Test
    void aMissingHeaderIsNotTakenForOne() {
        qrels("q1\td1\t2", "q2\td3\t1");
        assertUserError(() -> BeirFolder.read(folder, "test"), "test.tsv:2: the header before it is missing");
    }

    @Test
    void problemsOfAllFilesAreReportedTogether() {
        corpus("{\"_id\":\"\",\"text\":\"\"}");
        queries("{\"_id\":\"q1\"}");
        qrels(HEADER, "q1\td1\tx");
        assertUserError(
                () -> BeirFolder.read(folder, "test"),
                "3 problems in ",
                "corpus.jsonl:1",
                "queries.jsonl:1",
                "test.tsv:2");
    }

    @Test
    void aMissingSplitNamesThoseThatExist() {
        write(folder.resolve("qrels/dev.tsv"), HEADER);
        assertUserError(() -> BeirFolder.read(folder, "train"), "no split \"train\"", "it has [dev, test]");
        assertUserError(() -> BeirFolder.read(folder, "dev"), "dev.tsv has no rows");
    }

    @Test
    void missingFilesAndFoldersAreNamed() throws IOException {
        Files.delete(folder.resolve("queries.jsonl"));
        assertUserError(() -> BeirFolder.read(folder, "test"), "loans has no queries.jsonl");
        assertUserError(() -> BeirFolder.read(root.resolve("none"), "test"), "none does not exist; a folder with");
        Path file = write(root.resolve("file"), "x");
        assertUserError(() -> BeirFolder.read(file, "test"), "file is not a folder");
    }

    @Test
    void judgementsOfOtherQueriesAreNoEvaluation() {
        qrels(HEADER, "q7\td1\t1");
        assertUserError(
                () -> BeirFolder.read(folder, "test", Strictness.LENIENT),
                "judges none of the queries",
                "(left out before: unknown ids: 1)");
    }

    @Test
    void splitsAreListedSorted() {
        write(folder.resolve("qrels/dev.tsv"), HEADER);
        write(folder.resolve("qrels/notes.txt"), "x");
        assertEquals(List.of("dev", "test"), BeirFolder.splits(folder));
        assertTrue(BeirFolder.splits(root).isEmpty());
    }

    private void corpus(String... lines) {
        write(folder.resolve("corpus.jsonl"), lines);
    }

    private void queries(String... lines) {
        write(folder.resolve("queries.jsonl"), lines);
    }

    private void qrels(String... lines) {
        write(folder.resolve("qrels/test.tsv"), lines);
    }
}

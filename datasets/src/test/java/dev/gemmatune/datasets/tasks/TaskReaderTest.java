package dev.gemmatune.datasets.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.datasets.lines.Strictness;
import dev.gemmatune.model.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskReaderTest {

    @TempDir
    private Path folder;

    @Test
    void columnsAreMappedAndCommasStandInQuotes() throws IOException {
        write("test.csv", "a,b,same\n\"fees, and\nrates\",\"a \"\"fee\"\"\",1\nloan,fee,0\n");
        Task task = read(
                TaskType.PAIR_CLASSIFICATION, Map.of(), Map.of("sentence1", "a", "sentence2", "b", "label", "same"));
        TaskData.Pairs pairs =
                assertInstanceOf(TaskData.Pairs.class, task.parts().get(0).data());
        assertEquals(List.of("fees, and\nrates", "loan"), pairs.first());
        assertEquals(List.of("a \"fee\"", "fee"), pairs.second());
        assertEquals(List.of(1.0, 0.0), pairs.numbers());
        assertEquals("Own/test", task.name());
    }

    @Test
    void compressedRowsAreRead() throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve("test.tsv.gz")))) {
            out.write("sentence1\tsentence2\nloan\tDarlehen\n".getBytes(StandardCharsets.UTF_8));
        }
        Task task = read(TaskType.BITEXT_MINING, Map.of(), Map.of());
        TaskData.Translations sentences = assertInstanceOf(
                TaskData.Translations.class, task.parts().get(0).data());
        assertEquals(List.of("Darlehen"), sentences.second());
    }

    @Test
    void everySubsetOfEverySplitIsAPart() throws IOException {
        for (String name : List.of("de/dev", "de/test", "fr/dev", "fr/test")) {
            write(name + ".jsonl", "{\"sentence1\": \"a\", \"sentence2\": \"" + name + "\"}\n");
        }
        TaskDescription description = new TaskDescription(
                "Own",
                TaskType.BITEXT_MINING,
                "f1",
                List.of("dev", "test"),
                new TreeMap<>(Map.of("de", List.of("deu-Latn"), "fr", List.of("fra-Latn"))),
                Map.of("rows", "{subset}/{split}"),
                Map.of(),
                TaskDescription.PromptNames.OF_TYPE,
                TaskDescription.Rules.DEFAULT);
        Task task = TaskReader.read(folder, description);
        assertEquals(
                List.of("dev de", "dev fr", "test de", "test fr"),
                task.parts().stream()
                        .map(part -> part.split() + " " + part.subset())
                        .toList());
        assertEquals(List.of("a", "fr/dev"), task.parts().get(1).data().texts());
        assertEquals("Own", task.name());
    }

    @Test
    void rowsOfSentencesAreSetsOfTheirOwn() throws IOException {
        write("test.jsonl", "{\"sentences\": [\"a\", \"b\"], \"labels\": [0, \"x\"]}\n");
        Task task = read(TaskType.CLUSTERING, Map.of(), Map.of());
        TaskData.Groups groups =
                assertInstanceOf(TaskData.Groups.class, task.parts().get(0).data());
        assertTrue(groups.whole());
        assertEquals(List.of("0", "x"), groups.sets().get(0).single());
    }

    @Test
    void candidatesOfARerankingMustBeInTheCorpus() throws IOException {
        write("corpus.jsonl", "{\"_id\": \"d1\", \"text\": \"loan\"}\n");
        write("queries.jsonl", "{\"_id\": \"q1\", \"text\": \"a loan\"}\n");
        write("qrels/test.csv", "query-id,corpus-id,score\nq1,d1,1\n");
        write("top_ranked.jsonl", "{\"query-id\": \"q1\", \"corpus-ids\": [\"d1\", \"d9\"]}\n");
        assertError("the candidate \"d9\" of query \"q1\" is not in the corpus", TaskType.RERANKING);
    }

    @Test
    void whatIsWrongWithARowIsNamedWithItsPlace() throws IOException {
        write(
                "test.jsonl",
                "{\"sentence1\": \"a\", \"sentence2\": \"b\", \"score\": \"high\"}\n{\"sentence1\": \"a\"}\n");
        assertError("test.jsonl:1: \"score\" must be a number", TaskType.STS);
        assertError("test.jsonl:2: the key \"score\" is missing; found [sentence1]", TaskType.STS);
        assertError("test.jsonl:1: the key \"label\" is missing", TaskType.PAIR_CLASSIFICATION);
        assertError("test.jsonl:1: the key \"machine_summaries\" is missing", TaskType.SUMMARIZATION, "relevance");
    }

    @Test
    void pairsOfOneLabelJudgeNothing() throws IOException {
        write("test.csv", "sentence1,sentence2,label\na,b,1\nc,d,1\n");
        assertError("all 2 rows have the same \"label\"", TaskType.PAIR_CLASSIFICATION);
    }

    @Test
    void aValueInQuotesMustEnd() throws IOException {
        write("test.csv", "sentence1,sentence2\n\"a,b\n");
        assertError("test.csv: a value in quotes behind line 1 does not end", TaskType.BITEXT_MINING);
    }

    @Test
    void aRowOfOtherLengthIsRefused() throws IOException {
        write("test.csv", "sentence1,sentence2\na\n");
        assertError("test.csv:2: found 1 value, but the header names 2 columns", TaskType.BITEXT_MINING);
    }

    @Test
    void aMissingFileIsNamedWithItsRole() throws IOException {
        write("test.csv", "text,label\na,b\n");
        assertError("there is no file " + folder.resolve("train"), TaskType.CLASSIFICATION);
        assertError("its \"train\"", TaskType.CLASSIFICATION);
    }

    @Test
    void piecesOfParquetAreReadAsTheHubHasThem() throws IOException {
        for (int piece = 0; piece < 2; piece++) {
            try (InputStream file = TaskReaderTest.class.getResourceAsStream("/rows/zstd.parquet")) {
                Path target = folder.resolve("data/test-0000" + piece + "-of-00002.parquet");
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
        Task task = read(TaskType.BITEXT_MINING, Map.of(), Map.of("sentence1", "positive", "sentence2", "large"));
        assertEquals("10 sentences with translations", task.describe());
    }

    @Test
    void theBadRowsOfAFileAreLeftOutAndCounted() throws IOException {
        write("test.jsonl", """
            {"sentence1": "a", "sentence2": "b", "score": 1}
            {"sentence1": "a", "sentence2": "b", "score": "high"}
            {"sentence1": "a", "sentence2": "", "score": 2}
            {"sentence1": "a"}
            {"sentence1": "a", "sentence2":
            {"sentence1": "c", "sentence2": "d", "score": "0.5"}
            """);
        Task task = readLeniently(TaskType.STS, Map.of());
        TaskData.Pairs pairs =
                assertInstanceOf(TaskData.Pairs.class, task.parts().get(0).data());
        assertEquals(List.of("a", "c"), pairs.first());
        assertEquals(List.of("b", "d"), pairs.second());
        assertEquals(List.of(1.0, 0.5), pairs.numbers());
        assertEquals("broken rows: 3, empty texts: 1", task.dropped().words());
        UserError error = assertThrows(UserError.class, () -> read(TaskType.STS, Map.of(), Map.of()));
        for (int line = 2; line <= 5; line++) {
            assertTrue(error.getMessage().contains("test.jsonl:" + line + ": "), error.getMessage());
        }
        assertTrue(
                error.getMessage().contains("\"sentence2\" is empty; fill it or remove the row"), error.getMessage());
    }

    @Test
    void aMappedColumnThatIsNotThereStaysAnError() throws IOException {
        write("test.csv", "a,sentence2\nx,y\nv,w\n");
        UserError error =
                assertThrows(UserError.class, () -> readLeniently(TaskType.BITEXT_MINING, Map.of("sentence1", "b")));
        assertTrue(
                error.getMessage().contains("test.csv:2: the key \"sentence1\" is missing; found [a, sentence2]"),
                error.getMessage());
    }

    @Test
    void unknownCandidatesAndJudgementsAreCountedTogether() throws IOException {
        write("corpus.jsonl", "{\"_id\": \"d1\", \"text\": \"loan\"}\n{\"_id\": \"d1\", \"text\": \"loan\"}\n");
        write("queries.jsonl", "{\"_id\": \"q1\", \"text\": \"a loan\"}\n{\"_id\": \"q2\", \"text\": \"a fee\"}\n");
        write("qrels/test.csv", "query-id,corpus-id,score\nq1,d1,1\nq2,d8,1\n");
        write(
                "top_ranked.jsonl",
                "{\"query-id\": \"q1\", \"corpus-ids\": [\"d1\", \"d9\"]}\n{\"query-id\": \"q1\", \"corpus-ids\": []}\n");
        Task task = readLeniently(TaskType.RERANKING, Map.of());
        TaskData.Search search =
                assertInstanceOf(TaskData.Search.class, task.parts().get(0).data());
        assertEquals(Map.of("q1", List.of("d1")), search.candidates());
        assertEquals(
                "repeated ids: 2, unknown ids: 2, queries without relevant document: 1",
                task.dropped().words());
    }

    private void assertError(String expected, TaskType type, String... renamedRelevance) throws IOException {
        if (renamedRelevance.length > 0) {
            write("test.jsonl", "{\"" + renamedRelevance[0] + "\": [1]}\n");
        }
        UserError error = assertThrows(UserError.class, () -> read(type, Map.of(), Map.of()));
        assertTrue(error.getMessage().contains(expected), error.getMessage());
    }

    private Task read(TaskType type, Map<String, String> files, Map<String, String> columns) {
        return TaskReader.read(folder, description(type, files, columns));
    }

    private Task readLeniently(TaskType type, Map<String, String> columns) {
        return TaskReader.read(folder, description(type, Map.of(), columns), Strictness.LENIENT);
    }

    private static TaskDescription description(TaskType type, Map<String, String> files, Map<String, String> columns) {
        return new TaskDescription(
                "Own",
                type,
                type.mainScore(),
                List.of("test"),
                Map.of(TaskDescription.DEFAULT_SUBSET, List.of("eng-Latn")),
                files,
                columns,
                TaskDescription.PromptNames.OF_TYPE,
                TaskDescription.Rules.DEFAULT);
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}

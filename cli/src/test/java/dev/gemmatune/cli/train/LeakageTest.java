package dev.gemmatune.cli.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.cli.config.ConfigLoader;
import dev.gemmatune.cli.config.PathLookup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LeakageTest {

    @TempDir
    private Path folder;

    @BeforeEach
    void writeFaq() throws IOException {
        Files.createDirectories(folder.resolve("faq/qrels"));
        Files.writeString(folder.resolve("faq/corpus.jsonl"), """
            {"_id": "a", "text": "Cards are posted within five working days."}
            {"_id": "b", "text": "Interest is paid once a year in January."}
            """);
        Files.writeString(folder.resolve("faq/qrels/test.tsv"), "query-id\tcorpus-id\tscore\nq\ta\t1\n");
        Files.writeString(folder.resolve("rows.jsonl"), """
            {"anchor": "When is my new card coming?", "positive": "Cards are posted within five working days."}
            {"anchor": "When do I get interest?", "positive": "Interest is paid once a year in January."}
            """);
        ask("How long does the post take with cards?");
    }

    private void ask(String question) throws IOException {
        Files.writeString(folder.resolve("faq/queries.jsonl"), "{\"_id\": \"q\", \"text\": \"" + question + "\"}\n");
    }

    private Leakage leakage(String rows, String test) throws IOException {
        Path config = Files.writeString(folder.resolve("c.yaml"), """
            model: {path: %s}
            data:
              train: {files: %s}
              test: %s
            """.formatted(
                        Path.of("../checkpoints/mini").toAbsolutePath().normalize(), rows, test));
        return Leakage.of(ConfigLoader.load(config.toString(), List.of(), PathLookup.ofProcess()));
    }

    @Test
    void aFaqWhosePassagesAreTrainedOnIsNoLeak() throws IOException {
        Leakage found = leakage("rows.jsonl", "{type: retrieval, folder: faq}");
        assertEquals(List.of(), found.warnings());
        assertEquals(1, found.notes().size());
        String note = found.notes().get(0);
        assertTrue(
                note.startsWith("1 of 1 relevant passage of faq/test is in the training data (1 equal, 0 nearly), with"
                        + " other questions."),
                note);
        assertTrue(note.contains("data.train.split"), note);
        assertEquals("no test question is in the training data\n" + note, found.facts());
    }

    @Test
    void aQuestionThatIsTrainedOnIsALeak() throws IOException {
        ask("when is my NEW card coming");
        List<String> warnings =
                leakage("rows.jsonl", "{type: retrieval, folder: faq}").warnings();
        assertEquals(
                List.of("1 of 1 query of faq/test is in the training data (1 equal, 0 nearly): scores on them are too"
                        + " good; take these rows out.\n  row 1: When is my new card coming?"),
                warnings);
    }

    @Test
    void tasksThatSearchAreAskedInTheSameWay() throws IOException {
        Files.writeString(folder.resolve("faq/task.yaml"), "name: Faq\ntype: retrieval\n");
        Leakage found = leakage("rows.jsonl", "{type: task, folder: faq}");
        assertEquals(List.of(), found.warnings());
        assertEquals(1, found.notes().size());
        ask("When do I get interest?");
        assertEquals(
                1, leakage("rows.jsonl", "{type: task, folder: faq}").warnings().size());
    }

    @Test
    void aPairIsKnownWhereBothSentencesStandInOneRow() throws IOException {
        Files.writeString(folder.resolve("train.jsonl"), """
            {"sentence1": "one thing", "sentence2": "another thing", "score": 0.5}
            {"sentence1": "this", "sentence2": "that", "score": 0.2}
            """);
        Files.writeString(folder.resolve("test.jsonl"), """
            {"sentence1": "one thing", "sentence2": "that", "score": 0.4}
            {"sentence1": "this", "sentence2": "new", "score": 0.1}
            """);
        String loss = "train.jsonl, loss: [{type: cosine_similarity}]";
        assertEquals(List.of(), leakage(loss, "{type: sts, file: test.jsonl}").warnings());
        Files.writeString(folder.resolve("test.jsonl"), """
            {"sentence1": "One thing", "sentence2": "another thing!", "score": 0.4}
            {"sentence1": "this", "sentence2": "new", "score": 0.1}
            """);
        assertEquals(
                1, leakage(loss, "{type: sts, file: test.jsonl}").warnings().size());
    }
}

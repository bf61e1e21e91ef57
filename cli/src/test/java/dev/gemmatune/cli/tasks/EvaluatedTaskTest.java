package dev.gemmatune.cli.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.cli.Gemmatune;
import dev.gemmatune.cli.console.Console;
import dev.gemmatune.eval.results.TaskResult;
import dev.gemmatune.eval.results.TaskResultJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluatedTaskTest {

    private static final String MODEL = "../checkpoints/mini";

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Console console = new Console(new PrintWriter(out), new PrintWriter(err), false, System::nanoTime);

    @Test
    void aTaskFolderWithSubsetsBecomesResultFilesWithSubsets() throws IOException {
        Path task = folder.resolve("task");
        write(task.resolve("task.yaml"), """
                name: Words
                type: bitext_mining
                subsets: {same: [eng-Latn], turned: [eng-Latn, eng-Latn]}
                files: {rows: "{subset}"}
                """);
        write(task.resolve("same.csv"), "sentence1,sentence2\nthe loan,the loan\na bond,a bond\n");
        write(task.resolve("turned.csv"), "sentence1,sentence2\nthe loan,a bond\na bond,the loan\n");
        Path results = folder.resolve("results");
        assertEquals(
                0,
                Gemmatune.run(
                        console,
                        "eval",
                        "--model",
                        MODEL,
                        "--dims",
                        "192,96",
                        "--data",
                        task.toString(),
                        "--output",
                        results.toString()),
                err::toString);
        assertTrue(out.toString().contains("Words/test"), out::toString);
        List<TaskResult> files;
        try (Stream<Path> all = Files.walk(results)) {
            files = all.filter(file -> file.endsWith("Words.json"))
                    .map(TaskResultJson::read)
                    .toList();
        }
        assertEquals(2, files.size(), "a file for each dimension");
        for (TaskResult result : files) {
            List<TaskResult.SubsetScores> subsets = result.scores().get("test");
            assertEquals(
                    List.of("same", "turned"),
                    subsets.stream().map(TaskResult.SubsetScores::subset).toList());
            assertEquals(
                    List.of(1.0, 0.0),
                    subsets.stream().map(TaskResult.SubsetScores::mainScore).toList());
            assertEquals(List.of("eng-Latn", "eng-Latn"), subsets.get(1).languages());
        }
    }

    @Test
    void neitherDataNorTasksIsWrongUsage() {
        assertEquals(2, Gemmatune.run(console, "eval", "--model", MODEL));
        assertTrue(err.toString().contains("give --data, --tasks, or both"), err::toString);
    }

    @Test
    void anUnknownTaskIsToldBeforeTheModelIsLoaded() {
        assertEquals(1, Gemmatune.run(console, "eval", "--model", MODEL, "--tasks", "NanoFiQA2018Retreival"));
        assertTrue(err.toString().contains("did you mean NanoFiQA2018Retrieval?"), err::toString);
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}

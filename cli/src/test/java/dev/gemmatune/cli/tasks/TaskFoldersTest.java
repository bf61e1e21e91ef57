package dev.gemmatune.cli.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.cli.hub.HubFiles;
import dev.gemmatune.datasets.lines.Strictness;
import dev.gemmatune.datasets.tasks.Task;
import dev.gemmatune.datasets.tasks.TaskType;
import dev.gemmatune.model.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskFoldersTest {

    private static final String FIQA_REVISION = "27a168819829fe9bcd655c2df245fb19452e8e06";

    @TempDir
    private Path folder;

    @Test
    void aFolderDescribesItself() throws IOException {
        write("rows.csv", "left,right\nloan,Darlehen\n");
        write("task.yaml", """
            name: LoanWords
            type: bitext_mining
            subsets: {de-en: [deu-Latn, eng-Latn]}
            files: {rows: rows.csv}
            columns: {sentence1: left, sentence2: right}
            main_score: accuracy
            prompt: BitextMining
            """);
        assertTrue(TaskFolders.isTask(folder));
        Task task = TaskFolders.read(folder);
        assertEquals("LoanWords/test", task.name());
        assertEquals(TaskType.BITEXT_MINING, task.description().type());
        assertEquals("accuracy", task.description().mainScore());
        assertEquals("de-en", task.parts().get(0).subset());
        assertEquals(List.of("loan", "Darlehen"), task.texts());
    }

    @Test
    void aFolderWithoutADescriptionIsNoTask() {
        assertFalse(TaskFolders.isTask(folder));
    }

    @Test
    void everythingThatIsWrongWithADescriptionIsTold() throws IOException {
        write("task.yaml", "name: X\ntype: clasification\nsplit: [test]\n");
        UserError error = assertThrows(UserError.class, () -> TaskFolders.read(folder));
        assertTrue(error.getMessage().contains("line 2: type must be one of"), error.getMessage());
        assertTrue(error.getMessage().contains("did you mean classification?"), error.getMessage());
        assertTrue(error.getMessage().contains("split is no known key"), error.getMessage());
    }

    @Test
    void valuesOutOfRangeAreTold() throws IOException {
        write("task.yaml", "name: X\ntype: clustering\nclustered_share: 2\n");
        UserError error = assertThrows(UserError.class, () -> TaskFolders.read(folder));
        assertTrue(error.getMessage().contains("clustered_share must be above 0 and at most 1"), error.getMessage());
    }

    @Test
    void readyTasksAreDifferentAndCanBeDescribed() {
        ReadyTasks ready = ReadyTasks.load();
        assertTrue(ready.names().size() >= 50, "there are " + ready.names().size());
        assertEquals(ready.names().size(), Set.copyOf(ready.names()).size());
        ready.tasks().forEach(task -> {
            assertEquals(TaskType.RETRIEVAL, task.description().type());
            assertTrue(task.hub().isPresent() && task.revision().isPresent(), task.name());
        });
        assertTrue(ready.names().containsAll(List.of("NanoFiQA2018Retrieval", "FiQA2018", "FinanceBenchRetrieval")));
    }

    @Test
    void aReadyTaskIsReadFromTheHubsCache() throws IOException {
        String snapshot = "datasets--mteb--fiqa/snapshots/" + FIQA_REVISION;
        write(snapshot + "/corpus.jsonl", "{\"_id\": \"1\", \"text\": \"loan\"}\n");
        write(snapshot + "/queries.jsonl", "{\"_id\": \"1\", \"text\": \"a loan?\"}\n");
        write(snapshot + "/qrels/test.tsv", "query-id\tcorpus-id\tscore\n1\t1\t1\n");
        Task task = ReadyTasks.load().read("FiQA2018", HubFiles.ofCache(folder), Strictness.STRICT);
        assertEquals(List.of("loan"), task.texts());
        assertTrue(task.description().rules().ignoreIdenticalIds());
    }

    @Test
    void dataThatIsNotInTheCacheComesWithTheCommandThatDownloadsIt() {
        UserError error = assertThrows(
                UserError.class,
                () -> ReadyTasks.load().read("NanoFiQA2018Retrieval", HubFiles.ofCache(folder), Strictness.STRICT));
        assertTrue(
                error.getMessage().contains("gemmatune pull hf://datasets/zeta-alpha-ai/NanoFiQA2018@"),
                error.getMessage());
        assertTrue(error.getMessage().contains(folder.toString()), error.getMessage());
    }

    @Test
    void anUnknownTaskGetsASuggestion() {
        UserError error = assertThrows(
                UserError.class, () -> ReadyTasks.load().read("FiQA201", HubFiles.ofCache(folder), Strictness.STRICT));
        assertTrue(error.getMessage().contains("did you mean FiQA2018?"), error.getMessage());
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}

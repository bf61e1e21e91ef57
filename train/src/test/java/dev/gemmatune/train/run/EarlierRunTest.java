package dev.gemmatune.train.run;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.model.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EarlierRunTest {

    @TempDir
    Path folder;

    private void makeRoom(boolean overwrite, Path... inputs) {
        EarlierRun.makeRoom(folder, overwrite, List.of(inputs), "go elsewhere");
    }

    private String refusal(boolean overwrite, Path... inputs) {
        return assertThrows(UserError.class, () -> makeRoom(overwrite, inputs)).getMessage();
    }

    private void write(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, name);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void anEmptyPlaceIsFree() throws IOException {
        write(".DS_Store");
        assertDoesNotThrow(() -> makeRoom(false));
        assertDoesNotThrow(() -> EarlierRun.makeRoom(folder.resolve("none"), false, List.of(), ""));
    }

    @Test
    void onlyWhatARunLeavesIsCleared() throws IOException {
        new RunFolder(folder).log(0, 1, "What?", Map.of("This", 0.5));
        for (String name : List.of(
                "config.resolved.yaml",
                "provenance.json",
                "report.html",
                "results/queries/a.json",
                "best/model.safetensors",
                "best.old/model.safetensors",
                "last/model.safetensors",
                "last.part/model.safetensors",
                "averaged/model.safetensors",
                "step-000012/model.safetensors",
                "snapshots/step-000000012.safetensors",
                "state/finished.json",
                "mined-0.jsonl",
                "mined-faq-1.jsonl",
                "onnx-q4/verification.json",
                "notes.txt",
                "bests/x",
                "mine.jsonl",
                "last words.txt")) {
            write(name);
        }
        assertEquals(folder + " holds an earlier run; go elsewhere", refusal(false));
        assertEquals(21, names().size());
        makeRoom(true);
        assertEquals(List.of("bests", "last words.txt", "mine.jsonl", "notes.txt"), names());
    }

    @Test
    void aFolderThatIsNoRunsIsNeverTouched() throws IOException {
        write("best/model.safetensors");
        write("results/table.csv");
        write("state/terraform.tfstate");
        write("metrics.jsonl");
        for (boolean overwrite : new boolean[] {false, true}) {
            assertTrue(refusal(overwrite).contains("holds files and no run, such as best"), () -> refusal(overwrite));
        }
        assertEquals(List.of("best", "metrics.jsonl", "results", "state"), names());
    }

    @Test
    void anyOfItsTracesMakesARun() throws IOException {
        for (String trace : List.of("config.resolved.yaml", EventFile.NAME, "state/finished.json", "state/step-1/a")) {
            write(trace);
            assertTrue(refusal(false).contains("holds an earlier run"), trace);
            makeRoom(true);
            assertEquals(List.of(), names(), trace);
        }
    }

    @Test
    void whatTheNewRunReadsIsNotCleared() throws IOException {
        write("state/finished.json");
        write("best/model.safetensors");
        String message = refusal(true, folder.resolve("other"), folder.resolve("best"));
        assertTrue(message.contains("the new one reads " + folder.resolve("best")), message);
        assertEquals(List.of("best", "state"), names());
        Path link = folder.resolveSibling(folder.getFileName() + "-link");
        Files.createSymbolicLink(link, folder);
        try {
            assertTrue(refusal(true, link.resolve("best/model.safetensors")).contains("reads " + link));
        } finally {
            Files.delete(link);
        }
    }

    @Test
    void aFileIsNoPlaceForARun() throws IOException {
        write("file");
        String message = assertThrows(
                        UserError.class, () -> EarlierRun.makeRoom(folder.resolve("file"), true, List.of(), ""))
                .getMessage();
        assertTrue(message.contains("is a file"), message);
    }
}

package dev.gemmatune.model.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.model.UserError;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFoldersTest {

    @TempDir
    Path folder;

    @Test
    void completeFolderReplacesTheOldOneAndNothingElseStays() throws IOException {
        Path target = folder.resolve("target");
        Files.createDirectories(target);
        Files.writeString(target.resolve("old.txt"), "old");
        AtomicFiles.writeFolder(target, part -> Files.writeString(part.resolve("new.txt"), "new"));
        assertEquals(List.of("new.txt"), namesIn(target));
        assertEquals(List.of("target"), namesIn(folder));
    }

    @Test
    void pathWithDotsNamesTheFolderItself() throws IOException {
        Path target = Files.createDirectories(folder.resolve("target"));
        Files.writeString(target.resolve("old.txt"), "old");
        AtomicFiles.writeFolder(target.resolve("."), part -> Files.writeString(part.resolve("new.txt"), "new"));
        assertEquals(List.of("new.txt"), namesIn(target));
        assertEquals(List.of("target"), namesIn(folder));
    }

    @Test
    void oldFolderComesBackIfTheNewOneCannotBeMoved() throws IOException {
        Path target = Files.createDirectories(folder.resolve("target"));
        Files.writeString(target.resolve("old.txt"), "old");
        assertThrows(UserError.class, () -> AtomicFiles.writeFolder(target, AtomicFiles::deleteTree));
        assertEquals(List.of("old.txt"), namesIn(target));
        assertEquals(List.of("target"), namesIn(folder));
    }

    @Test
    void reasonsAreWordsAndNotFileNames() throws IOException {
        AccessDeniedException denied = new AccessDeniedException("/x/out.part");
        assertEquals(
                "cannot write /x/out: no permission for /x/out.part; check the free space and the permissions of its folder",
                AtomicFiles.cannotWrite(Path.of("/x/out"), denied).getMessage());
        Path file = Files.writeString(folder.resolve("file"), "text");
        Path below = file.resolve("a/b");
        UserError error = assertThrows(UserError.class, () -> AtomicFiles.writeFolder(below, part -> {}));
        assertEquals(
                "cannot write " + below + ": " + file + " is a file and no folder; choose another place",
                error.getMessage());
    }

    @Test
    void onlyEmptyFoldersAreDeletedAsEmpty() throws IOException {
        Path empty = Files.createDirectories(folder.resolve("empty"));
        AtomicFiles.deleteIfEmpty(empty);
        AtomicFiles.deleteIfEmpty(empty);
        Path full = Files.createDirectories(folder.resolve("full"));
        Files.writeString(full.resolve("file"), "text");
        AtomicFiles.deleteIfEmpty(full);
        assertEquals(List.of("full"), namesIn(folder));
    }

    @Test
    void failureIsAnErrorThatNamesTheFolder() {
        Path target = folder.resolve("target");
        UserError error = assertThrows(
                UserError.class,
                () -> AtomicFiles.writeFolder(target, part -> {
                    throw new IOException("No space left on device");
                }));
        assertTrue(error.getMessage().contains(target.toString()), error.getMessage());
        assertTrue(error.getMessage().contains("No space left"), error.getMessage());
    }

    private static List<String> namesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}

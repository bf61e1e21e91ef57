package dev.gemmatune.datasets.rows;

import static dev.gemmatune.datasets.TextFiles.assertUserError;
import static dev.gemmatune.datasets.TextFiles.write;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gemmatune.datasets.beir.BeirFolder;
import dev.gemmatune.datasets.folders.DatasetFolder;
import dev.gemmatune.datasets.sources.RowSources;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are there and are not what their names say. */
class BrokenFilesTest {

    @TempDir
    private Path folder;

    private static void read(Path file) {
        RowSource.of(file).forEach(row -> {});
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a.jsonl", "a.json", "a.csv", "a.tsv", "a.txt", "a.parquet", "a.xlsx", "a.jsonl.gz", "a.csv.zst"
            })
    void aPointerOfGitsLargeFilesIsCalledSo(String name) {
        Path file = write(
                folder.resolve(name),
                "version https://git-lfs.github.com/spec/v1",
                "oid sha256:" + "0".repeat(64),
                "size 12345");
        assertUserError(() -> read(file), name + " is a Git LFS pointer", "git lfs pull");
    }

    @Test
    void aFileOfParquetWithoutItsEndIsCalledDamaged() throws IOException {
        byte[] sound;
        try (InputStream input = BrokenFilesTest.class.getResourceAsStream("/rows/snappy.parquet")) {
            sound = input.readAllBytes();
        }
        for (int left : new int[] {0, 3, 4, 8, 11, sound.length / 2, sound.length - 4, sound.length - 1}) {
            Path file = Files.write(folder.resolve("a.parquet"), Arrays.copyOf(sound, left));
            assertUserError(() -> read(file), "a.parquet: no Parquet file, or damaged", "copy or download it again");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"query\": \"q\", \"score\": NaN}", "{\"query\": \"q\", \"score\": [1, -Infinity]}"})
    void numbersThatAreNoneAreNamed(String row) {
        String word = row.contains("NaN") ? "NaN at " : "-Infinity at ";
        assertUserError(() -> read(write(folder.resolve("a.jsonl"), "{\"query\": \"p\"}", row)), "a.jsonl:2: " + word);
        assertUserError(
                () -> read(write(folder.resolve("a.json"), "[{\"query\": \"p\"},", row + "]")),
                "a.json, row 2: " + word,
                "line 2");
        assertUserError(
                () -> read(write(
                        folder.resolve("b.json"), "[" + "{\"query\": \"some long text\"},\n".repeat(2000), row + "]")),
                "b.json, row 2001: " + word);
    }

    @Test
    void aColumnThatIsThereTwiceIsNamed() {
        assertUserError(
                () -> read(write(folder.resolve("a.jsonl"), "{\"query\": \"p\", \"query\": \"q\"}")),
                "a.jsonl:1: the key \"query\" is there twice");
        assertUserError(
                () -> read(write(folder.resolve("a.json"), "[{\"query\": \"p\", \"query\": \"q\"}]")),
                "a.json, row 1: the key \"query\" is there twice");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS) // makes links only for administrators
    void aFolderThatLinksToItselfIsNamed() throws IOException {
        write(folder.resolve("data/train.jsonl"), "{\"text\": \"a\"}");
        Path link = Files.createSymbolicLink(folder.resolve("data/again"), folder);
        String named = link + " is a link to a folder that it lies in itself";
        assertUserError(() -> DatasetFolder.open(folder), named, "remove the link");
        assertUserError(() -> BeirFolder.read(folder, "test"), named);
        assertUserError(() -> RowSources.open(folder + "/**/*.jsonl"), named);
        Files.delete(link);
        // A link to another folder is as good as the folder.
        Files.createSymbolicLink(folder.resolve("beside"), folder.resolve("data"));
        assertEquals(2, DatasetFolder.open(folder).names().size());
        Path loop = Files.createSymbolicLink(folder.resolve("loop.jsonl"), folder.resolve("loop.jsonl"));
        assertUserError(() -> read(loop), "loop.jsonl");
    }

    @Test
    void aNameThatNoFileSystemTakesIsNamed() {
        assertUserError(() -> read(folder.resolve("x".repeat(5000) + ".jsonl")), "xxxx");
        assertUserError(() -> read(folder.resolve("x".repeat(5000) + ".parquet")), "xxxx");
    }
}

package dev.gemmatune.datasets.sources;

import static dev.gemmatune.datasets.TextFiles.assertUserError;
import static dev.gemmatune.datasets.TextFiles.write;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gemmatune.datasets.rows.RowSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowSourcesTest {

    @TempDir
    private Path folder;

    private static List<String> texts(RowSource source, String column) {
        List<String> texts = new ArrayList<>();
        source.forEach(row -> texts.add(row.label(column)));
        return texts;
    }

    @Test
    void aPatternIsAllItsFilesInOrder() {
        write(folder.resolve("a/2.csv"), "t", "three");
        write(folder.resolve("a/1.jsonl"), "{\"t\": \"one\"}", "{\"t\": \"two\"}");
        write(folder.resolve("a/b/3.jsonl"), "{\"t\": \"four\"}");
        write(folder.resolve("a/notes.md"), "no rows");
        assertEquals(List.of("one", "two", "three"), texts(RowSources.matching(folder, "a/*.{csv,jsonl}"), "t"));
        assertEquals(List.of("one", "two", "four"), texts(RowSources.matching(folder, "a/**/*.jsonl"), "t"));
        assertEquals(List.of("three"), texts(RowSources.matching(Path.of("/"), folder + "/?/[2-9].csv"), "t"));
        assertUserError(() -> RowSources.matching(folder, "a/*.tsv"), "a/*.tsv matches no file in");
        assertUserError(() -> RowSources.matching(folder, "none/*.tsv"), "there is no folder");
    }

    @Test
    void aFolderIsItsSplits() {
        write(folder.resolve("set/train.csv"), "t", "one");
        write(folder.resolve("set/test.csv"), "t", "two");
        assertEquals(List.of("one"), texts(RowSources.open(folder.resolve("set"), RowSources.part("set")), "t"));
        assertEquals(List.of("two"), texts(RowSources.open(folder.resolve("set"), RowSources.part("set#test")), "t"));
        assertUserError(
                () -> RowSources.open(folder.resolve("set/train.csv"), RowSources.part("x#test")),
                "only a folder has parts");
    }

    @Test
    void aBeirFolderIsItsJudgedPairs() {
        write(folder.resolve("corpus.csv"), "_id,title,text", "d1,Fees,are due", "d2,,nothing");
        write(folder.resolve("queries.json"), "[{\"_id\": \"q1\", \"text\": \"fees?\"}]");
        write(folder.resolve("qrels/train.tsv"), "score\tcorpus-id\tquery-id", "1\td1\tq1", "0\td2\tq1");
        RowSource pairs = RowSources.open(folder, RowSources.Part.USUAL);
        assertEquals(List.of("fees?"), texts(pairs, "anchor"));
        assertEquals(List.of("Fees are due"), texts(pairs, "positive"));
        assertUserError(() -> RowSources.open(folder, RowSources.part("x#test")), "has no split \"test\"", "[train]");
    }
}

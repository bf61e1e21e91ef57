package dev.gemmatune.datasets.split;

import static dev.gemmatune.datasets.TextFiles.assertUserError;
import static dev.gemmatune.datasets.TextFiles.write;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gemmatune.datasets.lines.Problems;
import dev.gemmatune.datasets.rows.RowSource;
import dev.gemmatune.datasets.split.GroupSplit.Part;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupSplitTest {

    @TempDir
    private Path folder;

    private static List<String> texts(RowSource source, String column) {
        List<String> texts = new ArrayList<>();
        source.forEach(row -> texts.add(row.label(column)));
        return texts;
    }

    /** The places were computed with Python's hashlib. */
    @Test
    void groupsStayTogetherAndTheirPartIsThatOfTheHash() {
        GroupSplit few = new GroupSplit("g", 0.1, 0.05, 42);
        assertEquals(Part.TEST, few.partOf("é"), "0.0032");
        assertEquals(Part.DEV, few.partOf("Charlie"), "0.0586");
        assertEquals(Part.TRAIN, few.partOf("delta"), "0.2146");
        assertEquals(Part.DEV, new GroupSplit("g", 0.165, 0.05, 42).partOf("delta"));
        assertEquals(Part.TRAIN, new GroupSplit("g", 0.164, 0.05, 42).partOf("delta"));
        List<String> lines = new ArrayList<>(List.of("g,t"));
        for (int i = 0; i < 2000; i++) {
            lines.add("group " + i % 500 + "," + i);
        }
        RowSource rows = RowSource.of(write(folder.resolve("a.csv"), lines.toArray(new String[0])));
        GroupSplit split = new GroupSplit("g", 0.1, 0.2, 42);
        Set<String> train = new TreeSet<>(texts(split.part(rows, Part.TRAIN), "g"));
        Set<String> dev = new TreeSet<>(texts(split.part(rows, Part.DEV), "g"));
        Set<String> test = new TreeSet<>(texts(split.part(rows, Part.TEST), "g"));
        assertEquals(500, train.size() + dev.size() + test.size());
        assertEquals(50, dev.size(), 15);
        assertEquals(100, test.size(), 20);
    }

    @Test
    void aMisspeltGroupAndAnEmptyPartAreNamed() {
        RowSource rows = RowSource.of(write(folder.resolve("a.csv"), "ticker,t", "ACME,x"));
        assertUserError(
                () -> texts(new GroupSplit("tiker", 0.1, 0, 1).part(rows, Part.TRAIN), "t"),
                "a.csv:2: the key \"tiker\" is missing; found [ticker, t]; is it \"ticker\"?");
        Problems problems = new Problems("it");
        new GroupSplit("ticker", 0.0001, 0, 42).part(rows, Part.DEV).forEach(problems, row -> {});
        assertUserError(problems::throwIfAny, "no group of \"ticker\" falls into the part dev");
    }
}

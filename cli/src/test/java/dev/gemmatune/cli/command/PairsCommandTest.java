package dev.gemmatune.cli.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.cli.Gemmatune;
import dev.gemmatune.cli.console.Console;
import dev.gemmatune.datasets.rows.RowSource;
import dev.gemmatune.datasets.training.Columns;
import dev.gemmatune.datasets.training.TrainingData;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code pairs} on the example documents: 9 of the 12 have a title, one has neither title nor two sentences. */
final class PairsCommandTest {

    private static final String DOCUMENTS =
            Path.of("../datasets/examples/documents.jsonl").toAbsolutePath().toString();

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Console console = new Console(new PrintWriter(out), new PrintWriter(err), false, System::nanoTime);

    private int run(String... arguments) {
        return Gemmatune.run(console, arguments);
    }

    @Test
    void pairsCanBeTrainedOnAndAreCounted() throws IOException {
        Path file = folder.resolve("pairs.jsonl");
        assertEquals(0, run("pairs", "--corpus", DOCUMENTS, "--output", file.toString()), err::toString);
        TrainingData data = TrainingData.read(RowSource.of(file), new Columns(Map.of(), Set.of()), Optional.empty());
        assertEquals(29, data.examples().size());
        assertTrue(out.toString().matches("(?s).*\\npairs +29\\n.*"), out::toString);
        assertTrue(out.toString().matches("(?s).*fewer than two sentences +1\\n.*"), out::toString);
        Path again = folder.resolve("again.jsonl");
        run("pairs", "--corpus", DOCUMENTS, "--output", again.toString());
        assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(again));
    }

    @Test
    void documentsThatGiveNothingLeaveNoFile() throws IOException {
        Path corpus = Files.writeString(folder.resolve("short.txt"), "One line only\nAnother one\n");
        Path file = folder.resolve("pairs.jsonl");
        assertEquals(1, run("pairs", "--corpus", corpus.toString(), "--output", file.toString()));
        assertTrue(err.toString().contains("no pair can be made of its 2 documents"), err::toString);
        assertFalse(Files.exists(file));
        assertEquals(2, run("pairs", "--corpus", DOCUMENTS, "--output", file.toString(), "--per-document", "0"));
        assertEquals(2, run("pairs", "--corpus", DOCUMENTS, "--output", file.toString(), "--keep-sentence", "2"));
    }
}

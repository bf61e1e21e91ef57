package dev.gemmatune.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs each program as its line in the README does, on the bundled model and data. */
final class ExamplesTest {

    private static final String MODEL = "../checkpoints/mini";
    private static final String DATA = "../datasets/finance";
    private static final String QUESTION = "How long does a new bank card take to arrive?";
    private static final String ANSWER = "A new bank card is sent by post and arrives after about five working days.";
    private static final String OTHER = "Dividends are taxed in the year in which they are paid out.";

    @TempDir
    private Path folder;

    @Test
    void theAnswerIsFound() {
        List<String> lines = run(EmbedAndSearch::main, MODEL, QUESTION, OTHER, ANSWER);
        assertEquals(2, lines.size());
        assertTrue(lines.get(0).endsWith(ANSWER), lines::toString);
        assertEquals(List.of(ANSWER), run(LangChain4jStore::main, MODEL, QUESTION, OTHER, ANSWER));
    }

    @Test
    void aTuningScoresAtEveryDimensionAndLeavesACheckpoint() throws IOException {
        Path rows = folder.resolve("train.jsonl");
        Files.write(
                rows,
                Files.readAllLines(Path.of(DATA, "train.jsonl"), StandardCharsets.UTF_8)
                        .subList(0, 32));
        String target = folder.resolve("run").toString();
        List<String> lines = run(FineTune::main, MODEL, rows.toString(), DATA, target, "1");
        assertEquals(5, lines.size(), lines::toString);
        assertTrue(lines.get(0).matches(" 192 dimensions: 0\\.\\d{4}, was 0\\.\\d{4}"), lines::toString);
        assertTrue(lines.get(3).startsWith("  48 dimensions: "), lines::toString);
        assertEquals("tuned model: " + Path.of(target, "best"), lines.get(4));
        assertEquals(
                1, run(EmbedAndSearch::main, target + "/best", QUESTION, ANSWER).size());
    }

    /** The README's tour prints 0.1050 of the untuned model; processors differ in the last bits. */
    @Test
    void theScoresAreThoseOfTheTour() {
        List<String> lines = run(Evaluate::main, MODEL, DATA, "test");
        assertEquals("finance/test  nDCG@10  Recall@100", lines.get(0));
        Matcher full =
                Pattern.compile(" 192 dimensions  (0\\.\\d{4})  (0\\.\\d{4})").matcher(lines.get(1));
        assertTrue(full.matches(), lines::toString);
        assertEquals(0.1050, Double.parseDouble(full.group(1)), 0.01);
        assertEquals(0.6150, Double.parseDouble(full.group(2)), 0.03);
    }

    @Test
    void anExportLoadsInLangChain4j() {
        List<String> lines =
                run(ExportForLangChain4j::main, MODEL, folder.resolve("export").toString());
        assertTrue(lines.get(0).startsWith(folder.resolve("export/onnx") + ": largest difference "), lines::toString);
        assertEquals("192 dimensions", lines.get(1));
    }

    private static List<String> run(Consumer<String[]> program, String... arguments) {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (PrintStream stream = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            System.setOut(stream);
            program.accept(arguments);
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8).lines().toList();
    }
}

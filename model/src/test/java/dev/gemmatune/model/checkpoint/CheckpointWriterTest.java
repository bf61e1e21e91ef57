package dev.gemmatune.model.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.files.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointWriterTest {

    private static final List<String> WEIGHTS =
            List.of("model.safetensors", "2_Dense/model.safetensors", "3_Dense/model.safetensors");
    private static final List<String> SMALL_FILES = List.of(
            "config.json",
            "modules.json",
            "1_Pooling/config.json",
            "2_Dense/config.json",
            "3_Dense/config.json",
            "sentence_bert_config.json",
            "config_sentence_transformers.json",
            "tokenizer_config.json");

    @TempDir
    Path folder;

    @Test
    void legacyCheckpointIsReproduced() throws IOException {
        Path source = CheckpointFixture.writeLegacy(folder.resolve("source"));
        Path copy = copy(source);

        assertEquals(filesOf(source), filesOf(copy));
        for (String name : WEIGHTS) {
            assertArrayEquals(Files.readAllBytes(source.resolve(name)), Files.readAllBytes(copy.resolve(name)), name);
        }
        for (String name : SMALL_FILES) {
            assertEquals(json(source.resolve(name)), json(copy.resolve(name)), name);
        }
        for (String name : List.of("tokenizer.json", "tokenizer.model")) {
            assertArrayEquals(Files.readAllBytes(source.resolve(name)), Files.readAllBytes(copy.resolve(name)));
        }
    }

    @Test
    void newLayoutBecomesTheLegacyOne() throws IOException {
        Path expected = CheckpointFixture.writeLegacy(folder.resolve("legacy"));
        Path copy = copy(CheckpointFixture.writeNew(folder.resolve("new")));

        for (String name : WEIGHTS) {
            assertArrayEquals(Files.readAllBytes(expected.resolve(name)), Files.readAllBytes(copy.resolve(name)), name);
        }
        for (String name : SMALL_FILES.subList(0, 7)) {
            assertEquals(json(expected.resolve(name)), json(copy.resolve(name)), name);
        }
        JsonObject tokenizer = Json.readObject(copy.resolve("tokenizer_config.json"));
        assertEquals("GemmaTokenizer", tokenizer.get("tokenizer_class").getAsString());
        assertTrue(tokenizer.get("add_bos_token").getAsBoolean());
        assertTrue(tokenizer.get("add_eos_token").getAsBoolean());
        assertEquals(48, tokenizer.get("model_max_length").getAsInt());
        assertEquals("<bos>", tokenizer.get("bos_token").getAsString());
        assertFalse(Files.exists(copy.resolve("4_Normalize")));
    }

    @Test
    void numbersKeepTheirSpelling() throws IOException {
        Path copy = copy(CheckpointFixture.writeNew(folder.resolve("new")));
        String config = Files.readString(copy.resolve("config.json"));
        // transformers refuses 2.0 where it wants an integer.
        assertTrue(config.contains("\"query_pre_attn_scalar\": 2,"), config);
        assertTrue(config.contains("\"rope_theta\": 1000000.0,"), config);
        assertTrue(config.contains("2.50"), config);
    }

    @Test
    void tokenizerWithoutALimitGetsTheModels() throws IOException {
        Path source = CheckpointFixture.writeNew(folder.resolve("new"));
        Path config = source.resolve("tokenizer_config.json");
        Files.writeString(config, Files.readString(config).replace("48", "1000000000000000019884624838656"));
        Path copy = copy(source);
        JsonObject tokenizer = Json.readObject(copy.resolve("tokenizer_config.json"));
        assertEquals(64, tokenizer.get("model_max_length").getAsInt());
    }

    @Test
    void windowSetByTheUserIsWritten() throws IOException {
        Path source = CheckpointFixture.writeLegacy(folder.resolve("source"));
        Path target = folder.resolve("target");
        Checkpoint repaired = Checkpoint.open(source, OptionalInt.of(16));
        CheckpointWriter.write(target, repaired, repaired::weights);
        assertEquals(16, Checkpoint.open(target).config().slidingWindow());
    }

    @Test
    void weightsHeaderIsThatOfTheReleasedFile() throws IOException {
        Path copy = copy(CheckpointFixture.writeLegacy(folder.resolve("source")));
        String transformer = header(copy.resolve("model.safetensors"));
        assertTrue(
                transformer.startsWith("{\"__metadata__\":{\"format\":\"pt\"},\"embed_tokens.weight\":"
                        + "{\"dtype\":\"F32\",\"shape\":[11,4],\"data_offsets\":[0,176]},"
                        + "\"layers.0.input_layernorm.weight\":"),
                transformer);
        assertEquals(
                "{\"linear.weight\":{\"dtype\":\"F32\",\"shape\":[16,4],\"data_offsets\":[0,256]}}",
                header(copy.resolve("2_Dense/model.safetensors")).strip());
        assertEquals(8 + 72 + 256, Files.size(copy.resolve("2_Dense/model.safetensors")));
    }

    @Test
    void newValuesAndTheModelCardAreWritten() throws IOException {
        Checkpoint source = Checkpoint.open(CheckpointFixture.writeNew(folder.resolve("source")));
        Path target = folder.resolve("runs/target");
        CheckpointWriter.write(target, source, name -> negated(source.weights(name)), "# A card\n");

        Checkpoint written = Checkpoint.open(target);
        assertEquals(source.shapes(), written.shapes());
        assertEquals(source.prompts(), written.prompts());
        assertEquals(source.maxSequenceLength(), written.maxSequenceLength());
        for (String name : source.shapes().keySet()) {
            assertEquals(negated(source.weights(name)), written.weights(name).rewind(), name);
        }
        assertEquals("# A card\n", Files.readString(target.resolve("README.md")));
    }

    @Test
    void checkpointCanReplaceItsOwnSource() throws IOException {
        Path place = CheckpointFixture.writeNew(folder.resolve("place"));
        Checkpoint source = Checkpoint.open(place);
        ByteBuffer before = source.weights("3_Dense.linear.weight");
        CheckpointWriter.write(place, source, name -> negated(source.weights(name)));

        assertEquals(
                negated(before),
                Checkpoint.open(place).weights("3_Dense.linear.weight").rewind());
        assertEquals(List.of("place"), namesIn(folder));
    }

    @Test
    void failureLeavesTheOldCheckpoint() throws IOException {
        Path target = CheckpointFixture.writeLegacy(folder.resolve("target"));
        Checkpoint source = Checkpoint.open(target);
        byte[] before = Files.readAllBytes(target.resolve("model.safetensors"));
        UserError error = assertThrows(
                UserError.class,
                () -> CheckpointWriter.write(target, source, name -> {
                    if (name.equals("norm.weight")) {
                        throw new IOException("No space left on device");
                    }
                    return source.weights(name);
                }));
        assertTrue(error.getMessage().contains("No space left on device"), error.getMessage());
        assertArrayEquals(before, Files.readAllBytes(target.resolve("model.safetensors")));
        assertEquals(List.of("target"), namesIn(folder));
    }

    @Test
    void folderOutsideTheCheckpointIsNeitherReadNorWritten() throws IOException {
        Path source = CheckpointFixture.writeLegacy(folder.resolve("source"));
        Path outside = Files.move(source.resolve("2_Dense"), folder.resolve("elsewhere"));
        Path modules = source.resolve("modules.json");
        String written = Files.readString(modules);
        for (String path : List.of("../elsewhere", outside.toString(), "1_Pooling/../../elsewhere", "..", ".", "")) {
            Files.writeString(modules, written.replace("2_Dense", path));
            UserError error = assertThrows(UserError.class, () -> Checkpoint.open(source), path);
            assertTrue(error.getMessage().contains("must be a folder inside " + source), error.getMessage());
        }
    }

    /** Longer and shorter than the 48 tokens of the files, within 64 positions; every file says it. */
    @Test
    void lengthThatIsAskedForIsWritten() throws IOException {
        Path source = CheckpointFixture.writeLegacy(folder.resolve("source"));
        Files.writeString(source.resolve("tokenizer.json"), """
                {"version": "1.0", "truncation": {"direction": "Right", "max_length": 7, "stride": 0},
                 "added_tokens": [{"id": 2, "content": "<bos>"}]}""");
        for (int length : List.of(64, 12)) {
            Path target = folder.resolve("target" + length);
            Checkpoint checkpoint = Checkpoint.open(source).withMaxSequenceLength(length);
            CheckpointWriter.write(target, checkpoint, checkpoint::weights);
            assertEquals(length, Checkpoint.open(target).maxSequenceLength());
            for (String file : List.of("sentence_bert_config.json", "tokenizer_config.json", "tokenizer.json")) {
                assertTrue(Files.readString(target.resolve(file)).contains(": " + length), file);
            }
        }
        for (int length : List.of(65, 1)) {
            UserError error =
                    assertThrows(UserError.class, () -> Checkpoint.open(source).withMaxSequenceLength(length));
            assertTrue(error.getMessage().contains("must be 2 to 64 tokens"), error.getMessage());
        }
    }

    /** As sentence-transformers: texts for which no prompt is asked for get the default one, if it is one. */
    @Test
    void defaultPromptIsReadAndKept() throws IOException {
        Path source = CheckpointFixture.writeLegacy(folder.resolve("source"));
        Path file = source.resolve("config_sentence_transformers.json");
        String written = Files.readString(file);
        assertEquals("", Checkpoint.open(source).prompts().byDefault());
        Files.writeString(file, written.replace("_name\": null", "_name\": \"document\""));
        Prompts prompts = Checkpoint.open(copy(source)).prompts();
        assertEquals("title: none | text: ", prompts.byDefault());
        assertEquals("title: none | text: ", prompts.similarity());
        assertEquals("task: search result | query: ", prompts.query());
        Files.writeString(file, written.replace("_name\": null", "_name\": \"nope\""));
        UserError error = assertThrows(UserError.class, () -> Checkpoint.open(source));
        assertTrue(error.getMessage().contains("default_prompt_name is \"nope\""), error.getMessage());
    }

    private Path copy(Path source) {
        Path target = folder.resolve("copy");
        Checkpoint checkpoint = Checkpoint.open(source);
        CheckpointWriter.write(target, checkpoint, checkpoint::weights);
        return target;
    }

    private static ByteBuffer negated(ByteBuffer values) {
        ByteBuffer negated = ByteBuffer.allocate(values.remaining()).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < negated.capacity(); at += Float.BYTES) {
            negated.putFloat(at, -values.getFloat(values.position() + at));
        }
        return negated;
    }

    private static JsonElement json(Path file) throws IOException {
        return JsonParser.parseString(Files.readString(file));
    }

    private static String header(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int length = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        return new String(bytes, Long.BYTES, length, StandardCharsets.UTF_8);
    }

    private static Set<String> filesOf(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return new TreeSet<>(files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .toList());
        }
    }

    private static List<String> namesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}

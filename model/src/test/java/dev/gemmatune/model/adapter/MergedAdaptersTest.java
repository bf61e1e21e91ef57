package dev.gemmatune.model.adapter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import dev.gemmatune.model.EmbeddingModel;
import dev.gemmatune.model.Models;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.encoder.ComputeType;
import dev.gemmatune.model.fixtures.TinyCheckpoint;
import dev.gemmatune.model.init.ModelShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Adapter folders are opened like checkpoints, wherever a model is taken. */
class MergedAdaptersTest {

    private static final Lora LORA = new Lora(2, 6, 0, false, Set.of("q_proj", "dense"), 5);

    @TempDir
    Path folder;

    private Path adapter;

    @BeforeEach
    void anAdapterOfTheTinyCheckpoint() throws IOException {
        adapter = Files.createDirectories(folder.resolve("my-adapter"));
        write(0.3f, TinyCheckpoint.folder().toString());
    }

    @Test
    void theMergedCheckpointHasTheAdaptersNameAndWeights() {
        Checkpoint base = Checkpoint.open(TinyCheckpoint.folder());
        Checkpoint merged = open();
        assertEquals("my-adapter", merged.folder().getFileName().toString());
        AdapterFolder.read(adapter, base).mergeInto(folder.resolve("direct"), base);
        Checkpoint direct = Checkpoint.open(folder.resolve("direct"));
        for (String name : base.shapes().keySet()) {
            assertEquals(direct.weights(name), merged.weights(name), name);
        }
        String changed = "2_Dense.linear.weight";
        assertNotEquals(base.weights(changed), merged.weights(changed));
    }

    @Test
    void itIsKeptUntilAFileChanges() throws IOException {
        Path first = open().folder();
        Object written = Files.readAttributes(first.resolve("model.safetensors"), "lastModifiedTime,fileKey");
        assertEquals(first, open().folder());
        assertEquals(written, Files.readAttributes(first.resolve("model.safetensors"), "lastModifiedTime,fileKey"));
        write(0.4f, TinyCheckpoint.folder().toString());
        Path second = open().folder();
        assertNotEquals(first, second);
        assertFalse(Files.exists(first), "the checkpoint of an earlier state takes up space");
    }

    @Test
    void nothingIsKeptOfAdaptersThatAreGone() throws IOException {
        Path first = open().folder();
        Path other = Files.move(adapter, folder.resolve("moved"));
        adapter = other;
        open();
        assertFalse(Files.exists(first));
    }

    /** Here a file is in the way of the folder, which stops a root user too. */
    @Test
    void aCacheThatCannotBeWrittenIsNoObstacle() throws IOException {
        Path inTheWay = Files.writeString(folder.resolve("file"), "");
        Checkpoint merged = new MergedAdapters(inTheWay, Path::of).open(adapter, OptionalInt.empty());
        assertEquals(96, merged.dimension());
        assertFalse(merged.folder().startsWith(folder));
    }

    /** As transformers takes a folder with config.json and adapter_config.json: the base is what lies there. */
    @Test
    void anAdapterInAModelBelongsToThatModel() throws IOException {
        Path both = TinyCheckpoint.copy(folder.resolve("both"));
        for (String file : new String[] {AdapterFolder.CONFIG, AdapterFolder.WEIGHTS, AdapterFolder.DENSE_WEIGHTS}) {
            Files.copy(adapter.resolve(file), both.resolve(file));
        }
        Checkpoint alone = open();
        adapter = both;
        String weight = "layers.2.self_attn.q_proj.weight";
        assertEquals(alone.weights(weight), open().weights(weight));
        String message =
                assertThrows(UserError.class, () -> Checkpoint.open(both)).getMessage();
        assertTrue(message.contains("a model and an adapter of it"), message);
    }

    @Test
    void everyWayToOpenAModelTakesIt() {
        float[] expected;
        try (EmbeddingModel model = EmbeddingModel.load(open(), Device.cpu(), ComputeType.FLOAT32)) {
            expected = model.embedQuery("card");
        }
        try (EmbeddingModel model = EmbeddingModel.load(adapter)) {
            assertArrayEquals(expected, model.embedQuery("card"));
        }
        try (EmbeddingModel model = EmbeddingModel.load(adapter.toString())) {
            assertArrayEquals(expected, model.embedQuery("card"));
        }
        try (EmbeddingModel base = EmbeddingModel.load(TinyCheckpoint.folder())) {
            assertFalse(Arrays.equals(expected, base.embedQuery("card")));
        }
        assertEquals(96, Models.open(adapter).dimension());
    }

    @Test
    void aBaseThatIsNotHereIsNamedWithWhatToDo() throws IOException {
        write(0.3f, "/home/somebody/base");
        assertRefused("its base model /home/somebody/base is not here");
        assertRefused("change base_model_name_or_path in " + adapter.resolve("adapter_config.json"));
        write(0.3f, "someone/absent-model");
        assertRefused("gemmatune pull");
        write(0.3f, adapter.toString());
        assertRefused("is an adapter itself");
        Files.writeString(adapter.resolve("adapter_config.json"), "{\"peft_type\": \"LORA\", \"r\": 2}");
        assertRefused("base_model_name_or_path");
    }

    @Test
    void aBaseOfAnotherShapeIsRefused() throws IOException {
        ModelShape shape = TinyCheckpoint.SHAPE;
        Path shallow = TinyCheckpoint.write(
                folder.resolve("shallow"),
                new ModelShape(
                        2,
                        shape.hidden(),
                        shape.intermediate(),
                        shape.heads(),
                        shape.keyValueHeads(),
                        shape.headSize(),
                        shape.slidingWindow(),
                        shape.fullAttentionEvery(),
                        shape.maxPositions(),
                        shape.dense(),
                        shape.vocabulary()),
                1);
        write(0.3f, shallow.toString());
        assertRefused("layers.2.self_attn.q_proj.lora_A.weight");
    }

    private void assertRefused(String part) {
        String message = assertThrows(UserError.class, this::open).getMessage();
        assertTrue(message.contains(part), message);
    }

    private Checkpoint open() {
        return new MergedAdapters(folder.resolve("cache"), Path::of).open(adapter, OptionalInt.empty());
    }

    private void write(float value, String base) {
        Adapter start = Adapter.start(LORA, Checkpoint.open(TinyCheckpoint.folder()));
        Map<String, float[]> down = new HashMap<>();
        Map<String, float[]> up = new HashMap<>();
        for (String module : start.modules()) {
            down.put(module, start.down(module));
            up.put(module, start.up(module).clone());
            Arrays.fill(up.get(module), value);
        }
        AdapterFolder.write(adapter, start.with(down, up), base);
    }
}

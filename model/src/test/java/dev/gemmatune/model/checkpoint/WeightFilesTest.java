package dev.gemmatune.model.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.files.Json;
import dev.gemmatune.model.fixtures.TinyCheckpoint;
import dev.gemmatune.model.safetensors.SafetensorsFile;
import dev.gemmatune.model.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Weights in shards, with the names and the index that transformers 5.18 writes, and files that are none. */
class WeightFilesTest {

    private static final String POINTER = """
            version https://git-lfs.github.com/spec/v1
            oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393
            size 1211486072
            """;

    @TempDir
    Path temporary;

    private Path folder;
    private final Checkpoint whole = Checkpoint.open(TinyCheckpoint.folder());

    @BeforeEach
    void copy() throws IOException {
        folder = temporary.resolve("model");
        try (Stream<Path> files = Files.walk(TinyCheckpoint.folder())) {
            for (Path file : files.toList()) {
                Files.copy(
                        file,
                        folder.resolve(TinyCheckpoint.folder().relativize(file).toString()));
            }
        }
    }

    @Test
    void shardsAreOneCheckpoint() throws IOException {
        shard();
        Checkpoint sharded = Checkpoint.open(folder);
        assertEquals(whole.shapes(), sharded.shapes());
        for (String name : whole.shapes().keySet()) {
            assertEquals(whole.weights(name), sharded.weights(name), name);
        }
        List<String> names = sharded.weightFiles().stream()
                .map(file -> folder.relativize(file).toString())
                .toList();
        assertEquals(4, names.size(), names.toString());
        assertTrue(names.contains("model-00002-of-00002.safetensors"), names.toString());
    }

    @Test
    void anIndexThatDoesNotFitItsShardsIsRefused() throws IOException {
        shard();
        Path index = folder.resolve("model.safetensors.index.json");
        JsonObject json = Json.readObject(index);
        json.getAsJsonObject("weight_map").addProperty("norm.weight", "model-00002-of-00002.safetensors");
        Files.writeString(index, Json.pretty(json));
        assertTrue(error().contains("has no tensor norm.weight"), error());
        json.getAsJsonObject("weight_map").addProperty("norm.weight", "../model.safetensors");
        Files.writeString(index, Json.pretty(json));
        assertTrue(error().contains("in the same folder"), error());
        json.getAsJsonObject("weight_map").addProperty("norm.weight", "model-00003-of-00003.safetensors");
        Files.writeString(index, Json.pretty(json));
        assertTrue(error().contains("model-00003-of-00003.safetensors does not exist"), error());
        Files.writeString(index, "{\"weight_map\": {}}");
        assertTrue(error().contains("names no tensors"), error());
        Files.writeString(index, "{}");
        assertTrue(error().contains("weight_map"), error());
    }

    @ParameterizedTest
    @ValueSource(strings = {"pytorch_model.bin", "pytorch_model.bin.index.json", "2_Dense/pytorch_model.bin"})
    void picklesAreNamedWithTheWayToConvertThem(String name) throws IOException {
        Files.delete(folder.resolve(name).resolveSibling("model.safetensors"));
        Files.writeString(folder.resolve(name), "pickle");
        assertTrue(error().contains(name + " holds pickled weights") && error().contains("save_pretrained"), error());
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.safetensors", "3_Dense/model.safetensors", "config.json", "tokenizer.json"})
    void pointersOfGitLfsAreCalledSo(String name) throws IOException {
        Files.writeString(folder.resolve(name), POINTER);
        String message = assertThrows(UserError.class, () -> {
                    Checkpoint checkpoint = Checkpoint.open(folder);
                    Json.readObject(checkpoint.folder().resolve("tokenizer.json"));
                })
                .getMessage();
        assertTrue(message.contains(name + " is a Git LFS pointer") && message.contains("git lfs pull"), message);
    }

    private String error() {
        return assertThrows(UserError.class, () -> Checkpoint.open(folder)).getMessage();
    }

    /** Every other tensor into each of two shards. */
    private void shard() throws IOException {
        SafetensorsFile single = SafetensorsFile.open(folder.resolve("model.safetensors"));
        JsonObject map = new JsonObject();
        for (int shard = 1; shard <= 2; shard++) {
            String file = "model-0000" + shard + "-of-00002.safetensors";
            TreeMap<String, List<Long>> shapes = new TreeMap<>();
            int number = 0;
            for (String name : single.entries().keySet()) {
                if (number++ % 2 == shard - 1) {
                    shapes.put(name, single.entry(name).shape());
                    map.addProperty(name, file);
                }
            }
            SafetensorsWriter.write(folder.resolve(file), shapes, Map.of("format", "pt"), single::map);
        }
        Files.delete(folder.resolve("model.safetensors"));
        JsonObject index = new JsonObject();
        index.add("weight_map", map);
        Files.writeString(folder.resolve("model.safetensors.index.json"), Json.pretty(index));
    }
}

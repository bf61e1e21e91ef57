package dev.gemmatune.train.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.files.Json;
import dev.gemmatune.model.fixtures.Mutations;
import dev.gemmatune.model.fixtures.Trials;
import dev.gemmatune.model.safetensors.SafetensorsFile;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run goes on from is broken at random: it is named, or it is read as it was written. */
class MutatedStateTest {

    private static final String STATE = "state/step-000000002/";

    @TempDir
    Path run;

    private JsonArray snapshots;

    @BeforeEach
    void save() {
        try (NDManager manager = NDManager.newBaseManager()) {
            SortedMap<String, NDArray> arrays = new TreeMap<>();
            arrays.put(
                    "moment/one", manager.create(new float[] {1, 2, 3, 4, 5, 6}).reshape(2, 3));
            arrays.put(
                    "weight/one",
                    manager.create(new float[] {-1, 0.5f, 3e-9f, 4, 5, 6}).reshape(2, 3));
            arrays.put("weight/two", manager.create(new float[] {7, 8}));
            Snapshots kept = new Snapshots(run, 2);
            kept.take(1, arrays);
            kept.take(2, arrays);
            snapshots = kept.toJson();
            new StateFolder(run).save(2, progress(), arrays);
        }
    }

    private static JsonObject progress() {
        return Json.parseObject(
                "{\"fingerprint\": \"abc\", \"steps\": 2, \"seconds\": 1.2345678e-5, \"selection\": {\"best\":"
                        + " {\"primary_metric\": \"ndcg_at_10\", \"scores\": {\"96\": {\"ndcg_at_10\": 0.5,"
                        + " \"undefined\": null}}}, \"kept\": []}}",
                "test");
    }

    @Test
    void states() throws IOException {
        mutate(300, 21);
    }

    @Test
    @Tag("slow")
    void manyStates() throws IOException {
        mutate(20_000, 22);
    }

    private void mutate(int rounds, long seed) throws IOException {
        Mutations mutations = new Mutations(seed);
        Trials trials = new Trials(Duration.ofSeconds(20));
        List<String> names =
                List.of(STATE + "progress.json", STATE + "arrays.safetensors", "snapshots/step-000000001.safetensors");
        JsonObject progress = new StateFolder(run).newest().orElseThrow().progress();
        for (int round = 0; round < rounds; round++) {
            String name = names.get(round % names.size());
            Path file = run.resolve(name);
            byte[] sound = Files.readAllBytes(file);
            byte[] broken = name.endsWith(".json") && round % 2 == 0
                    ? mutations.json(JsonParser.parseString(Files.readString(file)))
                    : mutations.bytes(sound);
            Files.write(file, broken);
            trials.attempt(round + " " + name + " " + Trials.difference(sound, broken), file.toString(), () -> {
                StateFolder.Saved saved = new StateFolder(run).newest().orElseThrow();
                assertEquals(progress, saved.progress());
                assertSound(saved.arrays());
                Snapshots kept = new Snapshots(run, 2);
                kept.restore(snapshots);
                assertEquals(List.of(1L, 2L), kept.steps());
                assertSound(SafetensorsFile.open(run.resolve("snapshots/step-000000001.safetensors")));
            });
            Files.write(file, sound);
        }
        trials.finish();
        assertTrue(trials.refused() > rounds / 3, trials.refused() + " of " + rounds);
    }

    private static void assertSound(SafetensorsFile arrays) {
        assertEquals(List.of(2L, 3L), arrays.entry("weight/one").shape());
        FloatBuffer floats = arrays.copyAsFloat32("weight/one").asFloatBuffer();
        float[] values = new float[floats.remaining()];
        floats.get(values);
        assertArrayEquals(new float[] {-1, 0.5f, 3e-9f, 4, 5, 6}, values);
    }

    /** One bit of a weight, a text where a score was, and the word that all is done. */
    @Test
    void damageIsNamedWithTheFile() throws IOException {
        StateFolder states = new StateFolder(run);
        Path progress = run.resolve(STATE + "progress.json");
        String sound = Files.readString(progress);
        Files.writeString(progress, sound.replace("0.5", "\"much\""));
        assertRefused(states::newest, progress + " is damaged: its checksum is ");
        Files.writeString(progress, "{}");
        assertRefused(states::newest, progress + " has no checksum");
        Files.writeString(progress, sound);
        Path arrays = run.resolve(STATE + "arrays.safetensors");
        byte[] bytes = Files.readAllBytes(arrays);
        bytes[bytes.length - 5] ^= 1;
        Files.write(arrays, bytes);
        assertRefused(states::newest, arrays + " is damaged: its checksum is ");
        Path snapshot = run.resolve("snapshots/step-000000001.safetensors");
        Files.delete(snapshot);
        assertRefused(() -> new Snapshots(run, 2).restore(snapshots), snapshot + " does not exist");
        states.finish(progress());
        assertEquals(progress().keySet(), states.finished().orElseThrow().keySet());
        Path finished = run.resolve("state/finished.json");
        Files.writeString(finished, Files.readString(finished).replace("\"steps\":2", "\"steps\":4"));
        assertRefused(states::finished, finished + " is damaged");
    }

    private static void assertRefused(Runnable reading, String part) {
        String message = assertThrows(UserError.class, reading::run).getMessage();
        assertTrue(message.contains(part) && message.contains("begin the run anew"), message);
    }
}

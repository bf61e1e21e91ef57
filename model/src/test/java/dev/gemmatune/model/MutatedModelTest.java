package dev.gemmatune.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import dev.gemmatune.model.fixtures.Mutations;
import dev.gemmatune.model.fixtures.TinyCheckpoint;
import dev.gemmatune.model.fixtures.Trials;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of a model that are broken at random: a user's error, or vectors that the files stand for. */
class MutatedModelTest {

    private static final List<String> JSON = List.of(
            "config.json",
            "modules.json",
            "1_Pooling/config.json",
            "2_Dense/config.json",
            "3_Dense/config.json",
            "sentence_bert_config.json",
            "config_sentence_transformers.json",
            "tokenizer_config.json",
            "tokenizer.json");
    private static final List<String> WEIGHTS =
            List.of("model.safetensors", "2_Dense/model.safetensors", "3_Dense/model.safetensors");

    @TempDir
    Path folder;

    @Test
    void settings() throws IOException {
        mutateSettings(100, 1);
    }

    @Test
    @Tag("slow")
    void manySettings() throws IOException {
        mutateSettings(2000, 2);
    }

    @Test
    void weights() throws IOException {
        mutateWeights(80, 3);
    }

    @Test
    @Tag("slow")
    void manyWeights() throws IOException {
        mutateWeights(2000, 4);
    }

    private void mutateSettings(int rounds, long seed) throws IOException {
        Path model = TinyCheckpoint.copy(folder.resolve("model"));
        Mutations mutations = new Mutations(seed);
        Trials trials = new Trials(Duration.ofSeconds(20));
        for (int round = 0; round < rounds; round++) {
            String name = mutations.oneOf(JSON);
            Path file = model.resolve(name);
            byte[] sound = Files.readAllBytes(file);
            byte[] broken = round % 4 == 0
                    ? mutations.bytes(sound)
                    : mutations.json(JsonParser.parseString(Files.readString(file)));
            Files.write(file, broken);
            trials.attempt(
                    round + " " + name + " " + Trials.difference(sound, broken),
                    model.toString(),
                    () -> vectors(model));
            Files.write(file, sound);
        }
        trials.finish();
        assertTrue(trials.refused() > rounds / 3, trials.refused() + " of " + rounds);
    }

    /** Whoever changes only the header changes no vector, or is refused. */
    private void mutateWeights(int rounds, long seed) throws IOException {
        Path model = TinyCheckpoint.copy(folder.resolve("model"));
        float[][] expected = vectors(model);
        Mutations mutations = new Mutations(seed);
        Trials trials = new Trials(Duration.ofSeconds(20));
        for (int round = 0; round < rounds; round++) {
            String name = mutations.oneOf(WEIGHTS);
            Path file = model.resolve(name);
            byte[] sound = Files.readAllBytes(file);
            int header = 8
                    + (int) ByteBuffer.wrap(sound)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .getLong(0);
            byte[] broken = round % 3 == 0 ? mutations.bytes(sound) : headerBroken(mutations, sound, header);
            Files.write(file, broken);
            boolean sameValues = broken.length >= sound.length - header
                    && Arrays.equals(
                            sound,
                            header,
                            sound.length,
                            broken,
                            broken.length - (sound.length - header),
                            broken.length);
            trials.attempt(round + " " + name + " " + Trials.difference(sound, broken), model.toString(), () -> {
                float[][] found = vectors(model);
                if (sameValues) {
                    assertArrayEquals(expected, found);
                }
            });
            Files.write(file, sound);
        }
        trials.finish();
        assertTrue(trials.refused() > rounds / 3, trials.refused() + " of " + rounds);
    }

    private static byte[] headerBroken(Mutations mutations, byte[] sound, int header) {
        byte[] json = Arrays.copyOfRange(sound, 8, header);
        byte[] broken = mutations.below(2) == 0
                ? mutations.bytes(json)
                : mutations.json(JsonParser.parseString(new String(json, StandardCharsets.UTF_8)));
        byte[] file = new byte[8 + broken.length + sound.length - header];
        ByteBuffer.wrap(file)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(broken.length)
                .put(broken)
                .put(sound, header, sound.length - header);
        return file;
    }

    private static float[][] vectors(Path folder) {
        try (EmbeddingModel model = EmbeddingModel.load(folder)) {
            float[][] vectors = model.embedDocuments(List.of("A card that was lost is replaced.", "x"));
            for (float[] vector : vectors) {
                assertEquals(model.dimension(), vector.length);
                double square = 0;
                for (float component : vector) {
                    square += (double) component * component;
                }
                assertEquals(1, square, 1e-3);
            }
            return vectors;
        }
    }
}

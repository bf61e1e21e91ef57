package dev.gemmatune.model.adapter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.files.AtomicFiles;
import dev.gemmatune.model.fixtures.Mutations;
import dev.gemmatune.model.fixtures.Trials;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An adapter's files that are broken at random: a user's error, or the sum that the files stand for. */
class MutatedAdapterTest extends PeftFolderTestCase {

    @Test
    void adapters() throws IOException {
        mutate(100, 61);
    }

    @Test
    @Tag("slow")
    void manyAdapters() throws IOException {
        mutate(4000, 62);
    }

    private void mutate(int rounds, long seed) throws IOException {
        write();
        float[] expected = mergedWeights();
        Path settings = folder.resolve("adapter_config.json");
        Path tensorsFile = folder.resolve("adapter_model.safetensors");
        Mutations mutations = new Mutations(seed);
        Trials trials = new Trials(Duration.ofSeconds(20));
        for (int round = 0; round < rounds; round++) {
            boolean ofSettings = round % 2 == 0;
            Path file = ofSettings ? settings : tensorsFile;
            byte[] sound = Files.readAllBytes(file);
            byte[] broken = ofSettings
                    ? mutations.json(JsonParser.parseString(Files.readString(file)))
                    : headerBroken(mutations, sound);
            Files.write(file, broken);
            trials.attempt(round + " " + Trials.difference(sound, broken), folder.toString(), () -> {
                float[] found = mergedWeights();
                for (float value : found) {
                    assertTrue(Float.isFinite(value));
                }
                if (!ofSettings) {
                    assertArrayEquals(expected, found);
                }
            });
            Files.write(file, sound);
        }
        trials.finish();
        assertTrue(trials.refused() > rounds / 3, trials.refused() + " of " + rounds);
    }

    /** The header alone is broken: whoever accepts it has all values where they were. */
    private static byte[] headerBroken(Mutations mutations, byte[] sound) {
        int end = Long.BYTES
                + (int) ByteBuffer.wrap(sound).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
        String header = new String(sound, Long.BYTES, end - Long.BYTES, StandardCharsets.UTF_8);
        byte[] broken = mutations.json(JsonParser.parseString(header));
        byte[] file = new byte[Long.BYTES + broken.length + sound.length - end];
        ByteBuffer.wrap(file)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(broken.length)
                .put(broken)
                .put(sound, end, sound.length - end);
        return file;
    }

    private float[] mergedWeights() {
        Path target = folder.resolve("merged");
        AdapterFolder.read(folder, base).mergeInto(target, base);
        float[] weights = values(Checkpoint.open(target), Q0 + ".weight");
        AtomicFiles.delete(target);
        return weights;
    }
}

package dev.gemmatune.train.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.datasets.training.TrainingData;
import dev.gemmatune.datasets.training.TrainingExample;
import dev.gemmatune.model.fixtures.Mutations;
import dev.gemmatune.model.fixtures.Trials;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A teacher's files that are broken at random: a user's error, or finite vectors of the texts. */
class MutatedVectorsTest {

    private static final TrainingData DATA = new TrainingData(
            "rows.jsonl",
            List.of("anchor", "positive"),
            List.of(
                    new TrainingExample.Contrast("q1", "p1", List.of()),
                    new TrainingExample.Contrast("q2", "p1", List.of())));

    @TempDir
    private Path folder;

    @Test
    void vectors() throws IOException {
        mutate(800, 41);
    }

    @Test
    @Tag("slow")
    void manyVectors() throws IOException {
        mutate(40_000, 42);
    }

    private void mutate(int rounds, long seed) throws IOException {
        String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 2), }";
        header += " ".repeat(128 - 10 - 1 - header.length()) + "\n";
        ByteBuffer npy = ByteBuffer.allocate(128 + 24).order(ByteOrder.LITTLE_ENDIAN);
        npy.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}).putShort((short) header.length());
        npy.put(header.getBytes(StandardCharsets.ISO_8859_1));
        for (int i = 1; i <= 6; i++) {
            npy.putFloat(i);
        }
        List<byte[]> sound = List.of(npy.array(), "q1\np1\nq2\n".getBytes(StandardCharsets.UTF_8));
        List<Path> files = List.of(folder.resolve("a.npy"), folder.resolve("a.txt"));
        for (int i = 0; i < files.size(); i++) {
            Files.write(files.get(i), sound.get(i));
        }
        Mutations mutations = new Mutations(seed);
        Trials trials = new Trials(Duration.ofSeconds(20));
        for (int round = 0; round < rounds; round++) {
            int place = round % 4 == 0 ? 1 : 0;
            byte[] broken = mutations.bytes(sound.get(place));
            Files.write(files.get(place), broken);
            trials.attempt(round + " " + Trials.difference(sound.get(place), broken), "a.", () -> {
                StoredVectors vectors =
                        StoredVectors.open(List.of(new StoredVectors.Source(files.get(0), files.get(1))), DATA);
                for (float[] vector : vectors.of(List.of("q1", "q2"), List.of("p1", "p1"))) {
                    assertEquals(vectors.dimension(), vector.length);
                    for (float component : vector) {
                        assertTrue(Float.isFinite(component));
                    }
                }
            });
            Files.write(files.get(place), sound.get(place));
        }
        trials.finish();
        assertTrue(trials.refused() > rounds / 3, trials.refused() + " of " + rounds);
    }
}

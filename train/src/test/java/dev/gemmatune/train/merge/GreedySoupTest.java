package dev.gemmatune.train.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.model.UserError;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.checkpoint.CheckpointWriter;
import dev.gemmatune.model.fixtures.TinyCheckpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints that differ in one number, by which they are scored. */
class GreedySoupTest {

    private static final String NAME = "norm.weight";

    @TempDir
    Path folder;

    @Test
    void averageIsTheMeanOfEveryWeight() {
        Path target = folder.resolve("mean");
        WeightAverage.write(target, List.of(checkpoint("a", 1), checkpoint("b", 2), checkpoint("c", 6)));
        assertEquals(3, first(Checkpoint.open(target)));
        ByteBuffer expected = Checkpoint.open(TinyCheckpoint.folder()).weights("embed_tokens.weight");
        assertEquals(expected, Checkpoint.open(target).weights("embed_tokens.weight"));
    }

    @Test
    void onlyWhatDoesNotHarmJoins() {
        // The closer to 4, the better: 5 comes first, with 2 it is 3.5, with 8 worse, with 4.5 better again.
        List<Checkpoint> checkpoints =
                List.of(checkpoint("a", 2), checkpoint("b", 5), checkpoint("c", 8), checkpoint("d", 9));
        Path target = folder.resolve("soup");
        List<GreedySoup.Trial> trials = GreedySoup.write(target, checkpoints, GreedySoupTest::closeToFour);
        assertEquals(
                List.of(true, true, false, false),
                trials.stream().map(GreedySoup.Trial::joined).toList());
        assertEquals(
                List.of("b", "a", "c", "d"),
                trials.stream()
                        .map(trial -> trial.checkpoint().folder().getFileName().toString())
                        .toList());
        assertEquals(-0.5, trials.get(1).together());
        assertEquals(-1, trials.get(2).together());
        assertEquals(3.5, first(Checkpoint.open(target)));
        assertFalse(Files.exists(folder.resolve("soup.candidate")));
    }

    @Test
    void equalScoresJoin() {
        List<GreedySoup.Trial> trials = GreedySoup.write(
                folder.resolve("soup"), List.of(checkpoint("a", 1), checkpoint("b", 2)), checkpoint -> 7);
        assertTrue(trials.stream().allMatch(GreedySoup.Trial::joined));
    }

    @Test
    void otherTokenizerIsRefused() throws IOException {
        Checkpoint first = checkpoint("a", 1);
        Checkpoint second = checkpoint("b", 1);
        Path file = second.folder().resolve("tokenizer.json");
        Files.writeString(file, Files.readString(file) + " ");
        String message = assertThrows(
                        UserError.class, () -> WeightAverage.write(folder.resolve("mean"), List.of(first, second)))
                .getMessage();
        assertTrue(message.contains("tokenizer.json differ"), message);
        assertFalse(Files.exists(folder.resolve("mean")));
    }

    private static double closeToFour(Checkpoint checkpoint) {
        return -Math.abs(first(checkpoint) - 4);
    }

    private static float first(Checkpoint checkpoint) {
        return checkpoint.weights(NAME).getFloat(0);
    }

    private Checkpoint checkpoint(String name, float value) {
        Checkpoint source = Checkpoint.open(TinyCheckpoint.folder());
        Path target = folder.resolve(name);
        CheckpointWriter.write(target, source, weight -> {
            ByteBuffer values = source.weights(weight);
            if (!weight.equals(NAME)) {
                return values;
            }
            ByteBuffer changed = ByteBuffer.allocate(values.remaining()).order(ByteOrder.LITTLE_ENDIAN);
            changed.put(values.duplicate()).rewind();
            return changed.putFloat(0, value);
        });
        return Checkpoint.open(target);
    }
}

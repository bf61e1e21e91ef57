package dev.gemmatune.model;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.checkpoint.CheckpointWriter;
import dev.gemmatune.model.fixtures.TinyCheckpoint;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitVectorsTest {

    private static final Path MODEL = Path.of("model");
    private static final String DENSE = "3_Dense.linear.weight";

    @TempDir
    Path folder;

    @Test
    void lengthOneWithinFloatRoundingIsKept() {
        assertDoesNotThrow(() -> UnitVectors.check(new float[][] {{0.6f, 0.8f}, {1, 0}, {0.60001f, 0.79999f}}, MODEL));
    }

    @ParameterizedTest
    @CsvSource({"NaN, not finite", "Infinity, not finite", "0, length", "0.7, length", "3e38, length"})
    void otherRowsAreRefused(float value, String part) {
        String message = assertThrows(
                        UserError.class, () -> UnitVectors.check(new float[][] {{1, 0}, {value, 0}}, MODEL))
                .getMessage();
        assertTrue(message.contains("the model model gives") && message.contains(part), message);
    }

    @ParameterizedTest
    @CsvSource({"NaN, not finite", "0, length"})
    void aModelWithDamagedWeightsEmbedsNothing(float damage, String part) {
        Path damaged = changed(index -> value -> damage);
        try (EmbeddingModel model = EmbeddingModel.load(damaged)) {
            String message = assertThrows(UserError.class, () -> model.embedQuery("When does my card arrive?"))
                    .getMessage();
            assertTrue(message.contains(damaged.toString()) && message.contains(part), message);
        }
    }

    /** The full vector has length 1, and its first components have none. */
    @Test
    void aCutVectorWithoutLengthIsRefused() {
        int inputs = Math.toIntExact(
                Checkpoint.open(TinyCheckpoint.folder()).shapes().get(DENSE).get(1));
        Path cut = changed(index -> value -> index / inputs < 8 ? 0 : value);
        try (EmbeddingModel model = EmbeddingModel.load(cut)) {
            assertEquals(TinyCheckpoint.DIMENSION, model.embedQuery("a card").length);
            assertThrows(UserError.class, () -> model.truncatedTo(8).embedQuery("a card"));
            assertEquals(9, model.truncatedTo(9).embedQuery("a card").length);
        }
    }

    /** A copy of the tiny checkpoint whose last dense layer has other values, by their places. */
    private Path changed(IntFunction<UnaryOperator<Float>> change) {
        Checkpoint source = Checkpoint.open(TinyCheckpoint.folder());
        CheckpointWriter.write(folder.resolve("changed"), source, name -> {
            FloatBuffer present = source.weights(name).asFloatBuffer();
            ByteBuffer bytes =
                    ByteBuffer.allocate(present.limit() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < present.limit(); i++) {
                float value = present.get(i);
                bytes.putFloat(name.equals(DENSE) ? change.apply(i).apply(value) : value);
            }
            return bytes.flip();
        });
        return folder.resolve("changed");
    }
}

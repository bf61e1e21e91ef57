package dev.gemmatune.model.reduction;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import dev.gemmatune.model.EmbeddingModel;
import dev.gemmatune.model.Matryoshka;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.files.AtomicFiles;
import dev.gemmatune.model.files.Json;
import dev.gemmatune.model.fixtures.TinyCheckpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DimensionCutTest {

    private static final List<String> TEXTS = List.of("When does my card arrive?", "", "a fund's costs");

    @TempDir
    Path temporary;

    @Test
    void theEmbeddingsAreTheSourcesCutAndNormalised() {
        Checkpoint source = Checkpoint.open(TinyCheckpoint.folder());
        assertCut(source, 40);
        assertCut(source, 96);
    }

    @Test
    void aModelWithoutDenseLayersGetsOneThatSelects() throws IOException {
        Path folder = TinyCheckpoint.copy(temporary.resolve("source"));
        Path modules = folder.resolve("modules.json");
        JsonArray without = new JsonArray();
        Json.readArray(modules).forEach(module -> {
            if (!module.getAsJsonObject().get("path").getAsString().endsWith("_Dense")) {
                without.add(module);
            }
        });
        AtomicFiles.writeString(modules, Json.pretty(without));
        assertCut(Checkpoint.open(folder), 24);
    }

    @Test
    void impossibleDimensionsAreRefusedAndLeaveNothing() {
        Checkpoint source = Checkpoint.open(TinyCheckpoint.folder());
        for (int dimension : new int[] {0, 97}) {
            UserError error = assertThrows(
                    UserError.class, () -> DimensionCut.write(source, dimension, temporary.resolve("cut")));
            assertTrue(error.getMessage().contains("must be 1 to 96"), error.getMessage());
        }
        assertFalse(Files.exists(temporary.resolve("cut")));
    }

    private void assertCut(Checkpoint source, int dimension) {
        Checkpoint cut = DimensionCut.write(source, dimension, temporary.resolve("cut-" + dimension));
        assertEquals(dimension, cut.dimension());
        try (EmbeddingModel whole = EmbeddingModel.load(source.folder());
                EmbeddingModel shorter = EmbeddingModel.load(cut.folder())) {
            float[][] expected = Matryoshka.cut(whole.embed(TEXTS, ""), dimension);
            float[][] found = shorter.embed(TEXTS, "");
            for (int i = 0; i < expected.length; i++) {
                assertArrayEquals(expected[i], found[i], 1e-6f);
            }
        }
    }
}

package dev.gemmatune.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.gemmatune.export.report.Comparison;
import dev.gemmatune.export.report.ExportProgress;
import dev.gemmatune.model.EmbeddingModel;
import dev.gemmatune.model.TextEmbedder;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.files.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exports from end to end, with the trainer's own encoder. */
final class ExportsTest {

    private static final List<String> TEXTS = List.of(
            "When does my card arrive?",
            "",
            "Überweisung nach Österreich: 3 € Gebühr, 日本語も。",
            "A fund's total expense ratio says what share of the assets its costs take each year.");

    @TempDir
    Path temporary;

    private Checkpoint checkpoint;
    private Path target;

    @BeforeEach
    void writeCheckpoint() {
        checkpoint = TinyCheckpoint.ofLength(96).write(temporary.resolve("checkpoint"), 1);
        target = temporary.resolve("exports/onnx");
    }

    @Test
    void anExportAgreesWithTheTrainerAtEveryLength() {
        try (EmbeddingModel trainer = EmbeddingModel.load(checkpoint.folder())) {
            ExportReport report = export(trainer, ExportOptions.defaults());
            assertTrue(report.verification().passed());
            assertEquals(5, report.verification().comparisons().size());
            assertEquals(2, report.verification().shortestTokens());
            assertEquals(96, report.verification().longestTokens());
            assertTrue(report.verification().maxAbsoluteDifference() < 2e-6);
            assertTrue(report.bytes() > checkpoint.parameters() * 3);
            for (Comparison comparison : report.verification().comparisons()) {
                assertTrue(comparison.texts() >= 4 && comparison.minCosine() > 0.999999, comparison.name());
            }
        }
        JsonObject json = Json.readObject(target.resolve("verification.json"));
        assertTrue(json.get("passed").getAsBoolean());
        assertEquals(5, json.getAsJsonArray("comparisons").size());
    }

    @Test
    void anotherModelsEmbeddingsFailAndLeaveNothing() throws IOException {
        Path other = temporary.resolve("other");
        TinyCheckpoint.ofLength(96).write(other, 2);
        try (EmbeddingModel trainer = EmbeddingModel.load(other)) {
            VerificationFailed failure =
                    assertThrows(VerificationFailed.class, () -> export(trainer, ExportOptions.defaults()));
            assertFalse(failure.verification().passed());
            assertTrue(failure.getMessage().contains("sentence_embedding, alone differs by"), failure.getMessage());
            assertTrue(failure.getMessage().contains("the limit is 1.0e-05"), failure.getMessage());
        }
        assertNothingLeft();
    }

    @Test
    void anEmbeddingThatIsNoNumberFails() throws IOException {
        TextEmbedder broken = embedder(Float.NaN);
        assertThrows(VerificationFailed.class, () -> export(broken, ExportOptions.defaults()));
        assertNothingLeft();
    }

    @Test
    void anEarlierExportIsReplacedOnlyWhenAllowed() throws IOException {
        Files.createDirectories(target);
        Files.writeString(target.resolve("verification.json"), "{}");
        Files.writeString(target.resolve("stale.txt"), "of the earlier export");
        try (EmbeddingModel trainer = EmbeddingModel.load(checkpoint.folder())) {
            assertRefused("holds an earlier export", trainer, ExportOptions.defaults());
            assertTrue(Files.exists(target.resolve("stale.txt")));
            export(trainer, ExportOptions.defaults().withOverwrite(true));
        }
        assertFalse(Files.exists(target.resolve("stale.txt")));
        assertTrue(Files.exists(target.resolve("onnx/model.onnx")));
    }

    @Test
    void aFailedExportLeavesTheEarlierOne() throws IOException {
        Files.createDirectories(target);
        Files.writeString(target.resolve("verification.json"), "{\"earlier\": 1}");
        ExportOptions overwriting = ExportOptions.defaults().withOverwrite(true);
        assertThrows(VerificationFailed.class, () -> export(embedder(0), overwriting));
        assertEquals("{\"earlier\": 1}", Files.readString(target.resolve("verification.json")));
        assertFalse(Files.exists(temporary.resolve("exports/onnx.part")));
    }

    @Test
    void aFolderThatIsNoExportIsNeverReplaced() throws IOException {
        Files.createDirectories(target);
        Files.writeString(target.resolve("thesis.tex"), "three years of work");
        assertRefused("is no export", embedder(0), ExportOptions.defaults().withOverwrite(true));
        assertTrue(Files.exists(target.resolve("thesis.tex")));
    }

    @Test
    void targetsThatCannotBeFoldersAreRefused() throws IOException {
        Path file = Files.writeString(temporary.resolve("file"), "text");
        target = file;
        assertRefused("is a file", embedder(0), ExportOptions.defaults());
        target = file.resolve("below");
        assertRefused("cannot write", embedder(0), ExportOptions.defaults());
        target = checkpoint.folder();
        assertRefused("is or contains the checkpoint", embedder(0), ExportOptions.defaults());
        target = temporary;
        assertRefused("is or contains the checkpoint", embedder(0), ExportOptions.defaults());
    }

    @Test
    void anExportWithoutTextsIsRefused() throws IOException {
        for (List<String> texts : List.of(List.<String>of(), List.of("", " \n"))) {
            UserError error = assertThrows(
                    UserError.class,
                    () -> Exports.onnx(
                            checkpoint, embedder(0), texts, target, ExportOptions.defaults(), ExportProgress.NONE));
            assertTrue(error.getMessage().contains("give at least one text with words"), error.getMessage());
        }
        assertNothingLeft();
    }

    @Test
    void weightsThatVanishWhileExportingLeaveNothing() throws IOException {
        Files.delete(checkpoint.folder().resolve("3_Dense/model.safetensors"));
        assertRefused("3_Dense", embedder(0), ExportOptions.defaults());
        assertNothingLeft();
    }

    @Test
    void impossibleOptionsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new ExportOptions(0, 1, false));
        assertThrows(IllegalArgumentException.class, () -> new ExportOptions(Double.NaN, 1, false));
        assertThrows(IllegalArgumentException.class, () -> new ExportOptions(1e-5, 0, false));
    }

    private ExportReport export(TextEmbedder embedder, ExportOptions options) {
        return Exports.onnx(checkpoint, embedder, TEXTS, target, options, ExportProgress.NONE);
    }

    private void assertRefused(String words, TextEmbedder embedder, ExportOptions options) {
        UserError error = assertThrows(UserError.class, () -> export(embedder, options));
        assertTrue(error.getMessage().contains(words), error.getMessage());
    }

    private void assertNothingLeft() throws IOException {
        if (Files.exists(target.getParent())) {
            try (Stream<Path> entries = Files.list(target.getParent())) {
                assertEquals(List.of(), entries.toList());
            }
        }
    }

    private static TextEmbedder embedder(float value) {
        return new TextEmbedder() {
            @Override
            public int dimension() {
                return 96;
            }

            @Override
            public float[][] embed(List<String> texts, String prompt) {
                float[][] vectors = new float[texts.size()][96];
                Arrays.stream(vectors).forEach(vector -> Arrays.fill(vector, value));
                return vectors;
            }
        };
    }
}

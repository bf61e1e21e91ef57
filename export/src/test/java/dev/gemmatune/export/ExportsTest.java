package dev.gemmatune.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.gemmatune.eval.Evaluation;
import dev.gemmatune.eval.Progress;
import dev.gemmatune.eval.Scores;
import dev.gemmatune.export.report.Comparison;
import dev.gemmatune.export.report.ExportProgress;
import dev.gemmatune.export.report.Limits;
import dev.gemmatune.model.EmbeddingModel;
import dev.gemmatune.model.TextEmbedder;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.files.Json;
import dev.gemmatune.model.fixtures.TinyCheckpoint;
import dev.gemmatune.model.quantization.ScaleSearch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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
    void writeCheckpoint() throws IOException {
        checkpoint =
                Checkpoint.open(TinyCheckpoint.write(temporary.resolve("checkpoint"), TinyCheckpoint.ofLength(96), 1));
        target = temporary.resolve("exports/onnx");
    }

    @Test
    void anExportAgreesWithTheTrainerAtEveryLength() throws IOException {
        try (EmbeddingModel trainer = EmbeddingModel.load(checkpoint.folder())) {
            ExportReport report = export(trainer, ExportOptions.defaults());
            assertTrue(report.verification().passed());
            assertEquals(10, report.verification().comparisons().size());
            assertEquals(2, report.verification().shortestTokens());
            assertEquals(96, report.verification().longestTokens());
            assertTrue(report.verification().maxAbsoluteDifference() < 2e-6);
            assertTrue(report.bytes() > checkpoint.parameters() * 3);
            assertEquals(
                    Files.exists(Path.of("/proc/self/status")),
                    report.verification().resources().residentMegabytes().isPresent());
            for (Comparison comparison : report.verification().comparisons()) {
                assertTrue(comparison.texts() >= 4 && comparison.minCosine() > 0.999999, comparison.name());
            }
        }
        JsonObject json = Json.readObject(target.resolve("verification.json"));
        assertTrue(json.get("passed").getAsBoolean());
        assertEquals(10, json.getAsJsonArray("comparisons").size());
        assertEquals(
                List.of(
                        "1_Pooling",
                        "config.json",
                        "config_sentence_transformers.json",
                        "onnx",
                        "sentence_bert_config.json",
                        "tokenizer.json",
                        "tokenizer_config.json",
                        "verification.json"),
                files(target));
    }

    @Test
    void anotherModelsEmbeddingsFailAndLeaveNothing() throws IOException {
        Path other = temporary.resolve("other");
        TinyCheckpoint.write(other, TinyCheckpoint.ofLength(96), 2);
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
            UserError error = assertThrows(UserError.class, () -> ExportSource.of(checkpoint, embedder(0), texts));
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

    /** Two models over a data file, or one model with or without it; each is held against the trainer. */
    @ParameterizedTest
    @EnumSource(names = "ONNX.*", mode = EnumSource.Mode.MATCH_ANY)
    void everyFormOfOnnxHasItsFilesAndAgrees(ExportFormat format) throws IOException {
        String model = Map.of("onnx", "model", "onnx-fp16", "model_fp16", "onnx-int8", "model_quantized")
                .getOrDefault(format.id(), "model_q4");
        String both = model + ".onnx";
        String flat = model + "_flat.onnx";
        String data = model + ".onnx_data";
        Map<ExportForm, List<String>> forms = Map.of(
                form(false, false), List.of(both, data, flat),
                form(true, false), List.of(data, flat),
                form(false, true), List.of(both),
                form(true, true), List.of(flat));
        try (EmbeddingModel trainer = EmbeddingModel.load(checkpoint.folder())) {
            for (Map.Entry<ExportForm, List<String>> entry : forms.entrySet()) {
                ExportForm form = entry.getKey();
                target = temporary.resolve("exports/" + form);
                ExportReport report = export(format, form, trainer, ExportOptions.defaults());
                assertEquals(format.id(), report.format());
                assertEquals(entry.getValue(), files(target.resolve("onnx")), form::toString);
                int ways = form.oneOutput() ? 4 : form.singleFile() ? 8 : 10;
                assertEquals(ways, report.verification().comparisons().size(), form::toString);
                double difference = report.verification().maxAbsoluteDifference();
                double most = format == ExportFormat.ONNX_INT8 ? 0.05 : 2e-6;
                assertTrue(difference < most, difference + " of " + form);
                double cosine = report.verification().minCosine();
                assertTrue(cosine > (format == ExportFormat.ONNX_Q4 ? 0.8 : 0.98), cosine + " of " + form);
            }
        }
    }

    @Test
    void aSmallTableFitsIntoASingleFileToo() throws IOException {
        try (EmbeddingModel trainer = EmbeddingModel.load(checkpoint.folder())) {
            ExportForm form = new ExportForm(false, true, false, true, ScaleSearch.NONE);
            export(ExportFormat.ONNX_Q4, form, trainer, ExportOptions.defaults());
        }
        assertEquals(List.of("model_q4.onnx"), files(target.resolve("onnx")));
    }

    @Test
    void searchedScalesAreStoredAndComparedAsWell() {
        try (EmbeddingModel trainer = EmbeddingModel.load(checkpoint.folder())) {
            ExportForm form = new ExportForm(false, false, false, true, ScaleSearch.SQUARED_ERROR);
            ExportReport searched = export(ExportFormat.ONNX_Q4, form, trainer, ExportOptions.defaults());
            assertTrue(searched.verification().maxAbsoluteDifference() < 2e-6);
        }
    }

    @Test
    void roundedActivationsAreJudgedByTheirCosine() {
        try (EmbeddingModel trainer = EmbeddingModel.load(checkpoint.folder())) {
            ExportForm form = new ExportForm(false, false, true, false, ScaleSearch.NONE);
            ExportReport report = export(ExportFormat.ONNX_Q4, form, trainer, ExportOptions.defaults());
            double difference = report.verification().maxAbsoluteDifference();
            assertTrue(difference > 1e-4 && difference < 0.1, "level 4 rounds activations, difference " + difference);
        }
    }

    @Test
    void aCosineBelowItsLimitFails() throws IOException {
        try (EmbeddingModel trainer = EmbeddingModel.load(checkpoint.folder())) {
            ExportOptions strict = ExportOptions.defaults().withLimits(new Limits(1e-4, 0.99999, 0));
            VerificationFailed failure = assertThrows(
                    VerificationFailed.class, () -> export(ExportFormat.ONNX_Q4, ExportForm.DEFAULT, trainer, strict));
            assertTrue(failure.getMessage().contains("has a mean cosine of 0.9"), failure.getMessage());
            assertTrue(failure.getMessage().contains("the limit is 0.99999"), failure.getMessage());
        }
        assertNothingLeft();
    }

    @Test
    void aLossOnTheEvaluationSetFails() throws IOException {
        AtomicInteger runs = new AtomicInteger();
        Evaluation falling = new Evaluation() {
            @Override
            public String name() {
                return "falling";
            }

            @Override
            public Scores run(TextEmbedder embedder, Progress progress) {
                float[] vector = embedder.embed(List.of("a text", "another"), "find: ")[1];
                double length = dot(vector, vector);
                assertEquals(1, length, 1e-5);
                double score = runs.getAndIncrement() == 0 ? 0.75 : 0.7;
                return new Scores("ndcg_at_10", Map.of(96, Map.of("ndcg_at_10", score)));
            }
        };
        try (EmbeddingModel trainer = EmbeddingModel.load(checkpoint.folder())) {
            ExportSource source = ExportSource.of(checkpoint, trainer, TEXTS).withEvaluation(falling);
            VerificationFailed failure = assertThrows(
                    VerificationFailed.class,
                    () -> Exports.export(
                            ExportFormat.ONNX,
                            ExportForm.DEFAULT,
                            source,
                            target,
                            ExportOptions.defaults(),
                            ExportProgress.NONE));
            assertTrue(
                    failure.getMessage().contains("ndcg_at_10 at 96 dimensions falls from 0.7500 to 0.7000"),
                    failure.getMessage());
        }
        assertEquals(2, runs.get());
        assertNothingLeft();
    }

    @Test
    void impossibleOptionsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Limits(0, 1, 0));
        assertThrows(IllegalArgumentException.class, () -> new Limits(Double.NaN, 1, 0));
        assertThrows(IllegalArgumentException.class, () -> new Limits(1, 1.5, 0));
        assertThrows(IllegalArgumentException.class, () -> new Limits(1, 1, -1));
        assertThrows(IllegalArgumentException.class, () -> new ExportOptions(Optional.empty(), 0, false));
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    private ExportReport export(TextEmbedder embedder, ExportOptions options) {
        return export(ExportFormat.ONNX, ExportForm.DEFAULT, embedder, options);
    }

    private ExportReport export(ExportFormat format, ExportForm form, TextEmbedder embedder, ExportOptions options) {
        return Exports.export(
                format, form, ExportSource.of(checkpoint, embedder, TEXTS), target, options, ExportProgress.NONE);
    }

    private static ExportForm form(boolean oneOutput, boolean singleFile) {
        return new ExportForm(oneOutput, singleFile, false, false, ScaleSearch.NONE);
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
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

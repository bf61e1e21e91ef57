package dev.gemmatune.export.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.export.ExportForm;
import dev.gemmatune.export.ExportFormat;
import dev.gemmatune.export.ExportOptions;
import dev.gemmatune.export.ExportReport;
import dev.gemmatune.export.ExportSource;
import dev.gemmatune.export.Exports;
import dev.gemmatune.export.report.ExportProgress;
import dev.gemmatune.model.EmbeddingModel;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.checkpoint.CheckpointWriter;
import dev.gemmatune.model.fixtures.TinyCheckpoint;
import dev.gemmatune.model.quantization.QuantizationPlan;
import dev.gemmatune.model.quantization.Quantizer;
import dev.gemmatune.model.safetensors.SafetensorsFile;
import dev.gemmatune.model.safetensors.StoredRows;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exported checkpoints from end to end. */
final class CheckpointExportTest {

    private static final List<String> TEXTS = List.of("When does my card arrive?", "Überweisung: 3 € Gebühr, 日本語も。");
    private static final String PROJECTION = "layers.2.mlp.down_proj.weight";

    @TempDir
    Path temporary;

    private Checkpoint checkpoint;

    @BeforeEach
    void writeCheckpoint() throws IOException {
        checkpoint =
                Checkpoint.open(TinyCheckpoint.write(temporary.resolve("checkpoint"), TinyCheckpoint.ofLength(64), 1));
    }

    @Test
    void float32KeepsEveryBit() {
        Checkpoint read = Checkpoint.open(export(ExportFormat.SAFETENSORS).folder());
        checkpoint.shapes().keySet().forEach(name -> assertEquals(checkpoint.weights(name), read.weights(name), name));
    }

    @Test
    void bfloat16IsHalfAsLarge() {
        ExportReport report = export(ExportFormat.SAFETENSORS_BF16);
        assertTrue(report.verification().minCosine() > 0.995);
        assertTrue(report.bytes() < checkpoint.parameters() * 2.6, report.bytes() + " bytes");
    }

    @Test
    void quantizedCheckpointsAreReadAsAnyOther() {
        double bytesPerRow =
                export(ExportFormat.SAFETENSORS_INT8).verification().minCosine();
        assertTrue(bytesPerRow > 0.995, "got " + bytesPerRow);
        ExportReport report = export(ExportFormat.SAFETENSORS_Q4);
        float[][] expected;
        try (EmbeddingModel model = EmbeddingModel.load(report.folder())) {
            expected = model.embed(TEXTS, "");
        }
        Path copy = temporary.resolve("copy");
        Checkpoint quantized = Checkpoint.open(report.folder());
        CheckpointWriter.write(copy, quantized, quantized::weights); // as training would go on from it
        try (EmbeddingModel model = EmbeddingModel.load(copy)) {
            assertArrayEquals(expected, model.embed(TEXTS, ""));
        }
        assertFalse(SafetensorsFile.open(copy.resolve("model.safetensors"))
                .entries()
                .containsKey("layers.2.mlp.down_proj.weight_packed"));
    }

    @Test
    void theValuesAreTheQuantizersIncludingDenseLayers() {
        Checkpoint read = Checkpoint.open(export(ExportFormat.SAFETENSORS_Q4).folder());
        for (String name : List.of("embed_tokens.weight", PROJECTION, "2_Dense.linear.weight")) {
            float[] values = floats(checkpoint, name);
            int columns = checkpoint.shapes().get(name).get(1).intValue();
            float[] expected = Quantizer.of(QuantizationPlan.Q4_0.schemeOf(name).orElseThrow())
                    .fake(name, values, columns);
            assertArrayEquals(expected, floats(read, name), name);
            assertArrayEquals(expected, rows(read.rows(name)), name);
        }
    }

    @Test
    void rowsOfBytesAreReadOneByOne() {
        Checkpoint read = Checkpoint.open(export(ExportFormat.SAFETENSORS_INT8).folder());
        assertArrayEquals(floats(read, "embed_tokens.weight"), rows(read.rows("embed_tokens.weight")));
    }

    private static float[] rows(StoredRows rows) {
        float[] values = new float[rows.rows() * rows.columns()];
        for (int row = rows.rows() - 1; row >= 0; row--) {
            rows.copy(row, values, row * rows.columns());
        }
        return values;
    }

    @Test
    void theCardOfTheRunIsKeptAndSaysWhatTheExportIs() throws IOException {
        Files.writeString(checkpoint.folder().resolve("README.md"), "# finance\n\n| dimensions | nDCG@10 |\n");
        String card =
                Files.readString(export(ExportFormat.SAFETENSORS_INT8).folder().resolve("README.md"));
        assertTrue(card.startsWith("# finance\n\n| dimensions | nDCG@10 |\n"), card);
        assertTrue(card.contains("8 bits, a scale for each row"), card);
        assertTrue(card.contains("source_sha256:model.safetensors"), card);
    }

    @Test
    void codesThatDoNotFitAreRefused() throws IOException {
        Path folder = export(ExportFormat.SAFETENSORS_Q4).folder();
        Path file = folder.resolve("model.safetensors");
        byte[] bytes = Files.readAllBytes(file);
        String header = new String(bytes, 0, 20_000, StandardCharsets.ISO_8859_1);
        int at = header.indexOf("\"shape\":[96,20]"); // the packed codes of a down projection of 160 columns
        assertTrue(at > 0, "no such shape in the header");
        bytes[at + 9] = '4'; // [46, 20] bytes would not fit: the header is refused before the codes are looked at
        Files.write(file, bytes);
        assertThrows(UserError.class, () -> Checkpoint.open(folder));
    }

    private static float[] floats(Checkpoint source, String name) {
        FloatBuffer buffer = source.weights(name).asFloatBuffer();
        float[] values = new float[buffer.remaining()];
        buffer.get(values);
        return values;
    }

    private ExportReport export(ExportFormat format) {
        try (EmbeddingModel trainer = EmbeddingModel.load(checkpoint.folder())) {
            return Exports.export(
                    format,
                    ExportForm.DEFAULT,
                    ExportSource.of(checkpoint, trainer, TEXTS),
                    temporary.resolve(format.id()),
                    ExportOptions.defaults(),
                    ExportProgress.NONE);
        }
    }
}

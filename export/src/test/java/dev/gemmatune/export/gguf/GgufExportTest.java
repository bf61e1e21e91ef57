package dev.gemmatune.export.gguf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
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
import dev.gemmatune.model.files.Json;
import dev.gemmatune.model.fixtures.TinyCheckpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** GGUF files from end to end. That llama.cpp reads them is checked by tools/llama_cpp_check.mjs. */
final class GgufExportTest {

    private static final List<String> TEXTS = List.of("When does my card arrive?", "Überweisung: 3 € Gebühr, 日本語も。");

    @TempDir
    Path temporary;

    private Checkpoint checkpoint;

    @BeforeEach
    void writeCheckpoint() throws IOException {
        checkpoint =
                Checkpoint.open(TinyCheckpoint.write(temporary.resolve("checkpoint"), TinyCheckpoint.ofLength(64), 1));
    }

    @Test
    void everyFormatAgreesWithTheTrainer() {
        try (EmbeddingModel trainer = EmbeddingModel.load(checkpoint.folder())) {
            ExportSource source = ExportSource.of(checkpoint, trainer, TEXTS);
            assertTrue(export(source, ExportFormat.GGUF_F32).verification().minCosine() > 0.999999);
            assertTrue(export(source, ExportFormat.GGUF_BF16).verification().minCosine() > 0.995);
            assertTrue(export(source, ExportFormat.GGUF_Q8_0).verification().minCosine() > 0.995);
            double plain = export(source, ExportFormat.GGUF_Q4_0).verification().minCosine();
            assertTrue(plain > 0.75 && plain < 0.99, "got " + plain);
        }
    }

    @Test
    void namesTypesAndMetadataAreThoseOfLlamaCpp() {
        GgufFile file = written(ExportFormat.GGUF_Q4_0);
        assertEquals(1 + 7 * 13 + 1 + 2, file.tensors().size());
        assertEquals(GgufType.Q8_0, file.tensors().get("token_embd.weight").type());
        assertEquals(GgufType.Q8_0, file.tensors().get("dense_2.weight").type());
        assertEquals(List.of(384L, 96L), file.tensors().get("dense_2.weight").shape());
        assertEquals(GgufType.Q4_0, file.tensors().get("blk.6.ffn_down.weight").type());
        assertEquals(
                GgufType.F32, file.tensors().get("blk.0.post_ffw_norm.weight").type());
        assertEquals(GgufType.F32, file.tensors().get("output_norm.weight").type());
        assertEquals(new GgufValue.Text("gemma-embedding"), file.metadata().get("general.architecture"));
        assertEquals(new GgufValue.Whole(2), file.metadata().get("general.file_type"));
        assertEquals(new GgufValue.Whole(1), file.metadata().get("gemma-embedding.pooling_type"));
        assertEquals(
                new GgufValue.Whole(checkpoint.config().slidingWindow()),
                file.metadata().get("gemma-embedding.attention.sliding_window"));
        assertEquals(new GgufValue.Whole(96), file.metadata().get("gemma-embedding.dense_3_feat_out"));
        assertTrue(file.metadata().containsKey("gemmatune.source_sha256_model.safetensors"));
    }

    @Test
    void everyTokenHasItsPlace() {
        GgufFile file = written(ExportFormat.GGUF_F32);
        List<String> tokens = ((GgufValue.Texts) file.metadata().get("tokenizer.ggml.tokens")).values();
        List<Integer> types = ((GgufValue.Wholes) file.metadata().get("tokenizer.ggml.token_type")).values();
        assertEquals(checkpoint.config().vocabularySize(), tokens.size());
        assertEquals(tokens.size(), types.size());
        int begin = tokens.indexOf("<bos>");
        assertEquals(new GgufValue.Whole(begin), file.metadata().get("tokenizer.ggml.bos_token_id"));
        assertEquals(3, types.get(begin));
        assertEquals(6, types.get(tokens.indexOf("<0x41>")));
    }

    @Test
    void normsAreStoredAsFactorsAndFloatsAsTheyAre() {
        GgufFile file = written(ExportFormat.GGUF_F32);
        FloatBuffer weights = checkpoint.weights("norm.weight").asFloatBuffer();
        FloatBuffer factors = file.values("output_norm.weight").asFloatBuffer();
        for (int i = 0; i < weights.limit(); i++) {
            assertEquals(1 + weights.get(i), factors.get(i));
        }
        ByteBuffer table = checkpoint.weights("embed_tokens.weight");
        assertEquals(table, file.values("token_embd.weight"));
    }

    @Test
    void aDamagedFileIsRefused() throws IOException {
        Path good = folder(ExportFormat.GGUF_F32).resolve("model-f32.gguf");
        byte[] bytes = Files.readAllBytes(good);
        for (int length : new int[] {0, 3, 20, 400, bytes.length / 2, bytes.length - 1}) {
            Path cut = temporary.resolve("cut-" + length + ".gguf");
            Files.write(cut, Arrays.copyOf(bytes, length));
            assertThrows(UserError.class, () -> GgufFile.open(cut), "cut to " + length);
        }
        byte[] other = bytes.clone();
        other[0] = 'X';
        Path wrong = Files.write(temporary.resolve("wrong.gguf"), other);
        assertTrue(assertThrows(UserError.class, () -> GgufFile.open(wrong))
                .getMessage()
                .contains("does not begin with GGUF"));
    }

    @Test
    void aShapeThatLlamaCppComputesDifferentlyIsRefused() throws IOException {
        Path config = checkpoint.folder().resolve("config.json");
        JsonObject json = Json.readObject(config);
        json.addProperty("query_pre_attn_scalar", 17);
        Files.writeString(config, Json.pretty(json));
        checkpoint = Checkpoint.open(checkpoint.folder());
        UserError error = assertThrows(UserError.class, () -> written(ExportFormat.GGUF_Q8_0));
        assertTrue(error.getMessage().contains("query_pre_attn_scalar"), error.getMessage());
        assertFalse(Files.exists(temporary.resolve("gguf-q8_0")));
        assertFalse(Files.exists(temporary.resolve("gguf-q8_0.part")));
    }

    private GgufFile written(ExportFormat format) {
        Path folder = folder(format);
        return GgufFile.open(folder.resolve("model-" + format.id().substring("gguf-".length()) + ".gguf"));
    }

    private Path folder(ExportFormat format) {
        try (EmbeddingModel trainer = EmbeddingModel.load(checkpoint.folder())) {
            return export(ExportSource.of(checkpoint, trainer, TEXTS), format).folder();
        }
    }

    private ExportReport export(ExportSource source, ExportFormat format) {
        return Exports.export(
                format,
                ExportForm.DEFAULT,
                source,
                temporary.resolve(format.id()),
                ExportOptions.defaults(),
                ExportProgress.NONE);
    }
}

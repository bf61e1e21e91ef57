package dev.gemmatune.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.gemmatune.export.report.ExportProgress;
import dev.gemmatune.export.report.Limits;
import dev.gemmatune.export.verify.ExportedModel;
import dev.gemmatune.export.verify.WrittenTexts;
import dev.gemmatune.model.EmbeddingModel;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.encoder.ComputeType;
import dev.gemmatune.model.files.Json;
import dev.gemmatune.model.fixtures.TinyCheckpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** That a verification sees what an export carries beside its weights. */
final class WrittenTextsTest {

    private static final List<String> TEXTS = List.of(
            "When does my card arrive?", "Überweisung nach Österreich: 3 € Gebühr, 日本語も。", "a  b\n\n  c <unused3> d");

    /** Every file of every format: what makes it, and what looks at it. A file that is not here was not decided on. */
    private static final Map<String, String> DECIDED = Map.ofEntries(
            Map.entry("model.safetensors", "weights: read back, value by value"),
            Map.entry("2_Dense/model.safetensors", "weights: read back, value by value"),
            Map.entry("3_Dense/model.safetensors", "weights: read back, value by value"),
            Map.entry("onnx/model.onnx", "run on every text"),
            Map.entry("onnx/model.onnx_data", "run on every text"),
            Map.entry("onnx/model_flat.onnx", "run on every text"),
            Map.entry("model-f32.gguf", "weights read back; tokens encode every text"),
            Map.entry("tokenizer.json", "encodes every text"),
            Map.entry("tokenizer_config.json", "made here: length; the rest decided in keys.txt when it was opened"),
            Map.entry("config.json", "made of what was opened: keys.txt"),
            Map.entry("modules.json", "opened again: keys.txt"),
            Map.entry("1_Pooling/config.json", "made here"),
            Map.entry("2_Dense/config.json", "opened again: keys.txt"),
            Map.entry("3_Dense/config.json", "opened again: keys.txt"),
            Map.entry("config_sentence_transformers.json", "prompts: read back"),
            Map.entry("sentence_bert_config.json", "length: read back"),
            Map.entry("special_tokens_map.json", "names tokens of tokenizer.json; nothing reads it where that is"),
            Map.entry("README.md", "for people"),
            Map.entry("verification.json", "what was found"));

    @TempDir
    Path temporary;

    private Checkpoint checkpoint;

    @BeforeEach
    void writeCheckpoint() throws IOException {
        checkpoint =
                Checkpoint.open(TinyCheckpoint.write(temporary.resolve("checkpoint"), TinyCheckpoint.ofLength(64), 1));
    }

    @ParameterizedTest
    @EnumSource(names = {"ONNX", "GGUF_F32", "SAFETENSORS"})
    void theFilesOfAnExportGiveTheTrainersIds(ExportFormat format) throws IOException {
        for (String foreign : List.of("chat_template.jinja", "preprocessor_config.json", "vocab.txt", "secrets.env")) {
            Files.writeString(checkpoint.folder().resolve(foreign), "{}");
        }
        Files.writeString(checkpoint.folder().resolve("special_tokens_map.json"), "{\"bos_token\": \"<bos>\"}");
        ExportReport report = export(format.exporter(ExportForm.DEFAULT), checkpoint);
        int prompts = checkpoint.prompts().byName().size();
        assertEquals(
                report.verification().texts() + 4 + prompts,
                report.verification().tokenizedTexts());
        assertTrue(prompts > 3);
        Set<String> files = files(report.folder());
        files.removeAll(DECIDED.keySet());
        assertEquals(Set.of(), files, "nobody decided on these files");
        assertEquals(
                format != ExportFormat.GGUF_F32, Files.exists(report.folder().resolve("special_tokens_map.json")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tokenizer.json | truncation | {'max_length': 8, 'strategy': 'LongestFirst', 'stride': 0,"
                        + " 'direction': 'Right'} | ids",
                "tokenizer.json | post_processor | null | ids",
                "tokenizer.json | normalizer | {'type': 'Lowercase'} | ids",
                "sentence_bert_config.json | max_seq_length | 32 | the length",
                "config_sentence_transformers.json | prompts | {'query': 'find: '} | the prompts",
                "config_sentence_transformers.json | default_prompt_name | 'query' | the prompts",
            })
    void aFileThatSaysSomethingElseIsSeen(String file, String key, String value, String what) {
        for (ExportFormat format : List.of(ExportFormat.ONNX, ExportFormat.SAFETENSORS)) {
            JsonElement element = JsonParser.parseString(value);
            Exporter changed = new Changed(format.exporter(ExportForm.DEFAULT), folder -> {
                JsonObject json = Json.readObject(folder.resolve(file));
                json.add(key, element);
                write(folder.resolve(file), json);
            });
            UserError error = assertThrows(UserError.class, () -> export(changed, checkpoint));
            assertTrue(error.getMessage().contains("other texts than the trainer"), error.getMessage());
            assertTrue(error.getMessage().contains(what), error.getMessage());
            assertFalse(Files.exists(temporary.resolve("export")));
        }
    }

    /** llama.cpp joins by scores: one that is exchanged with another gives other tokens. */
    @Test
    void aGgufFileWithOtherScoresIsSeen() {
        Exporter changed = new Changed(ExportFormat.GGUF_F32.exporter(ExportForm.DEFAULT), folder -> {
            Path file = folder.resolve("model-f32.gguf");
            try {
                byte[] bytes = Files.readAllBytes(file);
                String text = new String(bytes, StandardCharsets.ISO_8859_1);
                int scores = text.indexOf("tokenizer.ggml.scores") + "tokenizer.ggml.scores".length() + 4 + 4 + 8;
                for (int id = 300; id < 1000; id++) {
                    bytes[scores + 4 * id + 3] ^= (byte) 0x80; // the sign
                }
                Files.write(file, bytes);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        UserError error = assertThrows(UserError.class, () -> export(changed, checkpoint));
        assertTrue(error.getMessage().contains("model-f32.gguf"), error.getMessage());
    }

    @Test
    void theLengthIsThatOfTheTrainerInEveryFile() throws IOException {
        Path settings = checkpoint.folder().resolve("tokenizer_config.json");
        JsonObject json = Files.exists(settings) ? Json.readObject(settings) : new JsonObject();
        json.addProperty("model_max_length", 32);
        Files.writeString(settings, Json.pretty(json));
        Checkpoint shorter = Checkpoint.open(checkpoint.folder()).withMaxSequenceLength(48);
        for (ExportFormat format : List.of(ExportFormat.ONNX, ExportFormat.SAFETENSORS, ExportFormat.GGUF_F32)) {
            Path folder = export(format.exporter(ExportForm.DEFAULT), shorter).folder();
            if (format != ExportFormat.GGUF_F32) {
                assertEquals(48, number(folder.resolve("tokenizer_config.json"), "model_max_length"));
                assertEquals(48, number(folder.resolve("sentence_bert_config.json"), "max_seq_length"));
            }
        }
    }

    private static int number(Path file, String key) {
        return Json.readObject(file).get(key).getAsInt();
    }

    private ExportReport export(Exporter exporter, Checkpoint source) {
        Path target = temporary.resolve("export");
        ExportOptions options = ExportOptions.defaults().withOverwrite(true);
        try (EmbeddingModel trainer = EmbeddingModel.load(source, Device.cpu(), ComputeType.FLOAT32)) {
            return Exports.export(
                    "any", exporter, ExportSource.of(source, trainer, TEXTS), target, options, ExportProgress.NONE);
        }
    }

    private static Set<String> files(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            Set<String> names = new TreeSet<>();
            paths.filter(Files::isRegularFile)
                    .forEach(path -> names.add(folder.relativize(path).toString()));
            return names;
        }
    }

    private static void write(Path file, JsonObject json) {
        try {
            Files.writeString(file, Json.pretty(json));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Another exporter's files, of which one is changed behind its back. */
    private record Changed(Exporter original, Consumer<Path> change) implements Exporter {

        @Override
        public void write(Checkpoint source, Map<String, String> provenance, Path folder, ExportProgress progress)
                throws IOException {
            original.write(source, provenance, folder, progress);
            change.accept(folder);
        }

        @Override
        public List<String> models() {
            return original.models();
        }

        @Override
        public ExportedModel open(Checkpoint source, Path model) {
            return original.open(source, model);
        }

        @Override
        public WrittenTexts texts(Checkpoint source, Path folder) {
            return original.texts(source, folder);
        }

        @Override
        public boolean opensInTrainer() {
            return original.opensInTrainer();
        }

        @Override
        public boolean rounds() {
            return original.rounds();
        }

        @Override
        public float[] stored(String name, float[] values, int columns) {
            return original.stored(name, values, columns);
        }

        @Override
        public Limits limits() {
            return original.limits();
        }
    }
}

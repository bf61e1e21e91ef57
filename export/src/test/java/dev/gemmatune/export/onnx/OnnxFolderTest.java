package dev.gemmatune.export.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.gson.JsonObject;
import dev.gemmatune.export.report.ExportProgress;
import dev.gemmatune.export.report.Provenance;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.files.Json;
import dev.gemmatune.model.fixtures.TinyCheckpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of an export, read back. */
final class OnnxFolderTest {

    private static final OnnxOptions FULL = OnnxOptions.of(OnnxWeights.FLOAT32);

    @TempDir
    Path temporary;

    private Checkpoint checkpoint;
    private Path folder;

    @BeforeEach
    void writeCheckpoint() throws IOException {
        checkpoint =
                Checkpoint.open(TinyCheckpoint.write(temporary.resolve("checkpoint"), TinyCheckpoint.ofLength(64), 1));
        folder = temporary.resolve("export");
    }

    @Test
    void theFolderHasWhatConsumersOpenAndNoSecondDense() throws IOException {
        write(folder);
        assertEquals(
                List.of(
                        "1_Pooling/config.json",
                        "config.json",
                        "config_sentence_transformers.json",
                        "onnx/model.onnx",
                        "onnx/model.onnx_data",
                        "onnx/model_flat.onnx",
                        "sentence_bert_config.json",
                        "tokenizer.json",
                        "tokenizer_config.json"),
                files(folder));
        JsonObject config = Json.readObject(folder.resolve("config.json"));
        assertEquals(16, config.get("sliding_window").getAsInt());
        assertEquals(
                "{\"use_external_data_format\":{\"model.onnx\":1,\"model_flat.onnx\":1}}",
                config.get("transformers.js_config").toString());
        assertEquals(
                64,
                Json.readObject(folder.resolve("sentence_bert_config.json"))
                        .get("max_seq_length")
                        .getAsInt());
    }

    @Test
    void theModelSaysWhereItComesFrom() throws IOException {
        write(folder);
        ModelProto model = model(FULL.model());
        assertEquals("gemmatune", model.getProducerName());
        assertTrue(model.getProducerVersion().matches("\\d.*"), model.getProducerVersion());
        Map<String, String> properties = model.getMetadataPropsList().stream()
                .collect(Collectors.toMap(StringStringEntryProto::getKey, StringStringEntryProto::getValue));
        assertEquals(
                checkpoint.prompts().get("query"),
                Json.parseObject(properties.get("prompts"), "prompts")
                        .get("query")
                        .getAsString());
        assertEquals("64", properties.get("max_sequence_length"));
        assertEquals("96", properties.get("embedding_dimension"));
        assertTrue(properties.get("source_sha256:model.safetensors").matches("[0-9a-f]{64}"));
        assertTrue(properties.containsKey("source_sha256:3_Dense/model.safetensors"));
    }

    @Test
    void bothModelsAreOpset21OfStandardOperatorsOverOneDataFile() throws IOException {
        write(folder);
        for (String name : List.of(FULL.model(), FULL.flatModel())) {
            ModelProto model = model(name);
            assertEquals(10, model.getIrVersion());
            assertEquals(1, model.getOpsetImportCount());
            assertEquals(21, model.getOpsetImport(0).getVersion());
            assertEquals("", model.getOpsetImport(0).getDomain());
            assertTrue(model.getGraph().getNodeList().stream()
                    .map(NodeProto::getDomain)
                    .allMatch(String::isEmpty));
            assertTrue(external(model).stream()
                    .allMatch(tensor -> entries(tensor).get("location").equals("model.onnx_data")));
        }
    }

    @Test
    void onlyFourBitsNeedAnOperatorOutsideTheStandard() throws IOException {
        for (OnnxWeights weights : OnnxWeights.values()) {
            OnnxOptions options = OnnxOptions.of(weights);
            Path target = temporary.resolve(weights.name());
            OnnxFolder.write(checkpoint, options, Map.of(), target, ExportProgress.NONE);
            ModelProto model = ModelProto.parseFrom(Files.readAllBytes(target.resolve(options.model())));
            Set<String> foreign = model.getGraph().getNodeList().stream()
                    .filter(node -> !node.getDomain().isEmpty())
                    .map(node -> node.getDomain() + "." + node.getOpType())
                    .collect(Collectors.toSet());
            boolean fourBits = weights == OnnxWeights.Q4 || weights == OnnxWeights.Q4_SMALL;
            assertEquals(fourBits ? Set.of("com.microsoft.MatMulNBits") : Set.of(), foreign, weights.name());
            assertEquals(fourBits ? 2 : 1, model.getOpsetImportCount());
        }
    }

    @Test
    void aTableOfFourBitsTakesHalfAByteAWeightAndItsScales() throws IOException {
        long eight = dataBytes(OnnxWeights.Q4);
        long four = dataBytes(OnnxWeights.Q4_SMALL);
        long table = 1000L * 96;
        assertTrue(Math.abs(eight - four - table / 2) <= 4096, eight + " and " + four + " bytes");
    }

    private long dataBytes(OnnxWeights weights) throws IOException {
        Path target = temporary.resolve("size of " + weights);
        OnnxFolder.write(checkpoint, OnnxOptions.of(weights), Map.of(), target, ExportProgress.NONE);
        return Files.size(target.resolve(OnnxOptions.of(weights).dataFile()));
    }

    @Test
    void aSingleFileBeyondTheFormatsLimitIsRefused() {
        WeightTensor large = new WeightTensor("large", List.of(1L << 29), sink -> {
            throw new AssertionError("must be refused before it is read");
        });
        Path file = temporary.resolve("model.onnx");
        UserError error = assertThrows(
                UserError.class,
                () -> SingleFile.write(file, ModelProto.newBuilder(), Map.of("large", large), ExportProgress.NONE));
        assertTrue(error.getMessage().startsWith("model.onnx would have 2.15 GB in one file"), error.getMessage());
        assertFalse(Files.exists(file));
    }

    @Test
    void tensorsLieAlignedWithoutOverlapInsideTheDataFile() throws IOException {
        write(folder);
        List<TensorProto> tensors = external(model(FULL.model()));
        long size = Files.size(folder.resolve(FULL.dataFile()));
        Map<Long, Long> ranges = new TreeMap<>();
        for (TensorProto tensor : tensors) {
            long offset = Long.parseLong(entries(tensor).get("offset"));
            long length = Long.parseLong(entries(tensor).get("length"));
            assertEquals(0, offset % 4096, tensor.getName());
            assertEquals(4 * tensor.getDimsList().stream().reduce(1L, (a, b) -> a * b), length, tensor.getName());
            ranges.put(offset, offset + length);
        }
        assertEquals(tensors.size(), ranges.size());
        long end = 0;
        for (Map.Entry<Long, Long> range : ranges.entrySet()) {
            assertTrue(range.getKey() >= end);
            end = range.getValue();
        }
        assertEquals(size, end);
    }

    @Test
    void theEmbeddingTableIsTheCheckpointsByteForByte() throws IOException {
        write(folder);
        TensorProto table = external(model(FULL.model())).stream()
                .filter(tensor -> tensor.getName().equals("embed_tokens.weight"))
                .findFirst()
                .orElseThrow();
        byte[] expected = new byte[checkpoint.weights("embed_tokens.weight").remaining()];
        checkpoint.weights("embed_tokens.weight").get(expected);
        int offset = Integer.parseInt(entries(table).get("offset"));
        byte[] data = Files.readAllBytes(folder.resolve(FULL.dataFile()));
        assertArrayEquals(expected, Arrays.copyOfRange(data, offset, offset + expected.length));
    }

    @Test
    void theSameCheckpointGivesTheSameBytes() throws IOException {
        write(folder);
        Path again = temporary.resolve("again");
        write(again);
        for (String name : files(folder)) {
            assertArrayEquals(Files.readAllBytes(folder.resolve(name)), Files.readAllBytes(again.resolve(name)), name);
        }
    }

    @Test
    void aWeightThatIsNoNumberIsNamed() throws IOException {
        for (String name : List.of(
                "embed_tokens.weight",
                "layers.3.mlp.up_proj.weight",
                "layers.6.self_attn.q_norm.weight",
                "3_Dense.linear.weight")) {
            Path broken = temporary.resolve("broken " + name);
            Checkpoint sound = Checkpoint.open(TinyCheckpoint.write(broken, TinyCheckpoint.ofLength(64), 1));
            poison(sound, name);
            UserError error = assertThrows(
                    UserError.class,
                    () -> OnnxFolder.write(Checkpoint.open(broken), FULL, Map.of(), folder, ExportProgress.NONE));
            assertTrue(error.getMessage().contains("the weight " + name + " holds NaN; "), error.getMessage());
        }
    }

    @Test
    void aFullDiskIsReported() {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "only Linux has a disk that is always full");
        WeightTensor tensor = new WeightTensor("zeros", List.of(2L), sink -> sink.put(ByteBuffer.allocate(8)));
        IOException error =
                assertThrows(IOException.class, () -> ExternalData.write(full, List.of(tensor), ExportProgress.NONE));
        assertTrue(error.getMessage().contains("No space left"), error.getMessage());
    }

    @Test
    void aTensorThatGivesAnotherNumberOfBytesIsRefused() {
        WeightTensor tensor = new WeightTensor("wrong", List.of(3L), sink -> sink.put(ByteBuffer.allocate(8)));
        Path file = temporary.resolve("data");
        IllegalStateException error = assertThrows(
                IllegalStateException.class, () -> ExternalData.write(file, List.of(tensor), ExportProgress.NONE));
        assertEquals("wrong must have 12 bytes for shape [3], got 8", error.getMessage());
    }

    @Test
    void progressRunsToItsEnd() throws IOException {
        List<Double> heard = new ArrayList<>();
        OnnxFolder.write(checkpoint, FULL, Map.of(), folder, (stage, done) -> heard.add(done));
        assertFalse(heard.isEmpty());
        assertEquals(heard.stream().sorted().toList(), heard);
        assertEquals(1, heard.get(heard.size() - 1));
    }

    private void write(Path target) throws IOException {
        OnnxFolder.write(checkpoint, FULL, Provenance.of(checkpoint), target, ExportProgress.NONE);
    }

    private ModelProto model(String name) throws IOException {
        return ModelProto.parseFrom(Files.readAllBytes(folder.resolve(name)));
    }

    private static List<TensorProto> external(ModelProto model) {
        List<TensorProto> tensors = model.getGraph().getInitializerList().stream()
                .filter(tensor -> tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL)
                .toList();
        assertTrue(tensors.size() > 90, "7 layers have 91 weights, found " + tensors.size());
        return tensors;
    }

    private static Map<String, String> entries(TensorProto tensor) {
        return tensor.getExternalDataList().stream()
                .collect(Collectors.toMap(StringStringEntryProto::getKey, StringStringEntryProto::getValue));
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.filter(Files::isRegularFile)
                    .map(path -> folder.relativize(path).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        }
    }

    /** Finds the weight's bytes in its file and makes its eighth element NaN. */
    private static void poison(Checkpoint checkpoint, String name) throws IOException {
        byte[] values = new byte[checkpoint.weights(name).remaining()];
        checkpoint.weights(name).get(values);
        boolean dense = name.contains("_Dense");
        Path file = checkpoint
                .folder()
                .resolve(dense ? name.replace(".linear.weight", "") : "")
                .resolve("model.safetensors");
        byte[] all = Files.readAllBytes(file);
        int begin = 0;
        while (!Arrays.equals(all, begin, begin + values.length, values, 0, values.length)) {
            begin++;
        }
        ByteBuffer value = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat(0, Float.NaN);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            assertEquals(4, channel.write(value, begin + 7 * 4));
        }
    }
}

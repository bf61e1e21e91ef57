package dev.gemmatune.export.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.gemmatune.export.PlainEncoder;
import dev.gemmatune.export.report.ExportProgress;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.files.AtomicFiles;
import dev.gemmatune.model.files.Json;
import dev.gemmatune.model.fixtures.TinyCheckpoint;
import dev.gemmatune.model.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The graph in ONNX Runtime against the plain forward pass. */
final class EncoderGraphTest {

    private static final OnnxOptions FULL = OnnxOptions.of(OnnxWeights.FLOAT32);
    private static final double LIMIT = 1e-6;

    @TempDir
    Path temporary;

    @Test
    void everyLengthAgreesWithThePlainEncoder() throws IOException {
        Checkpoint checkpoint = Checkpoint.open(
                TinyCheckpoint.write(temporary.resolve("checkpoint"), TinyCheckpoint.ofLength(2048), 1));
        PlainEncoder plain = new PlainEncoder(checkpoint);
        try (OnnxModel model = export(checkpoint, FULL.model())) {
            for (int length : new int[] {1, 2, 3, 8, 9, 10, 16, 17, 18, 33, 100, 513, 2048}) {
                int[] ids = ids(length, length);
                assertAgrees(plain.embed(ids), model.run(List.of(ids)), 0, length);
            }
        }
    }

    @Test
    void paddingOnEitherSideChangesNothing() throws IOException {
        Checkpoint checkpoint =
                Checkpoint.open(TinyCheckpoint.write(temporary.resolve("checkpoint"), TinyCheckpoint.ofLength(128), 2));
        PlainEncoder plain = new PlainEncoder(checkpoint);
        List<int[]> texts = List.of(ids(20, 1), ids(100, 2), ids(1, 3));
        LongBuffer leftIds = LongBuffer.allocate(300);
        LongBuffer leftMask = LongBuffer.allocate(300);
        for (int row = 0; row < 3; row++) {
            int[] text = texts.get(row);
            for (int i = 0; i < text.length; i++) {
                int place = (row + 1) * 100 - text.length + i;
                leftIds.put(place, text[i]);
                leftMask.put(place, 1);
            }
        }
        try (OnnxModel model = export(checkpoint, FULL.model())) {
            Map<String, FloatBuffer> right = model.run(texts);
            Map<String, FloatBuffer> left = model.run(leftIds, leftMask, new long[] {3, 100});
            for (int row = 0; row < 3; row++) {
                double[] expected = plain.embed(texts.get(row));
                assertAgrees(expected, right, row, texts.get(row).length);
                assertArrayEquals(expected, embedding(left, row, expected.length), LIMIT);
            }
        }
    }

    @Test
    void aWindowThatIsOneTokenWiderShows() throws IOException {
        Path folder = temporary.resolve("checkpoint");
        PlainEncoder plain =
                new PlainEncoder(Checkpoint.open(TinyCheckpoint.write(folder, TinyCheckpoint.ofLength(64), 3)));
        Checkpoint wider = Checkpoint.open(folder, OptionalInt.of(18));
        try (OnnxModel model = export(wider, FULL.model())) {
            assertTrue(difference(plain.embed(ids(9, 1)), model.run(List.of(ids(9, 1)))) < LIMIT);
            assertTrue(difference(plain.embed(ids(10, 1)), model.run(List.of(ids(10, 1)))) > 100 * LIMIT);
        }
    }

    @Test
    void groupsOfQueriesShareTheirKeys() throws IOException {
        Path folder = temporary.resolve("checkpoint");
        assertShapeAgrees(Checkpoint.open(TinyCheckpoint.write(folder, TinyCheckpoint.ofHeads(4, 2, 64), 4)));
    }

    @Test
    void modelsWithoutOrWithManyDenseLayersAgree() throws IOException {
        assertShapeAgrees(withDense(temporary.resolve("none"), List.of(96), 5));
        assertShapeAgrees(withDense(temporary.resolve("three"), List.of(96, 48, 120, 64), 6));
    }

    @Test
    void theFlatModelGivesTheEmbeddingAsItsOnlyRow() throws IOException {
        Checkpoint checkpoint =
                Checkpoint.open(TinyCheckpoint.write(temporary.resolve("checkpoint"), TinyCheckpoint.ofLength(64), 7));
        PlainEncoder plain = new PlainEncoder(checkpoint);
        List<int[]> texts = List.of(ids(5, 1), ids(40, 2));
        try (OnnxModel model = export(checkpoint, FULL.flatModel())) {
            FloatBuffer rows = model.run(texts).get(EncoderGraph.HIDDEN_STATE);
            assertEquals(2 * checkpoint.dimension(), rows.remaining());
            assertArrayEquals(plain.embed(texts.get(0)), doubles(rows, 0, checkpoint.dimension()), LIMIT);
            assertArrayEquals(plain.embed(texts.get(1)), doubles(rows, 96, checkpoint.dimension()), LIMIT);
        }
    }

    @Test
    void aRowOfPaddingAloneIsZeroAndSpoilsNoOther() throws IOException {
        Checkpoint checkpoint =
                Checkpoint.open(TinyCheckpoint.write(temporary.resolve("checkpoint"), TinyCheckpoint.ofLength(64), 8));
        PlainEncoder plain = new PlainEncoder(checkpoint);
        int[] text = ids(30, 1);
        try (OnnxModel model = export(checkpoint, FULL.model())) {
            Map<String, FloatBuffer> outputs = model.run(List.of(text, new int[0]));
            assertAgrees(plain.embed(text), outputs, 0, 30);
            assertArrayEquals(new double[96], embedding(outputs, 1, 96));
        }
    }

    @Test
    void aTextBeyondThePositionsIsRefused() throws IOException {
        Checkpoint checkpoint =
                Checkpoint.open(TinyCheckpoint.write(temporary.resolve("checkpoint"), TinyCheckpoint.ofLength(32), 9));
        try (OnnxModel model = export(checkpoint, FULL.model())) {
            assertThrows(IllegalStateException.class, () -> model.run(List.of(ids(33, 1))));
        }
    }

    private void assertShapeAgrees(Checkpoint checkpoint) throws IOException {
        PlainEncoder plain = new PlainEncoder(checkpoint);
        List<int[]> texts = List.of(ids(40, 1), ids(7, 2));
        try (OnnxModel model = export(checkpoint, FULL.model())) {
            Map<String, FloatBuffer> outputs = model.run(texts);
            assertAgrees(plain.embed(texts.get(0)), outputs, 0, 40);
            assertAgrees(plain.embed(texts.get(1)), outputs, 1, 7);
        }
    }

    private OnnxModel export(Checkpoint checkpoint, String model) throws IOException {
        Path folder = temporary.resolve("export-of-" + checkpoint.folder().getFileName());
        OnnxFolder.write(checkpoint, FULL, Map.of(), folder, ExportProgress.NONE);
        return OnnxModel.load(folder.resolve(model));
    }

    /** Both outputs: the embedding, and the mean of the hidden state's real tokens brought to length 1. */
    private static void assertAgrees(double[] expected, Map<String, FloatBuffer> outputs, int row, int length) {
        assertArrayEquals(
                expected, embedding(outputs, row, expected.length), LIMIT, "embedding, " + length + " tokens");
        int rows = outputs.get(EncoderGraph.EMBEDDING).remaining() / expected.length;
        FloatBuffer hidden = outputs.get(EncoderGraph.HIDDEN_STATE);
        int stride = hidden.remaining() / rows;
        double[] mean = new double[expected.length];
        for (int i = 0; i < length * mean.length; i++) {
            mean[i % mean.length] += hidden.get(row * stride + i);
        }
        double norm = 0;
        for (double value : mean) {
            norm += value * value;
        }
        for (int i = 0; i < mean.length; i++) {
            mean[i] /= Math.sqrt(norm);
        }
        assertArrayEquals(expected, mean, LIMIT, "hidden state, " + length + " tokens");
    }

    private static double difference(double[] expected, Map<String, FloatBuffer> outputs) {
        double[] found = embedding(outputs, 0, expected.length);
        double largest = 0;
        for (int i = 0; i < expected.length; i++) {
            largest = Math.max(largest, Math.abs(expected[i] - found[i]));
        }
        return largest;
    }

    private static double[] embedding(Map<String, FloatBuffer> outputs, int row, int size) {
        FloatBuffer all = outputs.get(EncoderGraph.EMBEDDING);
        return doubles(all, row * size, size);
    }

    private static double[] doubles(FloatBuffer values, int from, int count) {
        double[] result = new double[count];
        for (int i = 0; i < count; i++) {
            result[i] = values.get(from + i);
        }
        return result;
    }

    private static int[] ids(int length, long seed) {
        return new Random(seed).ints(length, 0, TinyCheckpoint.VOCABULARY).toArray();
    }

    /** A checkpoint with dense layers of these sizes, the first one's input first. */
    private static Checkpoint withDense(Path folder, List<Integer> sizes, long seed) throws IOException {
        TinyCheckpoint.write(folder, TinyCheckpoint.ofLength(64), seed);
        Random random = new Random(seed);
        JsonArray modules = new JsonArray();
        modules.add(module("", "Transformer"));
        modules.add(module("1_Pooling", "Pooling"));
        for (int i = 0; i + 1 < sizes.size(); i++) {
            int inputs = sizes.get(i);
            int outputs = sizes.get(i + 1);
            Path dense = folder.resolve((i + 2) + "_Dense");
            modules.add(module(dense.getFileName().toString(), "Dense"));
            AtomicFiles.writeString(dense.resolve("config.json"), """
                {"in_features": %d, "out_features": %d, "bias": false,
                 "activation_function": "torch.nn.modules.linear.Identity"}
                """.formatted(inputs, outputs));
            SafetensorsWriter.write(
                    dense.resolve("model.safetensors"),
                    new TreeMap<>(Map.of("linear.weight", List.of((long) outputs, (long) inputs))),
                    Map.of(),
                    name -> gaussian(inputs * outputs, 1 / Math.sqrt(inputs), random));
        }
        modules.add(module("9_Normalize", "Normalize"));
        AtomicFiles.writeString(folder.resolve("modules.json"), Json.pretty(modules));
        return Checkpoint.open(folder);
    }

    private static ByteBuffer gaussian(int count, double deviation, Random random) {
        ByteBuffer bytes = ByteBuffer.allocate(count * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            bytes.putFloat((float) (random.nextGaussian() * deviation));
        }
        return bytes.flip();
    }

    private static JsonObject module(String path, String kind) {
        JsonObject module = new JsonObject();
        module.addProperty("path", path);
        module.addProperty("type", "sentence_transformers.models." + kind);
        return module;
    }
}

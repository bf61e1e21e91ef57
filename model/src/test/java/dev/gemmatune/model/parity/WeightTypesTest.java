package dev.gemmatune.model.parity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.gemmatune.model.EmbeddingModel;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.checkpoint.CheckpointWriter;
import dev.gemmatune.model.fixtures.NarrowWeights;
import dev.gemmatune.model.fixtures.TinyCheckpoint;
import dev.gemmatune.model.safetensors.ElementType;
import dev.gemmatune.model.safetensors.SafetensorsFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Weights stored in 16 bits give exactly the embeddings of the same values stored in 32. */
class WeightTypesTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(names = {"BF16", "F16"})
    void weightsOf16BitsAreWidenedExactly(ElementType type) throws IOException {
        Path narrow = NarrowWeights.write(folder.resolve("narrow"), type);
        Checkpoint stored = Checkpoint.open(narrow);
        assertEquals(type, stored.elementType("embed_tokens.weight"));
        Path wide = folder.resolve("wide");
        CheckpointWriter.write(wide, stored, stored::weights);
        assertEquals(ElementType.F32, Checkpoint.open(wide).elementType("embed_tokens.weight"));

        float[][] vectors = embed(narrow);
        assertArrayEquals(embed(wide), vectors);
        assertFalse(Arrays.deepEquals(embed(TinyCheckpoint.folder()), vectors), "the weights were not rounded");
    }

    /** Sign, the smallest and largest values, subnormal numbers, both zeros and a value in between. */
    @Test
    void everyKindOfHalfIsReadExactly() throws IOException {
        int[] bits = {0x3c00, 0xc000, 0x0001, 0x83ff, 0x0400, 0x7bff, 0x8000, 0x0000, 0x3555, 0x7c00};
        float[] values = {
            1, -2, 0x1p-24f, -1023 * 0x1p-24f, 0x1p-14f, 65504, -0f, 0, 0x1.554p-2f, Float.POSITIVE_INFINITY
        };
        ByteBuffer data = ByteBuffer.allocate(bits.length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int half : bits) {
            data.putShort((short) half);
        }
        String header = "{\"a\":{\"dtype\":\"F16\",\"shape\":[10],\"data_offsets\":[0,20]}}";
        Path file = folder.resolve("halves.safetensors");
        write(file, header, data.array());
        FloatBuffer read = SafetensorsFile.open(file).copyAsFloat32("a").asFloatBuffer();
        for (int i = 0; i < values.length; i++) {
            assertEquals(Float.floatToRawIntBits(values[i]), Float.floatToRawIntBits(read.get(i)), "" + values[i]);
        }
    }

    private static float[][] embed(Path checkpoint) throws IOException {
        try (EmbeddingModel model = EmbeddingModel.load(checkpoint)) {
            return model.embed(GoldenTexts.embedded(), "");
        }
    }

    private static void write(Path file, String header, byte[] data) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes =
                ByteBuffer.allocate(Long.BYTES + json.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        Files.write(file, bytes.putLong(json.length).put(json).put(data).array());
    }
}

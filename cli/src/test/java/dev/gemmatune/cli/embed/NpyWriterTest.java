package dev.gemmatune.cli.embed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NpyWriterTest {

    @TempDir
    Path folder;

    @Test
    void bytesAreThoseThatNumpySaves() throws IOException {
        Path file = folder.resolve("a.npy");
        try (NpyWriter writer = new NpyWriter(file, 2)) {
            writer.write(new float[][] {{1, -2}, {0.5f, 3}});
            writer.write(new float[][] {{4, 5}});
        }
        byte[] bytes = Files.readAllBytes(file);
        // np.save of the same array with numpy 2.3: a header of 118 bytes after the ten of magic, version and length.
        assertArrayEquals(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 118, 0}, Arrays.copyOf(bytes, 10));
        String header = new String(bytes, 10, 118, StandardCharsets.US_ASCII);
        assertEquals("{'descr': '<f4', 'fortran_order': False, 'shape': (3, 2), }", header.strip());
        assertEquals('\n', header.charAt(117));
        float[] values = new float[6];
        ByteBuffer.wrap(bytes, 128, 24)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(values);
        assertArrayEquals(new float[] {1, -2, 0.5f, 3, 4, 5}, values);
        assertEquals(128 + 24, bytes.length);
    }

    @Test
    void rowsOfAnotherLengthAreRefused() throws IOException {
        try (NpyWriter writer = new NpyWriter(folder.resolve("b.npy"), 2)) {
            assertThrows(IllegalArgumentException.class, () -> writer.write(new float[][] {{1}}));
        }
    }
}

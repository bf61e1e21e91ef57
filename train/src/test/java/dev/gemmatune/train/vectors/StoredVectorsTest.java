package dev.gemmatune.train.vectors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.datasets.training.TrainingData;
import dev.gemmatune.datasets.training.TrainingExample;
import dev.gemmatune.model.UserError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class StoredVectorsTest {

    private static final TrainingData DATA = new TrainingData(
            "rows.jsonl",
            List.of("anchor", "positive"),
            List.of(
                    new TrainingExample.Contrast("q1", "p1", List.of()),
                    new TrainingExample.Contrast("q2", "p1", List.of())));

    @TempDir
    Path folder;

    @Test
    void vectorsAreFoundByTheirTexts() throws IOException {
        StoredVectors vectors = StoredVectors.open(List.of(source("a", 2, "p1", "other", "q2", "q1", "p1")), DATA);
        assertEquals(2, vectors.dimension());
        float[][] found = vectors.of(List.of("q1", "q2"), List.of("p1", "p1"));
        assertArrayEquals(new float[] {3, 3.5f}, found[0]);
        assertArrayEquals(new float[] {2, 2.5f}, found[1]);
        assertArrayEquals(new float[] {0, 0.5f}, found[2]);
        assertArrayEquals(new float[] {0, 0.5f}, found[3]);
    }

    @Test
    void textsMayLieInSeveralFiles() throws IOException {
        StoredVectors vectors =
                StoredVectors.open(List.of(source("a", 2, "q1", "q2"), source("b", 2, "other", "p1")), DATA);
        assertArrayEquals(new float[] {1, 1.5f}, vectors.of(List.of("q2"), List.of("p1"))[1]);
        assertArrayEquals(new float[] {1, 1.5f}, vectors.of(List.of("q2"), List.of("p1"))[0]);
    }

    @Test
    void aMissingTextIsNamed() throws IOException {
        StoredVectors.Source source = source("a", 2, "q1", "p1");
        assertUserError(() -> StoredVectors.open(List.of(source), DATA), "\"q2\"", "row 2 of rows.jsonl", "a.txt");
    }

    @Test
    void aTextWithTwoVectorsIsNamed() throws IOException {
        List<StoredVectors.Source> sources = List.of(source("a", 2, "q1", "p1"), source("b", 2, "q2", "p1"));
        assertUserError(() -> StoredVectors.open(sources, DATA), "b.txt", "\"p1\"", "one vector");
    }

    @Test
    void filesThatDoNotFitAreNamed() throws IOException {
        StoredVectors.Source source = source("a", 2, "q1", "p1", "q2");
        Files.writeString(source.texts(), "q1\np1\n");
        assertUserError(() -> StoredVectors.open(List.of(source), DATA), "a.npy has 3 vectors", "a.txt has 2 texts");
        List<StoredVectors.Source> sources = List.of(source("b", 2, "q1", "p1"), source("c", 3, "q2"));
        assertUserError(() -> StoredVectors.open(sources, DATA), "c.npy", "2 dimensions", "found 3");
    }

    @Test
    void whatIsNoMatrixOfFloatsIsNamed() throws IOException {
        Path file = folder.resolve("x.npy");
        assertUserError(() -> NpyFile.open(file), "x.npy does not exist");
        Files.writeString(file, "text, and no array");
        assertUserError(() -> NpyFile.open(file), "expected a NumPy file");
        write(file, "{'descr': '<i8', 'fortran_order': False, 'shape': (1, 1), }", new float[2]);
        assertUserError(() -> NpyFile.open(file), "expected float32", "<i8");
        write(file, "{'descr': '<f4', 'fortran_order': True, 'shape': (1, 1), }", new float[1]);
        assertUserError(() -> NpyFile.open(file), "Fortran order");
        write(file, "{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }", new float[3]);
        assertUserError(() -> NpyFile.open(file), "expected a matrix", "(3,)");
        write(file, "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }", new float[3]);
        assertUserError(() -> NpyFile.open(file), "not complete");
        write(file, "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 1), }", new float[3]);
        assertUserError(() -> NpyFile.open(file), "more than one array");
        write(file, "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 0), }", new float[0]);
        assertUserError(() -> NpyFile.open(file), "expected a matrix");
        String huge = "(999999999999999999, 999999999)";
        write(file, "{'descr': '<f4', 'fortran_order': False, 'shape': " + huge + ", }", new float[3]);
        assertUserError(() -> NpyFile.open(file), "not complete");
        for (String broken : List.of(
                "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1), 'shape': (1, 1)}",
                "{'descr': '<f4', 'descr': '<f4', 'shape': (1, 1)}",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1), } x",
                "{'descr': '<f4', 'fortran_order': 'False', 'shape': (1, 1), }",
                "{'descr': '<f4', 'fortran_order': False}")) {
            write(file, broken, new float[1]);
            assertUserError(() -> NpyFile.open(file), "header of the NumPy file is broken");
        }
    }

    @Test
    void versionsAndLengthsOfHeadersAreThoseOfNumpy() throws IOException {
        Path file = folder.resolve("x.npy");
        for (byte version : new byte[] {0, 4, 9}) {
            write(file, "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1), }", new float[1]);
            byte[] bytes = Files.readAllBytes(file);
            bytes[6] = version;
            Files.write(file, bytes);
            assertUserError(() -> NpyFile.open(file), "1.0, 2.0 or 3.0", "found " + version + ".0");
        }
        byte[] header =
                "{\"shape\": (2,1), \"fortran_order\": False, \"descr\": \"<f4\"}".getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(12 + header.length + 8).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 3, 0});
        bytes.putInt(header.length).put(header).putFloat(1).putFloat(2);
        Files.write(file, bytes.array());
        assertEquals(2, NpyFile.open(file).rows());
        Files.write(file, bytes.putInt(8, -1).array());
        assertUserError(() -> NpyFile.open(file), "header of the NumPy file is broken");
        Files.write(file, bytes.putInt(8, 5000).array());
        assertUserError(() -> NpyFile.open(file), "the end of the file");
    }

    @Test
    void everyWidthAndByteOrderIsReadAsFloat32() throws IOException {
        Path file = folder.resolve("x.npy");
        for (String type : List.of("<f2", ">f2", "<f4", ">f4", "<f8", ">f8")) {
            ByteOrder order = type.startsWith("<") ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
            int width = type.charAt(2) - '0';
            ByteBuffer values = ByteBuffer.allocate(2 * width).order(order);
            switch (width) {
                case 2 -> values.putShort((short) 0x3e00).putShort((short) 0xc000);
                case 4 -> values.putFloat(1.5f).putFloat(-2);
                default -> values.putDouble(1.5).putDouble(-2);
            }
            write(file, "{'descr': '" + type + "', 'fortran_order': False, 'shape': (1, 2), }", values.array());
            NpyFile matrix = NpyFile.open(file);
            try (FileChannel channel = FileChannel.open(file)) {
                assertArrayEquals(new float[] {1.5f, -2}, matrix.row(channel, 0), type);
            }
        }
    }

    @Test
    void aVectorWithoutADirectionIsRefusedWithItsRow() throws IOException {
        StoredVectors.Source source = source("a", 2, "other", "q1", "p1", "q2");
        byte[] bytes = Files.readAllBytes(source.vectors());
        int row = 2 * Float.BYTES;
        byte[] zero = bytes.clone();
        Arrays.fill(zero, zero.length - row, zero.length, (byte) 0);
        Files.write(source.vectors(), zero);
        assertUserError(() -> StoredVectors.open(List.of(source), DATA), "a.npy", "row 4 is zero");
        byte[] nan = bytes.clone();
        Arrays.fill(nan, nan.length - 2 * row, nan.length - row, (byte) 0xff);
        Files.write(source.vectors(), nan);
        assertUserError(() -> StoredVectors.open(List.of(source), DATA), "row 3 has numbers that are not finite");
        byte[] elsewhere = bytes.clone();
        Arrays.fill(elsewhere, elsewhere.length - 4 * row, elsewhere.length - 3 * row, (byte) 0xff);
        Files.write(source.vectors(), elsewhere);
        assertEquals(2, StoredVectors.open(List.of(source), DATA).dimension(), "a row that is not trained on");
    }

    private static void assertUserError(Executable action, String... parts) {
        UserError error = assertThrows(UserError.class, action);
        for (String part : parts) {
            assertTrue(error.getMessage().contains(part), error.getMessage());
        }
    }

    /** Text i has the vector i, i + 0.5, … */
    private StoredVectors.Source source(String name, int columns, String... texts) throws IOException {
        Path file = folder.resolve(name + ".npy");
        float[] values = new float[texts.length * columns];
        for (int i = 0; i < values.length; i++) {
            int row = i / columns;
            values[i] = row + 0.5f * (i % columns);
        }
        String shape = "(" + texts.length + ", " + columns + ")";
        write(file, "{'descr': '<f4', 'fortran_order': False, 'shape': " + shape + ", }", values);
        Path lines = folder.resolve(name + ".txt");
        Files.writeString(lines, String.join("\n", texts) + "\n");
        return new StoredVectors.Source(file, lines);
    }

    private static void write(Path file, String header, float[] values) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putFloat(value);
        }
        write(file, header, bytes.array());
    }

    private static void write(Path file, String header, byte[] values) throws IOException {
        byte[] text = (header + "\n").getBytes(StandardCharsets.US_ASCII);
        ByteBuffer bytes = ByteBuffer.allocate(10 + text.length + values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
        bytes.put((byte) 1)
                .put((byte) 0)
                .putShort((short) text.length)
                .put(text)
                .put(values);
        Files.write(file, bytes.array());
    }
}

package dev.gemmatune.model.safetensors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.model.UserError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsErrorsTest {

    @TempDir
    Path folder;

    /** Headers of a file with 16 bytes of data, and what the message says. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}                 | 8 bytes follow the last tensor
            {"a":{"dtype":"F32","shape":[4],"data_offsets":[0,17]}}                | a claims the bytes 0 to 17 of 16
            {"a":{"dtype":"F32","shape":[4],"data_offsets":[16,0]}}                | a claims the bytes 16 to 0
            {"a":{"dtype":"F32","shape":[4],"data_offsets":[-16,0]}}               | data_offsets holds a negative number
            {"a":{"dtype":"F32","shape":[4],"data_offsets":[0,1.5]}}               | data_offsets holds a number (1.5)
            {"a":{"dtype":"F32","shape":[4],"data_offsets":[0]}}                   | data_offsets has 1 numbers instead of 2
            {"a":{"dtype":"F32","shape":[4],"data_offsets":[0,99999999999999999999]}} | data_offsets holds a number
            {"a":{"dtype":"F32","shape":[3],"data_offsets":[0,16]}}                | a has shape [3] of F32 but 16 bytes
            {"a":{"dtype":"F32","shape":[4294967296,4294967296,4],"data_offsets":[0,16]}} | a has shape
            {"a":{"dtype":"F32","shape":[-4],"data_offsets":[0,16]}}               | shape holds a negative number
            {"a":{"dtype":"F32","shape":"4","data_offsets":[0,16]}}                | shape must be an array of numbers
            {"a":{"dtype":"F8_E4M3","shape":[16],"data_offsets":[0,16]}}           | the element type is F8_E4M3; F32, BF16 and F16
            {"a":{"shape":[4],"data_offsets":[0,16]}}                              | the key "dtype" is missing
            {"a":7}                                                                | the tensor a is described by a number (7)
            {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[3],"data_offsets":[4,16]}} | the bytes of b overlap
            {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[12,16]}} | leave a hole
            [1, 2]                                                                 | expected a JSON object, found an array
            {"a":                                                                  | the JSON is broken
            """)
    void headerThatLiesIsRefused(String header, String part) throws IOException {
        Path file = write(header.getBytes(StandardCharsets.UTF_8), header.length(), 16);
        assertRefused(file, part);
    }

    @Test
    void soundHeaderIsRead() throws IOException {
        String header = "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
                + "\"b\":{\"dtype\":\"F16\",\"shape\":[2,2],\"data_offsets\":[8,16]}}";
        SafetensorsFile file =
                SafetensorsFile.open(write(header.getBytes(StandardCharsets.UTF_8), header.length(), 16));
        assertEquals(List.of(2L, 2L), file.entry("b").shape());
        assertEquals(8, file.map("b").remaining());
    }

    @Test
    void lengthOfTheHeaderIsHeldAgainstTheFile() throws IOException {
        for (long claimed : new long[] {3, 1_000_000, 1L << 40, Long.MAX_VALUE, -1, 0}) {
            assertRefused(write(new byte[] {'{', '}'}, claimed, 0), "its header claims");
        }
    }

    @Test
    void filesThatAreNoneAreNamed() throws IOException {
        assertRefused(folder.resolve("missing.safetensors"), "does not exist");
        Path short7 = Files.write(folder.resolve("short.safetensors"), new byte[7]);
        assertRefused(short7, "7 bytes, fewer than the 8");
        Path empty = Files.write(folder.resolve("empty.safetensors"), new byte[0]);
        assertRefused(empty, "0 bytes");
        Path inner = Files.createDirectory(folder.resolve("folder.safetensors"));
        assertRefused(inner, "");
    }

    @Test
    void fullDiskIsSaidAndLeavesNothing() throws IOException {
        Path full = Path.of("/dev/full");
        Assumptions.assumeTrue(Files.isWritable(full) && !Files.isRegularFile(full), "only where there is /dev/full");
        Path file = folder.resolve("out.safetensors");
        // The writer writes beside the file; what lies there leads to the full disk.
        Files.createSymbolicLink(folder.resolve("out.safetensors.part"), full);
        TreeMap<String, List<Long>> shapes = new TreeMap<>(Map.of("a", List.of(4L)));
        UserError error = assertThrows(
                UserError.class,
                () -> SafetensorsWriter.write(file, shapes, Map.of(), name -> ByteBuffer.allocate(16)));
        assertTrue(error.getMessage().contains("cannot write " + file), error.getMessage());
        assertTrue(error.getMessage().contains("check the free space"), error.getMessage());
        assertFalse(Files.exists(file));
        assertFalse(Files.isSymbolicLink(folder.resolve("out.safetensors.part")));
    }

    private Path write(byte[] header, long claimed, int data) throws IOException {
        ByteBuffer bytes =
                ByteBuffer.allocate(Long.BYTES + header.length + data).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(claimed).put(header);
        return Files.write(folder.resolve("file.safetensors"), bytes.array());
    }

    private static void assertRefused(Path file, String part) {
        String message =
                assertThrows(UserError.class, () -> SafetensorsFile.open(file)).getMessage();
        assertTrue(message.contains(file.toString()) && message.contains(part), message);
    }
}

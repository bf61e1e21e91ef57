package dev.gemmatune.datasets.lines;

import static dev.gemmatune.datasets.TextFiles.assertUserError;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.datasets.rows.RowFile;
import dev.gemmatune.model.UserError;
import io.airlift.compress.zstd.ZstdCompressor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchivesTest {

    private static final byte[] FIRST = utf8("{\"text\": \"first\"}\n");
    private static final byte[] REST = utf8("{\"text\": \"later\"}\n".repeat(500));

    /** A frame that zstd skips: its magic number, its length, and that many bytes. */
    private static final byte[] SKIPPED = {0x53, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 7, 7, 7};

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"gz", "zst"})
    void allMembersAreReadOneAfterTheOther(String ending) throws IOException {
        Path file = write(ending, packed(FIRST, ending), packed(new byte[0], ending), packed(REST, ending));
        assertEquals(501, rows(file));
        try (InputStream input = TextInput.open(file)) {
            assertArrayEquals(joined(FIRST, REST), input.readAllBytes());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gz", "zst"})
    void aBrokenMemberIsNoEnd(String ending) throws IOException {
        byte[] first = packed(FIRST, ending);
        byte[] rest = packed(REST, ending);
        for (int place = 0; place < (ending.equals("gz") ? 3 : 4); place++) {
            byte[] broken = rest.clone();
            broken[place] ^= 1;
            assertUserError(
                    () -> rows(write(ending, first, broken)), " is damaged after byte " + first.length + ": what");
        }
        assertUserError(
                () -> rows(write(ending, first, utf8("garbage"))), " is damaged after byte " + first.length + ": what");
        for (int length = 1; length < rest.length; length++) {
            byte[] cut = Arrays.copyOf(rest, length);
            assertUserError(() -> rows(write(ending, first, cut)), " is damaged after byte ");
        }
    }

    /** As gzip and zstd themselves have it. */
    @Test
    void zerosBehindGzipArePaddingAndFramesOfZstdMayBeSkipped() throws IOException {
        assertEquals(1, rows(write("gz", packed(FIRST, "gz"), new byte[1000])));
        assertUserError(() -> rows(write("gz", packed(FIRST, "gz"), new byte[9], utf8("x"))), "damaged after byte");
        assertEquals(501, rows(write("zst", SKIPPED, packed(FIRST, "zst"), SKIPPED, packed(REST, "zst"), SKIPPED)));
        assertUserError(() -> rows(write("zst", packed(FIRST, "zst"), new byte[1])), "damaged after byte");
    }

    /** Every byte of a small archive, changed at random: the right text, or an error of the user's. */
    @ParameterizedTest
    @ValueSource(strings = {"gz", "zst"})
    void noDamageGivesWrongRowsInSilence(String ending) throws IOException {
        byte[] whole = joined(packed(FIRST, ending), packed(REST, ending));
        byte[] text = joined(FIRST, REST);
        Random random = new Random(7);
        int refused = 0;
        for (int place = 0; place < whole.length; place++) {
            byte[] changed = whole.clone();
            changed[place] ^= (byte) (1 + random.nextInt(255));
            Path file = write(ending, changed);
            try (InputStream input = TextInput.open(file)) {
                byte[] found = all(input, file);
                // Of zstd's frames without a checksum only the structure can be checked.
                if (ending.equals("gz")) {
                    assertArrayEquals(text, found, "byte " + place);
                }
            } catch (UserError e) {
                refused++;
            }
        }
        assertTrue(refused > whole.length / 3, refused + " of " + whole.length);
    }

    private Path write(String ending, byte[]... parts) throws IOException {
        return Files.write(folder.resolve("a.jsonl." + ending), joined(parts));
    }

    private static byte[] all(InputStream input, Path file) {
        try {
            return input.readAllBytes();
        } catch (IOException e) {
            throw TextInput.cannotRead(file.toString(), e);
        }
    }

    private static int rows(Path file) {
        int[] count = {0};
        RowFile.read(file, row -> count[0]++);
        return count[0];
    }

    private static byte[] packed(byte[] text, String ending) throws IOException {
        if (ending.equals("zst")) {
            ZstdCompressor compressor = new ZstdCompressor();
            byte[] frame = new byte[compressor.maxCompressedLength(text.length)];
            return Arrays.copyOf(frame, compressor.compress(text, 0, text.length, frame, 0, frame.length));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text);
        }
        return bytes.toByteArray();
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            bytes.writeBytes(part);
        }
        return bytes.toByteArray();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

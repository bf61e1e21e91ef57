package dev.gemmatune.model.cache;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * The token ids of a list of texts: a magic number, the key (32 bytes), the number of texts, for each text its length and
 * its ids (numbers in {@link VariableInts}' form), and the CRC-32C of all that (4 bytes, big-endian). Written and read as
 * a stream.
 */
final class TokenFile {

    private static final byte[] MAGIC = {'G', 'T', 'T', 'O', 'K', 'E', 'N', 1};
    private static final int BUFFER = 1 << 18;

    private TokenFile() {}

    /**
     * The ids, or nothing if there is no such file or it is not sound.
     *
     * @param texts how many there must be
     * @param maxLength the most ids of one
     */
    static Optional<List<int[]>> read(Path file, byte[] key, int texts, int maxLength) {
        CRC32C sum = new CRC32C();
        try (InputStream input = Files.newInputStream(file)) {
            long content = Files.size(file) - Integer.BYTES;
            VariableInts.Reader reader = new VariableInts.Reader(new CheckedInputStream(input, sum), content, BUFFER);
            if (!Arrays.equals(reader.bytes(MAGIC.length), MAGIC)
                    || !Arrays.equals(reader.bytes(key.length), key)
                    || reader.next() != texts) {
                return Optional.empty();
            }
            List<int[]> ids = new ArrayList<>(texts);
            for (int text = 0; text < texts; text++) {
                ids.add(text(reader, maxLength));
            }
            byte[] stored = input.readNBytes(Integer.BYTES);
            boolean sound = reader.atEnd() && Arrays.equals(stored, bytes(sum));
            return sound ? Optional.of(ids) : Optional.empty();
        } catch (IOException damaged) {
            // Whatever the reason, the texts can be tokenized again.
            return Optional.empty();
        }
    }

    /**
     * Writes through a file of its own beside, since several processes may start with the same texts at once.
     *
     * @throws IOException if there is no space or no permission; nothing is left then
     */
    static void write(Path file, byte[] key, List<int[]> ids) throws IOException {
        Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
        Path part = Files.createTempFile(folder, file.getFileName() + ".", ".part");
        try {
            try (OutputStream raw = new BufferedOutputStream(Files.newOutputStream(part), BUFFER)) {
                CRC32C sum = new CRC32C();
                OutputStream output = new BufferedOutputStream(new CheckedOutputStream(raw, sum), BUFFER);
                output.write(MAGIC);
                output.write(key);
                VariableInts.write(output, ids.size());
                for (int[] text : ids) {
                    VariableInts.write(output, text.length);
                    for (int id : text) {
                        VariableInts.write(output, id);
                    }
                }
                output.flush();
                raw.write(bytes(sum));
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static int[] text(VariableInts.Reader reader, int maxLength) throws IOException {
        int length = reader.next();
        if (length < 0 || length > maxLength) {
            throw new IOException("a text of " + length + " tokens, expected at most " + maxLength);
        }
        int[] ids = new int[length];
        for (int i = 0; i < length; i++) {
            ids[i] = reader.next();
        }
        return ids;
    }

    private static byte[] bytes(CRC32C sum) {
        return ByteBuffer.allocate(Integer.BYTES).putInt((int) sum.getValue()).array();
    }
}

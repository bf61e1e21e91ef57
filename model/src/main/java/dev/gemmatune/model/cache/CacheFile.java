package dev.gemmatune.model.cache;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The file behind a cache: a header, then records of one size, each a key of 32 bytes, a vector of little-endian float32
 * and their CRC-32C. Records are only ever appended. What a killed process left at the end is cut off when the file is
 * next opened or written; a record whose checksum does not fit is as good as none.
 *
 * <p>Several processes may use a file: whoever writes holds its lock. One does not see what another appends meanwhile.
 */
final class CacheFile implements AutoCloseable {

    static final int KEY = 32;
    static final int HEADER = 64;

    private static final byte[] MAGIC = "gemmatune-emb-1\n".getBytes(StandardCharsets.US_ASCII);
    private static final int SCANNED_AT_ONCE = 1 << 20;
    /** A byte that no file has: on Windows a lock hinders others from reading what is locked. */
    private static final long LOCKED = Long.MAX_VALUE - 1;
    /** A virtual machine may hold a lock of a file only once. */
    private static final Object WITHIN_PROCESS = new Object();

    private final Path path;
    private final FileChannel channel;
    private final int dimension;
    private final int recordBytes;
    private final KeyTable table = new KeyTable();
    private int damaged;

    private CacheFile(Path path, FileChannel channel, int dimension) {
        this.path = path;
        this.channel = channel;
        this.dimension = dimension;
        this.recordBytes = KEY + dimension * Float.BYTES + Integer.BYTES;
    }

    /** Opens or makes a file. One with a wrong header is begun anew. Cost: reading the keys of all records. */
    static CacheFile open(Path path, byte[] identity, int dimension) throws IOException {
        Files.createDirectories(path.getParent());
        FileChannel channel =
                FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
        CacheFile file = new CacheFile(path, channel, dimension);
        try {
            file.prepare(header(identity, dimension));
            file.readKeys();
            return file;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    Path path() {
        return path;
    }

    long bytes() throws IOException {
        return channel.size();
    }

    /** Records that were looked up and found damaged. */
    int damaged() {
        return damaged;
    }

    /** The vector of a key, if there is a sound record of it. */
    Optional<float[]> find(byte[] key) throws IOException {
        int record = table.get(prefix(key, 0));
        if (record < 0) {
            return Optional.empty();
        }
        ByteBuffer bytes = read(position(record), recordBytes);
        if (bytes.remaining() < recordBytes) {
            damaged++;
            return Optional.empty();
        }
        byte[] content = new byte[recordBytes];
        bytes.get(0, content);
        if (checksum(content, 0) != bytes.getInt(recordBytes - Integer.BYTES)) {
            damaged++;
            return Optional.empty();
        }
        if (!Arrays.equals(content, 0, KEY, key, 0, KEY)) {
            return Optional.empty();
        }
        float[] vector = new float[dimension];
        bytes.position(KEY)
                .slice()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(vector);
        return Optional.of(vector);
    }

    /** Appends records in one go. */
    void append(List<byte[]> keys, float[][] vectors) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(keys.size(), recordBytes))
                .order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < vectors.length; i++) {
            int start = bytes.position();
            bytes.put(keys.get(i));
            for (float value : vectors[i]) {
                bytes.putFloat(value);
            }
            bytes.putInt(checksum(bytes.array(), start));
        }
        bytes.flip();
        synchronized (WITHIN_PROCESS) {
            FileLock lock = channel.lock(LOCKED, 1, false);
            try {
                int first = cutToWholeRecords();
                writeFully(bytes, position(first));
                for (int i = 0; i < keys.size(); i++) {
                    table.put(prefix(keys.get(i), 0), first + i);
                }
            } finally {
                lock.release();
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void prepare(ByteBuffer header) throws IOException {
        synchronized (WITHIN_PROCESS) {
            FileLock lock = channel.lock(LOCKED, 1, false);
            try {
                boolean sound = channel.size() >= HEADER && read(0, HEADER).equals(header.duplicate());
                if (!sound) {
                    channel.truncate(0);
                    writeFully(header, 0);
                }
                cutToWholeRecords();
            } finally {
                lock.release();
            }
        }
    }

    /** Cuts off what a killed process left, and says how many records there are. */
    private int cutToWholeRecords() throws IOException {
        long records = (channel.size() - HEADER) / recordBytes;
        if (position(records) < channel.size()) {
            channel.truncate(position(records));
        }
        return Math.toIntExact(records);
    }

    private void readKeys() throws IOException {
        int records = (int) ((channel.size() - HEADER) / recordBytes);
        int atOnce = Math.max(1, SCANNED_AT_ONCE / recordBytes);
        for (int start = 0; start < records; start += atOnce) {
            int count = Math.min(atOnce, records - start);
            byte[] bytes = read(position(start), count * recordBytes).array();
            for (int i = 0; i < count; i++) {
                table.put(prefix(bytes, i * recordBytes), start + i);
            }
        }
    }

    private long position(long record) {
        return HEADER + record * recordBytes;
    }

    private int checksum(byte[] bytes, int start) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, start, recordBytes - Integer.BYTES);
        return (int) crc.getValue();
    }

    private static ByteBuffer header(byte[] identity, int dimension) {
        ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
        header.put(MAGIC).put(identity).putInt(dimension);
        return header.rewind();
    }

    private static long prefix(byte[] key, int start) {
        return ByteBuffer.wrap(key, start, Long.BYTES).getLong();
    }

    /** The bytes from a position, fewer at the end of the file. */
    private ByteBuffer read(long position, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining() && channel.read(bytes, position + bytes.position()) >= 0) {
            // Another round reads on.
        }
        return bytes.flip();
    }

    private void writeFully(ByteBuffer bytes, long position) throws IOException {
        long next = position;
        while (bytes.hasRemaining()) {
            next += channel.write(bytes, next);
        }
    }
}

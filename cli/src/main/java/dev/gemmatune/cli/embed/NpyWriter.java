package dev.gemmatune.cli.embed;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Writes a NumPy array {@code [rows, columns]} of float32 row by row; the number of rows is entered at the end.
 *
 * <p>Format: version 1.0 of NumPy's {@code numpy.lib.format}.
 */
public final class NpyWriter implements VectorWriter {

    /** Large enough for any number of rows; NumPy aligns to 64 as well. */
    private static final int HEADER_BYTES = 128;

    private static final int PREFIX_BYTES = 10;

    private final FileChannel channel;
    private final int columns;
    private long rows;

    /** Begins a file. */
    public NpyWriter(Path file, int columns) throws IOException {
        this.columns = columns;
        this.channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        writeHeader();
        channel.position(HEADER_BYTES);
    }

    @Override
    public void write(List<EmbeddedText> texts, float[][] vectors) throws IOException {
        write(vectors);
    }

    /**
     * Adds rows.
     *
     * @param vectors {@code [n][columns]}
     */
    public void write(float[][] vectors) throws IOException {
        ByteBuffer bytes =
                ByteBuffer.allocate(vectors.length * columns * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float[] vector : vectors) {
            if (vector.length != columns) {
                throw new IllegalArgumentException("vectors must have " + columns + " columns, got " + vector.length);
            }
            for (float value : vector) {
                bytes.putFloat(value);
            }
        }
        writeFully(bytes.flip());
        rows += vectors.length;
    }

    /** Enters the number of rows. */
    @Override
    public void close() throws IOException {
        try (channel) {
            channel.position(0);
            writeHeader();
        }
    }

    private void writeHeader() throws IOException {
        String dictionary = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + rows + ", " + columns + "), }";
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        header.put((byte) 0x93)
                .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
                .put((byte) 1)
                .put((byte) 0);
        header.putShort((short) (HEADER_BYTES - PREFIX_BYTES));
        header.put(dictionary.getBytes(StandardCharsets.US_ASCII));
        while (header.position() < HEADER_BYTES - 1) {
            header.put((byte) ' ');
        }
        writeFully(header.put((byte) '\n').flip());
    }

    private void writeFully(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}

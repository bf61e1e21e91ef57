package dev.gemmatune.train.vectors;

import dev.gemmatune.model.UserError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A matrix of float32 in a file of NumPy's format (versions 1 to 3), read row by row.
 *
 * @param file where it lies
 * @param rows vectors
 * @param columns components of each
 * @param start the byte at which the first row begins
 */
record NpyFile(Path file, long rows, int columns, long start) {

    private static final int MAGIC_BYTES = 8;
    private static final int LONGEST_HEADER = 1 << 16;
    private static final Pattern DTYPE = Pattern.compile("'descr':\\s*'([^']*)'");
    private static final Pattern ORDER = Pattern.compile("'fortran_order':\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape':\\s*\\(([^)]*)\\)");
    private static final Pattern MATRIX = Pattern.compile("(\\d{1,18}),\\s*(\\d{1,9}),?\\s*");

    /**
     * Reads the header.
     *
     * @throws UserError if it is no such file, or not as long as its header says
     */
    static NpyFile open(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new UserError(file + (Files.exists(file) ? " is not a file" : " does not exist")
                    + "; a .npy file of float32 vectors is expected");
        }
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer magic = read(channel, 0, MAGIC_BYTES + Integer.BYTES);
            boolean isNumpy = magic.limit() == MAGIC_BYTES + Integer.BYTES
                    && magic.get(0) == (byte) 0x93
                    && magic.get(1) == 'N'
                    && magic.get(5) == 'Y';
            if (!isNumpy) {
                throw new UserError(file + ": expected a NumPy file (.npy), found something else");
            }
            boolean first = magic.get(MAGIC_BYTES - 2) == 1;
            int length = first ? Short.toUnsignedInt(magic.getShort(MAGIC_BYTES)) : magic.getInt(MAGIC_BYTES);
            int start = MAGIC_BYTES + (first ? Short.BYTES : Integer.BYTES);
            if (length < 0 || length > LONGEST_HEADER) {
                throw new UserError(file + ": the header of the NumPy file is broken");
            }
            ByteBuffer header = read(channel, start, length);
            String text = StandardCharsets.ISO_8859_1.decode(header).toString();
            return checked(file, text, start + length, channel.size());
        } catch (IOException e) {
            throw new UserError("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** Reads a row into a vector. */
    float[] row(FileChannel channel, long row) throws IOException {
        ByteBuffer bytes = read(channel, start + row * columns * Float.BYTES, columns * Float.BYTES);
        float[] vector = new float[columns];
        bytes.asFloatBuffer().get(vector);
        return vector;
    }

    private static NpyFile checked(Path file, String header, long start, long size) {
        String type = group(DTYPE, header);
        if (!type.equals("<f4")) {
            throw new UserError(file + ": expected float32 ('<f4'), found '" + type
                    + "'; convert it with NumPy's astype(\"float32\")");
        }
        if (!group(ORDER, header).equals("False")) {
            throw new UserError(file + ": expected rows one after the other, found Fortran order; save"
                    + " numpy.ascontiguousarray of it");
        }
        Matcher shape = MATRIX.matcher(group(SHAPE, header));
        if (!shape.matches()) {
            throw new UserError(
                    file + ": expected a matrix [texts, dimensions], found the shape (" + group(SHAPE, header) + ")");
        }
        NpyFile matrix = new NpyFile(file, Long.parseLong(shape.group(1)), Integer.parseInt(shape.group(2)), start);
        long expected = start + matrix.rows * matrix.columns * Float.BYTES;
        if (size < expected) {
            throw new UserError(
                    file + ": expected " + expected + " bytes, found " + size + "; the file is not complete");
        }
        return matrix;
    }

    private static String group(Pattern pattern, String header) {
        Matcher matcher = pattern.matcher(header);
        return matcher.find() ? matcher.group(1) : "";
    }

    private static ByteBuffer read(FileChannel channel, long position, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        long at = position;
        while (bytes.hasRemaining()) {
            int count = channel.read(bytes, at);
            if (count < 0) {
                break;
            }
            at += count;
        }
        return bytes.flip();
    }
}

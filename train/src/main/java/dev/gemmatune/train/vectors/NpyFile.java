package dev.gemmatune.train.vectors;

import dev.gemmatune.model.UserError;
import dev.gemmatune.model.safetensors.ElementType;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A matrix of floating-point numbers in a file of NumPy's format (versions 1.0, 2.0 and 3.0), read row by row as float32.
 *
 * @param file where it lies
 * @param rows vectors
 * @param columns components of each
 * @param start the byte at which the first row begins
 * @param order of the bytes of a number
 * @param width bytes of a number: 2, 4 or 8
 */
record NpyFile(Path file, long rows, int columns, long start, ByteOrder order, int width) {

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    /** Magic, then a byte for each half of the version. */
    private static final int PREFIX_BYTES = 8;
    /** NumPy's own limit is 10,000 characters. */
    private static final int LONGEST_HEADER = 1 << 16;

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
            ByteBuffer prefix = read(channel, 0, PREFIX_BYTES + Integer.BYTES);
            if (prefix.limit() < PREFIX_BYTES + Short.BYTES
                    || !prefix.slice(0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC))) {
                throw new UserError(file + ": expected a NumPy file (.npy), found something else");
            }
            int major = Byte.toUnsignedInt(prefix.get(MAGIC.length));
            int minor = Byte.toUnsignedInt(prefix.get(MAGIC.length + 1));
            if (major < 1 || major > 3 || minor != 0) {
                throw new UserError(file + ": expected version 1.0, 2.0 or 3.0 of NumPy's format, found " + major + "."
                        + minor + "; save the array again with numpy.save");
            }
            int start = PREFIX_BYTES + (major == 1 ? Short.BYTES : Integer.BYTES);
            long length = prefix.limit() < start
                    ? Long.MAX_VALUE
                    : major == 1
                            ? Short.toUnsignedInt(prefix.getShort(PREFIX_BYTES))
                            : Integer.toUnsignedLong(prefix.getInt(PREFIX_BYTES));
            if (length > LONGEST_HEADER || start + length > channel.size()) {
                throw new UserError(file + ": the header of the NumPy file is broken, it would end behind "
                        + (length > LONGEST_HEADER ? LONGEST_HEADER + " characters" : "the end of the file")
                        + "; save the array again with numpy.save");
            }
            Charset charset = major == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
            String literal = charset.decode(read(channel, start, (int) length)).toString();
            return checked(file, NpyHeader.parse(file, literal), start + length, channel.size());
        } catch (IOException e) {
            throw new UserError("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** Reads a row into a vector. */
    float[] row(FileChannel channel, long row) throws IOException {
        ByteBuffer bytes =
                read(channel, start + row * columns * width, columns * width).order(order);
        float[] vector = new float[columns];
        for (int i = 0; i < columns; i++) {
            vector[i] = switch (width) {
                case Short.BYTES -> ElementType.F16.widen(bytes.getShort());
                case Float.BYTES -> bytes.getFloat();
                default -> (float) bytes.getDouble();
            };
        }
        return vector;
    }

    private static NpyFile checked(Path file, NpyHeader header, long start, long size) {
        if (!header.type().matches("[<>]f[248]")) {
            throw new UserError(file + ": expected float32 ('<f4'), or floats of 2, 4 or 8 bytes, found '"
                    + header.type() + "'; convert it with NumPy's astype(\"float32\")");
        }
        if (header.fortranOrder()) {
            throw new UserError(file + ": expected rows one after the other, found Fortran order; save"
                    + " numpy.ascontiguousarray of it");
        }
        int width = header.type().charAt(2) - '0';
        BigInteger expected = BigInteger.valueOf(header.rows())
                .multiply(BigInteger.valueOf((long) header.columns() * width))
                .add(BigInteger.valueOf(start));
        if (!expected.equals(BigInteger.valueOf(size))) {
            throw new UserError(file + ": expected " + expected + " bytes, found " + size
                    + "; the file is not complete," + " or holds more than one array");
        }
        if ((long) header.columns() * width > Integer.MAX_VALUE) {
            throw new UserError(file + ": expected vectors, found rows of " + header.columns() + " numbers");
        }
        ByteOrder order = header.type().charAt(0) == '<' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        return new NpyFile(file, header.rows(), header.columns(), start, order, width);
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

package dev.gemmatune.model.cache;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Whole numbers of 1 to 5 bytes: seven bits in each, the lowest first, the eighth bit set where another byte follows. */
final class VariableInts {

    private static final int BITS = 7;
    private static final int MORE = 1 << BITS;
    private static final int LOW = MORE - 1;

    private VariableInts() {}

    static void write(OutputStream output, int number) throws IOException {
        int rest = number;
        while ((rest & ~LOW) != 0) {
            output.write((rest & LOW) | MORE);
            rest >>>= BITS;
        }
        output.write(rest);
    }

    /** Reads as many bytes of a stream as it is told, a buffer at a time, and none after them. */
    static final class Reader {

        private final InputStream input;
        private final byte[] buffer;
        private long left;
        private int position;
        private int filled;

        Reader(InputStream input, long bytes, int bufferSize) {
            this.input = input;
            this.left = bytes;
            this.buffer = new byte[bufferSize];
        }

        /** The next number; a damaged one may be any. */
        int next() throws IOException {
            int number = 0;
            int shift = 0;
            int octet = octet();
            while (octet < 0) {
                if (shift >= Integer.SIZE - BITS) {
                    throw new IOException("a number of more than 5 bytes");
                }
                number |= (octet & LOW) << shift;
                shift += BITS;
                octet = octet();
            }
            return number | octet << shift;
        }

        byte[] bytes(int count) throws IOException {
            byte[] bytes = new byte[count];
            for (int i = 0; i < count; i++) {
                bytes[i] = octet();
            }
            return bytes;
        }

        boolean atEnd() {
            return left == 0 && position == filled;
        }

        private byte octet() throws IOException {
            if (position == filled) {
                filled = left <= 0 ? -1 : input.read(buffer, 0, (int) Math.min(left, buffer.length));
                position = 0;
                if (filled <= 0) {
                    throw new EOFException("the file ends too early");
                }
                left -= filled;
            }
            return buffer[position++];
        }
    }
}

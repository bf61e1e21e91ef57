package dev.gemmatune.datasets.lines;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Decompresses gzip (RFC 1952), all its members one after the other. Unlike the JDK's stream, which takes a broken member for
 * the end, it refuses whatever stands behind a member and is none; zeros, with which tapes and blocks are filled up, are
 * passed over as gzip itself does.
 */
final class GzipMembers extends BulkInput {

    private static final int BUFFER_BYTES = 1 << 16;
    private static final int DEFLATE = 8;
    private static final int HEADER_CRC = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int RESERVED = 0xE0;

    private final InputStream input;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int filled;
    private long before;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 sum = new CRC32();
    private boolean atEnd;

    /**
     * Reads the header of the first member.
     *
     * @throws DamagedArchive if there is none
     */
    GzipMembers(InputStream input) throws IOException {
        this.input = input;
        try {
            header(next(), 0);
        } catch (EOFException e) {
            inflater.end();
            throw new DamagedArchive(consumed(), "it is cut off, its compressed data ends too early");
        } catch (IOException e) {
            inflater.end();
            throw e;
        }
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (!atEnd) {
            int count = inflate(bytes, offset, length);
            sum.update(bytes, offset, count);
            if (count > 0) {
                return count;
            }
            if (inflater.finished()) {
                endMember();
            } else if (inflater.needsInput() && !fill()) {
                throw new DamagedArchive(before, "it is cut off, its compressed data ends too early");
            } else if (inflater.needsInput()) {
                inflater.setInput(buffer, 0, filled);
                position = filled;
            } else if (inflater.needsDictionary()) {
                throw new DamagedArchive(consumed(), "its compressed data needs a dictionary");
            }
        }
        return -1;
    }

    private int inflate(byte[] bytes, int offset, int length) throws IOException {
        try {
            return inflater.inflate(bytes, offset, length);
        } catch (DataFormatException e) {
            throw new DamagedArchive(consumed(), "its compressed data is broken (" + e.getMessage() + ")");
        }
    }

    /** Compares sum and length, and begins the next member if there is one. */
    private void endMember() throws IOException {
        position -= inflater.getRemaining();
        long end = consumed();
        try {
            boolean right = number() == sum.getValue() && number() == (inflater.getBytesWritten() & 0xFFFFFFFFL);
            if (!right) {
                throw new DamagedArchive(end, "what was decompressed before has another checksum");
            }
            end = consumed();
            int first = nextOrEnd();
            while (first == 0) {
                first = nextOrEnd();
            }
            if (first < 0) {
                atEnd = true;
                return;
            }
            inflater.reset();
            sum.reset();
            header(first, end);
        } catch (EOFException e) {
            throw new DamagedArchive(end, "it is cut off, its compressed data ends too early");
        }
    }

    private void header(int first, long start) throws IOException {
        if (first != 0x1F || next() != 0x8B || next() != DEFLATE) {
            throw new DamagedArchive(
                    start,
                    start == 0
                            ? "it does not begin as a gzip file; correct its ending"
                            : "what follows is no gzip data, but is not zeros either");
        }
        int flags = next();
        if ((flags & RESERVED) != 0) {
            throw new DamagedArchive(start, "the header of its gzip data is broken");
        }
        // Time, extra flags, operating system.
        skip(6);
        if ((flags & EXTRA) != 0) {
            skip(next() | next() << 8);
        }
        if ((flags & NAME) != 0) {
            skipText();
        }
        if ((flags & COMMENT) != 0) {
            skipText();
        }
        if ((flags & HEADER_CRC) != 0) {
            skip(2);
        }
        inflater.setInput(buffer, position, filled - position);
        position = filled;
    }

    private void skip(int bytes) throws IOException {
        for (int i = 0; i < bytes; i++) {
            next();
        }
    }

    private void skipText() throws IOException {
        int letter;
        do {
            letter = next();
        } while (letter != 0);
    }

    private long number() throws IOException {
        return next() | next() << 8 | next() << 16 | (long) next() << 24;
    }

    private int next() throws IOException {
        int next = nextOrEnd();
        if (next < 0) {
            throw new EOFException();
        }
        return next;
    }

    private int nextOrEnd() throws IOException {
        return position < filled || fill() ? buffer[position++] & 0xFF : -1;
    }

    private boolean fill() throws IOException {
        before += filled;
        filled = Math.max(0, input.read(buffer, 0, buffer.length));
        position = 0;
        return filled > 0;
    }

    /** How many bytes of the file were used. */
    private long consumed() {
        return before + position - (position == filled ? inflater.getRemaining() : 0);
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        input.close();
    }
}

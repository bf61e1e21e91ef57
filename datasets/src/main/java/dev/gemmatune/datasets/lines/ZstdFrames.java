package dev.gemmatune.datasets.lines;

import java.io.IOException;
import java.io.InputStream;

/**
 * The compressed bytes of zstd's frames (RFC 8878), gone through as they are handed on: frames that are to be skipped are left
 * out, and whatever is no frame is refused, so that a decompressor sees nothing but whole frames or an error.
 */
final class ZstdFrames extends BulkInput {

    private static final long MAGIC = 0xFD2FB528L;
    private static final long SKIPPABLE = 0x184D2A50L;
    private static final int CHECKSUM_BYTES = 4;
    private static final int[] DICTIONARY_BYTES = {0, 1, 2, 4};
    private static final int[] SIZE_BYTES = {0, 2, 4, 8};

    /** What comes next. */
    private enum State {
        MAGIC,
        DESCRIPTOR,
        HEADER,
        BLOCK_HEADER,
        BLOCK,
        CHECKSUM,
        SKIPPED_SIZE,
        SKIPPED
    }

    private final InputStream input;
    private State state = State.MAGIC;
    private long needed = 4;
    private long number;
    private int digits;
    private boolean checksum;
    private boolean lastBlock;
    private long position;
    private long frameStart;

    ZstdFrames(InputStream input) {
        this.input = input;
    }

    /** How many bytes were gone through before the frame at hand. */
    long frameStart() {
        return frameStart;
    }

    /** How many bytes were handed on or left out. */
    long position() {
        return position;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        while (true) {
            int count = input.read(bytes, offset, length);
            if (count < 0) {
                checkEnd();
                return -1;
            }
            int kept = walk(bytes, offset, count);
            if (kept > 0 || count == 0) {
                return kept;
            }
        }
    }

    @Override
    public void close() throws IOException {
        input.close();
    }

    private void checkEnd() throws IOException {
        boolean between = state == State.MAGIC && digits == 0 && position > 0;
        if (!between) {
            boolean noFrame = state == State.MAGIC && frameStart > 0;
            throw new DamagedArchive(
                    noFrame ? frameStart : position,
                    noFrame ? "what follows is no zstd data" : "it is cut off, its compressed data ends too early");
        }
    }

    /** Goes through bytes and closes the gaps that skipped frames leave. */
    private int walk(byte[] bytes, int offset, int count) throws IOException {
        int kept = 0;
        for (int i = offset; i < offset + count; i++) {
            boolean keep = state != State.SKIPPED_SIZE && state != State.SKIPPED;
            if (state == State.MAGIC && digits == 0) {
                frameStart = position;
            }
            bytes[offset + kept] = bytes[i];
            kept += keep ? 1 : 0;
            position++;
            boolean skips = take(bytes[i] & 0xFF);
            // The magic number of such a frame was kept until it was whole.
            kept -= skips ? Math.min(kept, 4) : 0;
        }
        return kept;
    }

    /** Takes a byte; whether it ends the magic number of a frame to skip. */
    private boolean take(int value) throws IOException {
        if (state == State.BLOCK || state == State.SKIPPED || state == State.CHECKSUM || state == State.HEADER) {
            needed--;
            if (needed == 0) {
                afterContent();
            }
            return false;
        }
        number |= (long) value << (8 * digits);
        digits++;
        if (digits < needed) {
            return false;
        }
        long found = number;
        number = 0;
        digits = 0;
        return afterNumber(found);
    }

    private boolean afterNumber(long found) throws IOException {
        switch (state) {
            case MAGIC -> {
                boolean skips = (found & 0xFFFFFFF0L) == SKIPPABLE;
                if (!skips && found != MAGIC) {
                    throw new DamagedArchive(
                            frameStart,
                            frameStart == 0
                                    ? "it does not begin as a zstd file; correct its ending"
                                    : "what follows is no zstd data");
                }
                to(skips ? State.SKIPPED_SIZE : State.DESCRIPTOR, skips ? 4 : 1);
                return skips;
            }
            case DESCRIPTOR -> descriptor((int) found);
            case BLOCK_HEADER -> blockHeader((int) found);
            case SKIPPED_SIZE -> content(State.SKIPPED, found);
            case HEADER, BLOCK, CHECKSUM, SKIPPED -> throw new IllegalStateException(state.name());
        }
        return false;
    }

    private void descriptor(int flags) {
        boolean single = (flags & 0x20) != 0;
        checksum = (flags & 4) != 0;
        int size = SIZE_BYTES[flags >> 6];
        content(State.HEADER, (single ? Math.max(size, 1) : size + 1) + DICTIONARY_BYTES[flags & 3]);
    }

    private void blockHeader(int header) throws IOException {
        lastBlock = (header & 1) != 0;
        int type = header >> 1 & 3;
        if (type == 3) {
            throw new DamagedArchive(position - 3, "a block of its compressed data is broken");
        }
        content(State.BLOCK, type == 1 ? 1 : header >> 3);
    }

    private void content(State next, long bytes) {
        to(next, bytes);
        if (bytes == 0) {
            afterContent();
        }
    }

    private void afterContent() {
        switch (state) {
            case HEADER -> to(State.BLOCK_HEADER, 3);
            case BLOCK -> {
                if (!lastBlock) {
                    to(State.BLOCK_HEADER, 3);
                } else if (checksum) {
                    to(State.CHECKSUM, CHECKSUM_BYTES);
                } else {
                    to(State.MAGIC, 4);
                }
            }
            case CHECKSUM, SKIPPED -> to(State.MAGIC, 4);
            case MAGIC, DESCRIPTOR, BLOCK_HEADER, SKIPPED_SIZE -> throw new IllegalStateException(state.name());
        }
    }

    private void to(State next, long bytes) {
        state = next;
        needed = bytes;
    }
}

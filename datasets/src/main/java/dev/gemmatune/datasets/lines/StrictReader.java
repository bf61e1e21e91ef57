package dev.gemmatune.datasets.lines;

import dev.gemmatune.model.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Reads text strictly: what is not of its encoding, UTF-8 mostly, is a {@link UserError} that names its line, and so is a
 * file that cannot be read on. A byte order mark at the start is skipped. Memory: a buffer.
 */
public final class StrictReader extends Reader {

    private static final int BUFFER_BYTES = 1 << 16;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final InputStream input;
    private final String name;
    private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER_BYTES).flip();
    private final Charset charset;
    private final String remedy;
    private final CharsetDecoder decoder;
    private boolean atStart = true;
    private boolean atEnd;
    private int lineEnds;

    /** Reads UTF-8 from a stream, which {@link #close} closes; {@code name} stands for its file in messages. */
    public StrictReader(InputStream input, String name) {
        this(input, name, StandardCharsets.UTF_8, "save the file as UTF-8");
    }

    /**
     * The same for another encoding.
     *
     * @param remedy what to do about a line that is not of it
     */
    public StrictReader(InputStream input, String name, Charset charset, String remedy) {
        this.input = input;
        this.name = name;
        this.charset = charset;
        this.remedy = remedy;
        this.decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        CharBuffer chars = CharBuffer.wrap(target, offset, length);
        while (true) {
            CoderResult result = decoder.decode(bytes, chars, atEnd);
            int count = chars.position() - offset;
            if (count > 0) {
                int kept = withoutMark(target, offset, count);
                if (kept > 0) {
                    count(target, offset, kept);
                    return kept;
                }
                chars.position(offset);
            } else if (result.isError()) {
                throw new UserError(name + ":" + (lineEnds + 1) + ": the line is not " + charset + " text; " + remedy);
            } else if (atEnd) {
                return -1;
            } else if (result.isOverflow()) {
                // A character of two units and room for one: JSON and CSV readers ask for more than that.
                throw new IOException("a buffer of " + length + " is too small");
            } else {
                fill();
            }
        }
    }

    private int withoutMark(char[] target, int offset, int count) {
        boolean marked = atStart && target[offset] == BYTE_ORDER_MARK;
        atStart = false;
        if (marked) {
            System.arraycopy(target, offset + 1, target, offset, count - 1);
        }
        return marked ? count - 1 : count;
    }

    private void count(char[] target, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (target[i] == '\n') {
                lineEnds++;
            }
        }
    }

    private void fill() {
        bytes.compact();
        int read = readBytes();
        atEnd = read < 0;
        bytes.position(bytes.position() + Math.max(read, 0));
        bytes.flip();
    }

    private int readBytes() {
        try {
            return input.read(bytes.array(), bytes.position(), bytes.remaining());
        } catch (IOException e) {
            throw TextInput.cannotRead(name, e);
        }
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}

package dev.gemmatune.datasets.lines;

import dev.gemmatune.model.UserError;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Reads UTF-8 text line by line, with the number of the line. A line ends at a line feed, a carriage return before it
 * is not part of the line, and a byte order mark at the start is skipped. Memory: one line.
 */
public final class Utf8Lines implements Closeable {

    private static final int BUFFER_BYTES = 1 << 16;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final InputStream input;
    private final String name;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int filled;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private int number;

    private Utf8Lines(InputStream input, String name) {
        this.input = input;
        this.name = name;
    }

    /**
     * Opens a file; one whose name ends in {@code .gz} or {@code .zst} is decompressed.
     *
     * @throws UserError if it is missing, a folder, or cannot be read
     */
    public static Utf8Lines open(Path file) {
        return new Utf8Lines(TextInput.open(file), file.toString());
    }

    /** Reads a stream, which {@link #close} closes; {@code name} stands for a path in messages. */
    public static Utf8Lines of(InputStream input, String name) {
        return new Utf8Lines(input, name);
    }

    /**
     * The next line, or null after the last one.
     *
     * @throws UserError if the line is not UTF-8 (the next call goes on behind it) or cannot be read
     */
    public String next() {
        if (!readBytes()) {
            return null;
        }
        number++;
        String text = decode();
        boolean marked = number == 1 && !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK;
        return marked ? text.substring(1) : text;
    }

    /**
     * Hands every line that is left to {@code consumer}. A {@link UserError} about a line, be it badly encoded or
     * refused by the consumer, is added to {@code problems}, and reading goes on behind it.
     *
     * @throws UserError if the file cannot be read on, or with all problems when there are too many
     */
    public void forEach(Problems problems, Consumer<String> consumer) {
        boolean more = true;
        while (more) {
            int before = number;
            try {
                String line = next();
                more = line != null;
                if (more) {
                    consumer.accept(line);
                }
            } catch (UserError e) {
                boolean notAboutOneLine = number == before || problems.isEnded();
                if (notAboutOneLine) {
                    throw e;
                }
                problems.add(e.getMessage());
            }
        }
    }

    /** The number of the line that {@link #next} returned, from 1. */
    public int number() {
        return number;
    }

    /** Where the line is that {@link #next} returned: {@code file:17}. */
    public String place() {
        return name + ":" + number;
    }

    /** The file's name in messages. */
    public String name() {
        return name;
    }

    @Override
    public void close() {
        try {
            input.close();
        } catch (IOException e) {
            throw TextInput.cannotRead(name, e);
        }
    }

    /** Gathers the bytes of the next line, or says that there is none. */
    private boolean readBytes() {
        line.reset();
        boolean anything = false;
        while (position < filled || fill()) {
            anything = true;
            int start = position;
            while (position < filled && buffer[position] != '\n') {
                position++;
            }
            line.write(buffer, start, position - start);
            if (position < filled) {
                position++;
                return true;
            }
        }
        return anything;
    }

    private boolean fill() {
        try {
            filled = Math.max(0, input.read(buffer, 0, buffer.length));
            position = 0;
            return filled > 0;
        } catch (IOException e) {
            throw TextInput.cannotRead(name, e);
        }
    }

    private String decode() {
        byte[] bytes = line.toByteArray();
        int length = bytes.length > 0 && bytes[bytes.length - 1] == '\r' ? bytes.length - 1 : bytes.length;
        try {
            return decoder.decode(ByteBuffer.wrap(bytes, 0, length)).toString();
        } catch (CharacterCodingException e) {
            throw new UserError(place() + ": the line is not UTF-8 text; save the file as UTF-8", e);
        }
    }
}

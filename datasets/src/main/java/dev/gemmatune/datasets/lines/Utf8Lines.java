package dev.gemmatune.datasets.lines;

import dev.gemmatune.model.UserError;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

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
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int number;

    private Utf8Lines(InputStream input, String name) {
        this.input = new BufferedInputStream(input, BUFFER_BYTES);
        this.name = name;
    }

    /**
     * Opens a file; one whose name ends in {@code .gz} is decompressed.
     *
     * @throws UserError if it is missing, a folder, or cannot be read
     */
    public static Utf8Lines open(Path file) {
        if (Files.isDirectory(file)) {
            throw new UserError(file + " is a folder; a file is expected");
        }
        try {
            InputStream input = Files.newInputStream(file);
            return new Utf8Lines(file.toString().endsWith(".gz") ? decompressed(input) : input, file.toString());
        } catch (NoSuchFileException e) {
            throw new UserError(file + " does not exist", e);
        } catch (IOException e) {
            throw cannotRead(file.toString(), e);
        }
    }

    private static InputStream decompressed(InputStream input) throws IOException {
        try {
            return new GZIPInputStream(input, BUFFER_BYTES);
        } catch (IOException e) {
            input.close();
            throw e;
        }
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
        String line = decode();
        boolean marked = number == 1 && !line.isEmpty() && line.charAt(0) == BYTE_ORDER_MARK;
        return marked ? line.substring(1) : line;
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
            throw cannotRead(name, e);
        }
    }

    private boolean readBytes() {
        bytes.reset();
        try {
            int value = input.read();
            if (value < 0) {
                return false;
            }
            while (value >= 0 && value != '\n') {
                bytes.write(value);
                value = input.read();
            }
            return true;
        } catch (IOException e) {
            throw cannotRead(name, e);
        }
    }

    private String decode() {
        byte[] line = bytes.toByteArray();
        int length = line.length > 0 && line[line.length - 1] == '\r' ? line.length - 1 : line.length;
        try {
            return decoder.decode(ByteBuffer.wrap(line, 0, length)).toString();
        } catch (CharacterCodingException e) {
            throw new UserError(place() + ": the line is not UTF-8 text; save the file as UTF-8", e);
        }
    }

    private static UserError cannotRead(String name, IOException cause) {
        String reason = cause instanceof AccessDeniedException ? "permission denied" : cause.getMessage();
        return new UserError("cannot read " + name + ": " + reason, cause);
    }
}

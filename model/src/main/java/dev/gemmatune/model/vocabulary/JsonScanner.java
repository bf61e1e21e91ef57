package dev.gemmatune.model.vocabulary;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.gemmatune.model.UserError;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Goes through a JSON file byte by byte: the 33 MB of Gemma's tokenizer take a tenth of a second, a fifth of what a reader
 * of characters takes, and next to no memory. What is skipped is followed from bracket to bracket and not checked further.
 */
final class JsonScanner implements Closeable {

    private static final int BUFFER = 1 << 16;
    /** No value of a tokenizer's settings is nested deeper than six levels. */
    private static final int DEEPEST = 32;

    private static final int LONGEST_STRING = 1 << 12;
    private static final int LONGEST_VALUE = 1 << 16;

    private final Path file;
    private final InputStream bytes;
    private final byte[] buffer = new byte[BUFFER];
    private int position;
    private int limit;
    private long before;
    private byte[] text = new byte[256];

    /**
     * Begins.
     *
     * @param file for messages
     * @param bytes its content; closed with this
     */
    JsonScanner(Path file, InputStream bytes) {
        this.file = file;
        this.bytes = bytes;
    }

    /** Enters an object or array; whether it has a first member. */
    boolean enter(char open, char close) throws IOException {
        expect(open);
        if (peek() == close) {
            position++;
            return false;
        }
        return true;
    }

    /** Goes on behind a member; whether there is another one. */
    boolean more(char close) throws IOException {
        int found = peek();
        position++;
        if (found != ',' && found != close) {
            throw broken("expected , or " + close);
        }
        return found == ',';
    }

    /** The name of a member. */
    String name() throws IOException {
        String name = string();
        expect(':');
        return name;
    }

    /** A string of at most 4,096 bytes. */
    String string() throws IOException {
        expect('"');
        int length = 0;
        while (true) {
            int next = next();
            if (next == '"') {
                return new String(text, 0, length, StandardCharsets.UTF_8);
            }
            if (length + Character.BYTES * 2 > text.length) {
                if (length > LONGEST_STRING) {
                    throw broken("a text of more than " + LONGEST_STRING + " bytes stands where a token is expected");
                }
                text = Arrays.copyOf(text, 2 * text.length);
            }
            if (next == '\\') {
                length = escaped(length);
            } else {
                text[length++] = (byte) next;
            }
        }
    }

    /** An integer of up to 18 digits. */
    long integer() throws IOException {
        boolean negative = peek() == '-';
        if (negative) {
            position++;
        }
        long value = 0;
        int digits = 0;
        for (int next = peek(); next >= '0' && next <= '9'; next = peek()) {
            value = 10 * value + (next - '0');
            position++;
            if (++digits > 18) {
                throw broken("the number is too large");
            }
        }
        if (digits == 0) {
            throw broken("expected an integer");
        }
        return negative ? -value : value;
    }

    /** A value of at most 64 KB, up to 32 levels deep. */
    JsonElement value() throws IOException {
        byte[] value = new byte[256];
        int length = 0;
        int depth = 0;
        boolean quoted = false;
        for (int next = peek(); ; next = current()) {
            boolean ends = !quoted && (next == ',' || next == '}' || next == ']');
            if (ends && depth == 0) {
                break;
            }
            position++;
            if (length == value.length) {
                if (length >= LONGEST_VALUE) {
                    throw broken("a value of more than " + LONGEST_VALUE + " bytes stands where a setting is expected");
                }
                value = Arrays.copyOf(value, 2 * length);
            }
            value[length++] = (byte) next;
            if (quoted && next == '\\') {
                value = length == value.length ? Arrays.copyOf(value, 2 * length) : value;
                value[length++] = (byte) next();
            } else if (next == '"') {
                quoted = !quoted;
            } else if (!quoted) {
                depth = deeper(depth, next);
            }
        }
        try {
            return JsonParser.parseString(new String(value, 0, length, StandardCharsets.UTF_8));
        } catch (JsonParseException e) {
            throw broken("a value cannot be read");
        }
    }

    /** Leaves out an object or array. */
    void skip() throws IOException {
        int depth = 0;
        boolean quoted = false;
        peek();
        do {
            int next = next();
            if (quoted) {
                if (next == '\\') {
                    next();
                } else {
                    quoted = next != '"';
                }
            } else if (next == '"') {
                quoted = true;
            } else {
                depth = deeper(depth, next);
            }
        } while (depth > 0);
    }

    /** Whether nothing but space is left. */
    void end() throws IOException {
        while (position < limit || fill()) {
            if (!isSpace(buffer[position++])) {
                throw broken("expected the end");
            }
        }
    }

    /** Where the next value begins, in bytes from the file's begin. */
    long offset() throws IOException {
        peek();
        return before + position;
    }

    /** Where what has been read ends, in bytes from the file's begin. */
    long read() {
        return before + position;
    }

    UserError broken(String what) {
        return new UserError(file + " is no sound JSON at byte " + (before + position) + ": " + what
                + "; download or save the tokenizer again");
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }

    private int deeper(int depth, int next) {
        int now = depth;
        if (next == '{' || next == '[') {
            now++;
        } else if (next == '}' || next == ']') {
            now--;
        }
        if (now > DEEPEST) {
            throw broken("brackets are nested more than " + DEEPEST + " deep, which no tokenizer of Gemma's has");
        }
        return now;
    }

    private int escaped(int length) throws IOException {
        int next = next();
        int simple = "\"\\/bfnrt".indexOf(next);
        if (simple >= 0) {
            text[length] = (byte) "\"\\/\b\f\n\r\t".charAt(simple);
            return length + 1;
        }
        if (next != 'u') {
            throw broken("\\" + (char) next + " is no escape of JSON");
        }
        int unit = hexadecimal();
        int point = unit;
        if (Character.isHighSurrogate((char) unit)) {
            if (next() != '\\' || next() != 'u') {
                throw broken("half of a pair of surrogates");
            }
            point = Character.toCodePoint((char) unit, (char) hexadecimal());
        }
        byte[] encoded = Character.toString(point).getBytes(StandardCharsets.UTF_8);
        System.arraycopy(encoded, 0, text, length, encoded.length);
        return length + encoded.length;
    }

    private int hexadecimal() throws IOException {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(next(), 16);
            if (digit < 0) {
                throw broken("\\u takes four hexadecimal digits");
            }
            value = 16 * value + digit;
        }
        return value;
    }

    private void expect(char wanted) throws IOException {
        if (peek() != wanted) {
            throw broken("expected " + wanted);
        }
        position++;
    }

    /** The next byte that is no space. */
    int peek() throws IOException {
        while (isSpace(current())) {
            position++;
        }
        return current();
    }

    private int next() throws IOException {
        int next = current();
        position++;
        return next;
    }

    private int current() throws IOException {
        if (position == limit && !fill()) {
            throw broken("the file ends too early");
        }
        return buffer[position];
    }

    private boolean fill() throws IOException {
        before += limit;
        position = 0;
        limit = Math.max(0, bytes.read(buffer));
        return limit > 0;
    }

    private static boolean isSpace(int found) {
        return found == ' ' || found == '\n' || found == '\r' || found == '\t';
    }
}

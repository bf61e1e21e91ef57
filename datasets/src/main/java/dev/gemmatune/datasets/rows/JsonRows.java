package dev.gemmatune.datasets.rows;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import dev.gemmatune.datasets.lines.StrictReader;
import dev.gemmatune.datasets.lines.TextInput;
import dev.gemmatune.datasets.lines.Utf8Lines;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.files.JsonText;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** An array of objects, element by element. Memory: one element. */
final class JsonRows implements RowReader {

    private static final int LOOK_AHEAD = 1 << 13;

    private static final String EXPECTED = "expected an array of objects, [{…}, {…}], or an object on each line";

    private final RecentText text;
    private final JsonReader reader;
    private final String name;
    private int number;
    private boolean began;

    private JsonRows(InputStream input, String name) {
        this.text = new RecentText(new StrictReader(input, name));
        this.reader = JsonText.reader(text);
        this.name = name;
    }

    static RowReader open(Path file) {
        return open(TextInput.open(file), file.toString());
    }

    /** An array, or the JSON Lines that many a file of this ending holds. */
    static RowReader open(InputStream input, String name) {
        try {
            BufferedInputStream buffered = new BufferedInputStream(input, LOOK_AHEAD);
            String start = start(buffered);
            if (start.matches("(?s)\\{[ \t\r]*\n.*")) {
                throw new UnreadableRest(
                        name + ": " + EXPECTED + "; found an object over several lines: write its rows as an array",
                        null);
            }
            return start.startsWith("{")
                    ? new JsonLineRows(Utf8Lines.of(buffered, name))
                    : new JsonRows(buffered, name);
        } catch (IOException e) {
            throw new UnreadableRest(TextInput.cannotRead(name, e).getMessage(), e);
        }
    }

    @Override
    public Row next() {
        JsonElement element = element();
        String place = place();
        return element == null ? null : new Row(place, number, JsonLineRows.object(element, place));
    }

    private String place() {
        return name + ", row " + number;
    }

    /** The next element, or null after the last one; whatever is wrong with the text leaves nothing to read behind it. */
    private JsonElement element() {
        number++;
        try {
            if (!began) {
                began = true;
                if (reader.peek() == JsonToken.END_DOCUMENT) {
                    return null;
                }
                if (reader.peek() != JsonToken.BEGIN_ARRAY) {
                    throw new UnreadableRest(name + ": " + EXPECTED, null);
                }
                reader.beginArray();
            }
            if (!reader.hasNext()) {
                end();
                return null;
            }
            return JsonText.next(reader, place());
        } catch (IOException | JsonParseException | IllegalStateException e) {
            // A file without text ends before it begins.
            if (e instanceof EOFException && reader.getPath().equals("$")) {
                return null;
            }
            throw new UnreadableRest(
                    JsonText.broken(place(), e, text::from, false).getMessage(), e);
        } catch (UnreadableRest e) {
            throw e;
        } catch (UserError e) {
            throw new UnreadableRest(e.getMessage(), e);
        }
    }

    private void end() throws IOException {
        if (reader.peek() == JsonToken.END_ARRAY) {
            reader.endArray();
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw new UnreadableRest(name + ": there is more text behind the array; one array is expected", null);
            }
        }
    }

    /** How the text begins, without white space and the three bytes of a byte order mark. */
    private static String start(BufferedInputStream input) throws IOException {
        input.mark(LOOK_AHEAD);
        String start = new String(input.readNBytes(LOOK_AHEAD), StandardCharsets.ISO_8859_1);
        input.reset();
        return start.replaceFirst("^[\\s\\x80-\\xFF]+", "");
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException e) {
            throw new UserError("cannot read " + name + ": " + e.getMessage(), e);
        }
    }
}

package dev.gemmatune.model.files;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import dev.gemmatune.model.UserError;
import java.io.IOException;
import java.io.Reader;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Values of a JSON text one after another. Beside what is no JSON, an object that has a key twice is refused, because one of
 * the two values would be lost without a word, and so is nesting that no file of this kind has.
 */
public final class JsonText {

    /** Readers call themselves for every level, and the stack of a thread is short. */
    private static final int DEEPEST = 100;

    private static final TypeAdapter<JsonElement> SCALAR = new Gson().getAdapter(JsonElement.class);
    private static final Pattern POSITION = Pattern.compile("line (\\d+) column (\\d+)");
    private static final Pattern NO_NUMBER = Pattern.compile("-?(NaN|Infinity)\\b");

    /** Gives the text from a place on, as far as it is at hand. */
    @FunctionalInterface
    public interface Rest {
        /** The text from this line and column on, both counted from 1; empty if it is not at hand. */
        String from(int line, int column);
    }

    private JsonText() {}

    /** A strict reader of a text. */
    public static JsonReader reader(Reader text) {
        JsonReader reader = new JsonReader(text);
        reader.setStrictness(Strictness.STRICT);
        reader.setNestingLimit(DEEPEST);
        return reader;
    }

    /**
     * The next value.
     *
     * @param place begins the message of an error
     * @throws IOException if the text is no JSON; {@link #broken} tells what it is
     */
    public static JsonElement next(JsonReader reader, String place) throws IOException {
        return switch (reader.peek()) {
            case BEGIN_ARRAY -> array(reader, place);
            case BEGIN_OBJECT -> object(reader, place);
            default -> SCALAR.read(reader);
        };
    }

    private static JsonArray array(JsonReader reader, String place) throws IOException {
        JsonArray array = new JsonArray();
        reader.beginArray();
        while (reader.hasNext()) {
            array.add(next(reader, place));
        }
        reader.endArray();
        return array;
    }

    private static JsonObject object(JsonReader reader, String place) throws IOException {
        JsonObject object = new JsonObject();
        reader.beginObject();
        while (reader.hasNext()) {
            String key = reader.nextName();
            if (object.has(key)) {
                throw new UserError(place + ": the key " + new JsonPrimitive(shortened(key))
                        + " is there twice in one object; keep one of the two");
            }
            object.add(key, next(reader, place));
        }
        reader.endObject();
        return object;
    }

    private static String shortened(String key) {
        return key.length() > 60 ? key.substring(0, 60) + "…" : key;
    }

    /**
     * What is wrong with a text.
     *
     * @param failure of the reader
     * @param rest the text from a place on
     * @param oneLine whether the text is known to be a single line, which has no number
     */
    public static UserError broken(String place, Exception failure, Rest rest, boolean oneLine) {
        // Gson's own message names line and column in the middle of advice that is meant for programmers.
        String message = String.valueOf(failure.getMessage());
        Matcher position = POSITION.matcher(message);
        if (!position.find()) {
            return new UserError(place + ": the JSON is broken: it ends too early; correct it there", failure);
        }
        String at = oneLine
                ? String.format(Locale.ROOT, " at column %s", position.group(2))
                : String.format(Locale.ROOT, " at line %s, column %s", position.group(1), position.group(2));
        if (message.contains("Nesting limit")) {
            return new UserError(
                    place + ": the JSON is nested deeper than " + DEEPEST + " levels" + at
                            + ", which no file needs here; write it flatter",
                    failure);
        }
        Matcher word =
                NO_NUMBER.matcher(rest.from(Integer.parseInt(position.group(1)), Integer.parseInt(position.group(2))));
        if (word.lookingAt()) {
            return new UserError(
                    place + ": " + word.group() + at
                            + " is no JSON, though Python's json writes it; put a number there," + " or null for none",
                    failure);
        }
        return new UserError(place + ": the JSON is broken" + at + "; correct it there", failure);
    }
}

package dev.gemmatune.model.files;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import dev.gemmatune.model.UserError;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads and writes JSON (RFC 8259, strictly); what is wrong is reported with file, line and key. */
public final class Json {

    private static final Gson PRETTY = new GsonBuilder()
            .setPrettyPrinting()
            .disableHtmlEscaping()
            .serializeNulls()
            .create();
    private static final Gson COMPACT =
            new GsonBuilder().disableHtmlEscaping().serializeNulls().create();

    private Json() {}

    /** The object that a file holds. */
    public static JsonObject readObject(Path file) {
        return asObject(read(file), file.toString());
    }

    /** The array that a file holds. */
    public static JsonArray readArray(Path file) {
        JsonElement root = read(file);
        if (!root.isJsonArray()) {
            throw new UserError(file + ": expected a JSON array, found " + describe(root));
        }
        return root.getAsJsonArray();
    }

    /** The object that one line holds; {@code place} (file and line) begins the message of every error. */
    public static JsonObject parseObject(String text, String place) {
        return asObject(parse(text, place), place);
    }

    /** The member {@code key}, which must be a string. */
    public static String string(JsonObject object, String key, String place) {
        JsonElement value = required(object, key, place);
        if (!isPrimitive(value) || !value.getAsJsonPrimitive().isString()) {
            throw wrongType(place, key, "a string", value);
        }
        return value.getAsString();
    }

    /** The member {@code key}, which must be a number. */
    public static double number(JsonObject object, String key, String place) {
        JsonElement value = required(object, key, place);
        if (!isPrimitive(value) || !value.getAsJsonPrimitive().isNumber()) {
            throw wrongType(place, key, "a number", value);
        }
        return value.getAsDouble();
    }

    /** The member {@code key}, which must be a whole number that fits an int. */
    public static int integer(JsonObject object, String key, String place) {
        double value = number(object, key, place);
        if (value != Math.rint(value) || Math.abs(value) > Integer.MAX_VALUE) {
            throw wrongType(place, key, "a whole number", object.get(key));
        }
        return (int) value;
    }

    /** A number, or null where it is not finite: JSON has no word for that. */
    public static JsonElement ofNumber(double value) {
        return Double.isFinite(value) ? new JsonPrimitive(value) : JsonNull.INSTANCE;
    }

    /** The text of a JSON value, indented by two spaces. */
    public static String pretty(JsonElement value) {
        return PRETTY.toJson(value) + "\n";
    }

    /** The text of a JSON value, on one line, without the line's end. */
    public static String compact(JsonElement value) {
        return COMPACT.toJson(value);
    }

    /** What a value is, for a message: {@code a string ("abc")}, {@code null}, {@code an object}. */
    public static String describe(JsonElement value) {
        if (value == null || value.isJsonNull()) {
            return "null";
        }
        if (value.isJsonObject()) {
            return "an object";
        }
        if (value.isJsonArray()) {
            return "an array";
        }
        JsonPrimitive primitive = value.getAsJsonPrimitive();
        String kind = primitive.isString() ? "a string" : primitive.isNumber() ? "a number" : "a boolean";
        String shown = primitive.toString();
        return kind + " (" + (shown.length() > 40 ? shown.substring(0, 40) + "…" : shown) + ")";
    }

    private static JsonElement read(Path file) {
        try {
            String text = Files.readString(file);
            LargeFilePointer.refuse(file, text);
            return parse(text, file.toString());
        } catch (NoSuchFileException e) {
            throw new UserError(file + " does not exist", e);
        } catch (CharacterCodingException e) {
            throw new UserError(file + " is not UTF-8 text; save it as UTF-8", e);
        } catch (IOException e) {
            throw new UserError("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** The value that a text holds; {@code place} begins the message of every error. */
    public static JsonElement parse(String text, String place) {
        JsonReader reader = JsonText.reader(new StringReader(text));
        try {
            JsonElement value = JsonText.next(reader, place);
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw new UserError(place + ": there is more text after the JSON value; one value is expected");
            }
            return value;
        } catch (IOException | JsonParseException | IllegalStateException e) {
            if (text.isBlank()) {
                throw new UserError(place + ": the JSON is broken: it is empty; correct it there", e);
            }
            throw JsonText.broken(place, e, (line, column) -> rest(text, line, column), text.indexOf('\n') < 0);
        }
    }

    private static String rest(String text, int line, int column) {
        int start = 0;
        for (int i = 1; i < line; i++) {
            start = text.indexOf('\n', start) + 1;
        }
        return text.substring(Math.min(text.length(), start + column - 1));
    }

    /** A value that must be an object; {@code place} begins the message if it is none. */
    public static JsonObject asObject(JsonElement value, String place) {
        if (value == null || !value.isJsonObject()) {
            throw new UserError(place + ": expected a JSON object, found " + describe(value));
        }
        return value.getAsJsonObject();
    }

    private static JsonElement required(JsonObject object, String key, String place) {
        JsonElement value = object.get(key);
        if (value == null) {
            throw new UserError(place + ": the key \"" + key + "\" is missing; found " + object.keySet());
        }
        return value;
    }

    private static boolean isPrimitive(JsonElement value) {
        return value.isJsonPrimitive();
    }

    private static UserError wrongType(String place, String key, String expected, JsonElement found) {
        return new UserError(place + ": \"" + key + "\" must be " + expected + ", found " + describe(found));
    }
}

package dev.gemmatune.model.checkpoint;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.gemmatune.model.Spelling;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.files.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of every key of a checkpoint's configuration files: used, without influence, or refused by name. The list
 * is data, the resource {@code keys.txt}; this class holds files against it.
 */
final class CheckpointKeys {

    /** What becomes of a key. */
    enum Decision {
        /** Its value is read, and checked where it is. */
        USED,
        /** No value of it changes a vector. */
        IRRELEVANT,
        /** Only the listed values are taken, or none. */
        REFUSED,
        /** Only the listed values are taken, and one must be there. */
        REQUIRED,
        /** It names tokens, which must be added tokens of the tokenizer; see {@link AddedTokens}. */
        TOKENS,
        /** Of unknown keys: they are left alone with a note. */
        SAID
    }

    /**
     * A line of the list.
     *
     * @param decision what becomes of it
     * @param values the values that are taken, where only some are; the first is the one to advise
     * @param why the reason, for a message; may be empty
     */
    record Key(Decision decision, List<JsonElement> values, String why) {}

    /** Stands for the keys of a file that are not listed. */
    static final String UNKNOWN = "unknown";

    private static final Logger logger = LoggerFactory.getLogger(CheckpointKeys.class);
    private static final Map<String, Map<String, Key>> KEYS = read();
    /** What was said already: a command opens the same folder several times, and copies of it. */
    private static final Set<String> SAID = ConcurrentHashMap.newKeySet();

    private CheckpointKeys() {}

    /** The keys of a file by name, {@value #UNKNOWN} among them. */
    static Map<String, Key> of(String file) {
        Map<String, Key> keys = KEYS.get(file);
        if (keys == null) {
            throw new IllegalArgumentException("file must be one of " + KEYS.keySet() + ", got " + file);
        }
        return keys;
    }

    /** The files that the list speaks of. */
    static Set<String> files() {
        return KEYS.keySet();
    }

    /**
     * Holds the keys of an object against the list.
     *
     * @param file the file's name in the list
     * @param place begins the message of every error: the path of the file
     * @throws UserError for a value that would change vectors here; unknown keys are refused or said, as the list has it
     */
    static void check(JsonObject object, String file, String place) {
        Map<String, Key> keys = of(file);
        keys.forEach((name, key) -> checkValue(object, name, key, place));
        for (String name : object.keySet()) {
            if (!keys.containsKey(name)) {
                unknown(name, object.get(name), keys, place);
            }
        }
    }

    private static void checkValue(JsonObject object, String name, Key key, String place) {
        boolean limited = key.decision() == Decision.REFUSED || key.decision() == Decision.REQUIRED;
        if (!limited || key.values().isEmpty()) {
            return;
        }
        JsonElement found = object.get(name);
        boolean taken = found == null
                ? key.decision() == Decision.REFUSED
                : key.values().stream().anyMatch(value -> equal(value, found));
        if (!taken) {
            throw new UserError(place + ": " + name + " must be "
                    + Json.compact(key.values().get(0)) + ", found " + (found == null ? "nothing" : shown(found)) + "; "
                    + key.why());
        }
    }

    private static void unknown(String name, JsonElement value, Map<String, Key> keys, String place) {
        String similar = Spelling.nearest(name, keys.keySet())
                .filter(near -> !near.equals(UNKNOWN))
                .map(near -> " (did you mean " + near + "?)")
                .orElse("");
        Key decision = keys.get(UNKNOWN);
        if (decision.decision() == Decision.REFUSED) {
            throw new UserError(place + ": the key \"" + name + "\" is not known" + similar + ", found "
                    + shown(value) + "; " + decision.why()
                    + "; remove it if the model does without it");
        }
        if (!value.isJsonNull() && SAID.add(name + " " + shown(value))) {
            logger.warn("{}: the key \"{}\" is not known{} and has no effect here", place, name, similar);
        }
    }

    /** Numbers are equal whatever they are written as. */
    private static boolean equal(JsonElement expected, JsonElement found) {
        boolean numbers = isNumber(expected) && isNumber(found);
        return numbers ? expected.getAsDouble() == found.getAsDouble() : expected.equals(found);
    }

    private static boolean isNumber(JsonElement value) {
        return value.isJsonPrimitive() && value.getAsJsonPrimitive().isNumber();
    }

    /** A value for a message, cut where it is long. */
    static String shown(JsonElement value) {
        String text = Json.compact(value);
        return text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }

    private static Map<String, Map<String, Key>> read() {
        Map<String, Map<String, Key>> files = new LinkedHashMap<>();
        try (InputStream stream = Optional.ofNullable(CheckpointKeys.class.getResourceAsStream("keys.txt"))
                .orElseThrow()) {
            String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            text.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .forEach(line -> {
                        String[] parts = line.split("\\|", -1);
                        if (parts.length != 5) {
                            throw new IllegalStateException("keys.txt: expected five columns, found " + line);
                        }
                        files.computeIfAbsent(parts[0].strip(), file -> new LinkedHashMap<>())
                                .put(parts[1].strip(), key(parts));
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    private static Key key(String[] parts) {
        Decision decision = Decision.valueOf(parts[2].strip().toUpperCase(Locale.ROOT));
        String values = parts[3].strip();
        JsonArray taken = values.isEmpty()
                ? new JsonArray()
                : Json.parse(values, "keys.txt").getAsJsonArray();
        return new Key(decision, List.copyOf(taken.asList()), parts[4].strip());
    }
}

package dev.gemmatune.train.run;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.files.Json;
import dev.gemmatune.model.safetensors.SafetensorsFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.zip.CRC32C;

/**
 * Checksums (CRC-32C) of what a training goes on from: a changed bit in it would go on as other weights, in silence. A JSON
 * object carries that of its other members, and that of the arrays that belong to it.
 */
final class Checksums {

    private static final String KEY = "checksum";

    private Checksums() {}

    /** Adds the checksum of all other members as the last one. */
    static JsonObject seal(JsonObject content) {
        content.addProperty(KEY, of(content));
        return content;
    }

    /**
     * Reads an object that was sealed.
     *
     * @throws UserError if it is not what was written
     */
    static JsonObject read(Path file) {
        JsonObject content = Json.readObject(file);
        JsonElement told = content.remove(KEY);
        if (told == null) {
            throw new UserError(file + " has no " + KEY
                    + ", so it is damaged, or an earlier version of gemmatune wrote it;" + remedy());
        }
        hold(file, Json.string(object(told), KEY, file.toString()), of(content));
        return content;
    }

    /**
     * Holds the tensors of a file against the checksum that was taken when they were written.
     *
     * @param told the checksum
     * @throws UserError if they are not what was written
     */
    static void check(SafetensorsFile arrays, String told) {
        CRC32C sum = new CRC32C();
        for (String name : new TreeSet<>(arrays.entries().keySet())) {
            add(sum, name, arrays.entry(name).shape(), arrays.map(name));
        }
        hold(arrays.path(), told, text(sum));
    }

    /** Adds a tensor; those of a file are added in the order of their names. */
    static void add(CRC32C sum, String name, List<Long> shape, ByteBuffer values) {
        sum.update((name + shape).getBytes(StandardCharsets.UTF_8));
        sum.update(values.duplicate());
    }

    /** The checksum of all that was added. */
    static String text(CRC32C sum) {
        return String.format(Locale.ROOT, "%08x", sum.getValue());
    }

    private static JsonObject object(JsonElement told) {
        JsonObject object = new JsonObject();
        object.add(KEY, told);
        return object;
    }

    private static String of(JsonObject content) {
        CRC32C sum = new CRC32C();
        sum.update(Json.compact(content).getBytes(StandardCharsets.UTF_8));
        return text(sum);
    }

    private static void hold(Path file, String told, String found) {
        if (!told.equals(found)) {
            throw new UserError(file + " is damaged: its checksum is " + found + ", and " + told
                    + " when it was written;" + remedy());
        }
    }

    private static String remedy() {
        return " put a copy of it there, or begin the run anew (--overwrite)";
    }
}

package dev.gemmatune.datasets.rows;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.gemmatune.datasets.lines.Utf8Lines;
import dev.gemmatune.model.files.Json;

/** A JSON object, or a string, on each line. */
record JsonLineRows(Utf8Lines lines) implements RowReader {

    @Override
    public Row next() {
        String line = LineErrors.next(lines);
        while (line != null && line.isBlank()) {
            line = LineErrors.next(lines);
        }
        if (line == null) {
            return null;
        }
        return new Row(lines.place(), lines.number(), object(Json.parse(line, lines.place()), lines.place()));
    }

    /** An object as it is, and a string as the object that has it as its text. */
    static JsonObject object(JsonElement value, String place) {
        if (value.isJsonPrimitive() && value.getAsJsonPrimitive().isString()) {
            JsonObject object = new JsonObject();
            object.add(RowFile.TEXT, value);
            return object;
        }
        return Json.asObject(value, place);
    }

    @Override
    public void close() {
        lines.close();
    }
}

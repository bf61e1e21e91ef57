package dev.gemmatune.datasets.rows;

import com.google.gson.JsonObject;
import dev.gemmatune.datasets.lines.Utf8Lines;

/** A text on each line. */
record TextRows(Utf8Lines lines) implements RowReader {

    @Override
    public Row next() {
        String line = LineErrors.next(lines);
        return line == null ? null : row(lines, line);
    }

    /** A row of one text. */
    static Row row(Utf8Lines lines, String text) {
        JsonObject object = new JsonObject();
        object.addProperty(RowFile.TEXT, text);
        return new Row(lines.place(), lines.number(), object);
    }

    @Override
    public void close() {
        lines.close();
    }
}

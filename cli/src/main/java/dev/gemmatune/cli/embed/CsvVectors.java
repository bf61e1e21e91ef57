package dev.gemmatune.cli.embed;

import dev.gemmatune.model.UserError;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/**
 * Vectors as CSV (RFC 4180 with {@code \n}): {@code id}, if the first text has one, {@code text}, and a column for each
 * number, {@code 0} to {@code dimension - 1}.
 */
final class CsvVectors implements VectorWriter {

    private final Writer out;
    private final int dimension;
    private boolean begun;
    private boolean hasIds;

    CsvVectors(Writer out, int dimension) {
        this.out = out;
        this.dimension = dimension;
    }

    @Override
    public void write(List<EmbeddedText> texts, float[][] vectors) throws IOException {
        if (!begun && !texts.isEmpty()) {
            hasIds = texts.get(0).id() != null;
            begin();
        }
        for (int row = 0; row < vectors.length; row++) {
            EmbeddedText text = texts.get(row);
            checkId(text, hasIds);
            if (hasIds) {
                out.append(text.id() == null ? "" : cell(text.id())).append(',');
            }
            out.append(cell(text.text()));
            for (float value : vectors[row]) {
                out.append(',').append(Float.toString(value));
            }
            out.append('\n');
        }
    }

    /** A column of ids cannot come into a file that is half written. */
    static void checkId(EmbeddedText text, boolean hasIds) {
        if (!hasIds && text.id() != null) {
            throw new UserError(text.place() + ": the row has an id, " + text.id()
                    + ", but the first one has none; give all rows an id or none, or write .jsonl");
        }
    }

    private void begin() throws IOException {
        begun = true;
        out.append(hasIds ? "id,text" : "text");
        for (int i = 0; i < dimension; i++) {
            out.append(',').append(Integer.toString(i));
        }
        out.append('\n');
    }

    private static String cell(String text) {
        boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
                && text.equals(text.strip())
                && !text.isEmpty();
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    @Override
    public void close() throws IOException {
        try (out) {
            if (!begun) {
                begin();
            }
        }
    }
}

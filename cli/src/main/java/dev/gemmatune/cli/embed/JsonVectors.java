package dev.gemmatune.cli.embed;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.gemmatune.model.files.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;

/** Vectors as JSON Lines: {@code {"id": …, "text": …, "embedding": […]}}, without {@code id} where a text has none. */
public final class JsonVectors implements VectorWriter {

    private final Writer out;

    /** Rows that go to {@code out}, which is closed with them unless it is a console's. */
    public JsonVectors(Writer out) {
        this.out = out;
    }

    @Override
    public void write(List<EmbeddedText> texts, float[][] vectors) throws IOException {
        for (int row = 0; row < vectors.length; row++) {
            EmbeddedText text = texts.get(row);
            JsonObject line = new JsonObject();
            if (text.id() != null) {
                line.addProperty("id", text.id());
            }
            line.addProperty("text", text.text());
            JsonArray embedding = new JsonArray(vectors[row].length);
            for (float value : vectors[row]) {
                embedding.add(value);
            }
            line.add("embedding", embedding);
            out.write(Json.compact(line));
            out.write('\n');
        }
        // A print writer keeps its failures to itself: head that has seen enough would be written to until the end.
        if (out instanceof PrintWriter console && console.checkError()) {
            throw new IOException("the reader of stdout is gone");
        }
    }

    @Override
    public void close() throws IOException {
        if (out instanceof PrintWriter) {
            out.flush();
        } else {
            out.close();
        }
    }
}

package dev.gemmatune.cli.embed;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** A file of vectors that grows row by row; closing it writes what stands at its end. */
public interface VectorWriter extends Closeable {

    /**
     * Adds rows.
     *
     * @param texts as many as there are vectors
     * @param vectors {@code [n][dimension]}
     */
    void write(List<EmbeddedText> texts, float[][] vectors) throws IOException;
}

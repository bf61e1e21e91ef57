package dev.gemmatune.cli.embed;

import dev.gemmatune.model.Matryoshka;
import dev.gemmatune.model.TextEmbedder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Reads texts, embeds them in chunks and writes them, so that memory does not grow with their number.
 *
 * <p>The first chunk is small, so that something is there soon; the later ones are large enough to be packed well.
 */
public final class StreamingEmbedding {

    private static final int FIRST_CHUNK = 4;
    private static final int LARGEST_CHUNK = 256;

    private final TextEmbedder embedder;
    private final String prompt;
    private final int dimension;
    private final VectorWriter writer;
    private final LongConsumer progress;
    private final List<EmbeddedText> chunk = new ArrayList<>();
    private int chunkSize = FIRST_CHUNK;
    private long rows;

    /**
     * Prepares.
     *
     * @param prompt the text before each text
     * @param dimension how many of the leading numbers are kept
     * @param writer gets the vectors
     * @param progress is told how many texts are done
     */
    public StreamingEmbedding(
            TextEmbedder embedder, String prompt, int dimension, VectorWriter writer, LongConsumer progress) {
        this.embedder = embedder;
        this.prompt = prompt;
        this.dimension = dimension;
        this.writer = writer;
        this.progress = progress;
    }

    /**
     * Embeds the texts that a source hands out, in its order.
     *
     * @param texts is given what takes each text
     */
    public void run(Consumer<Consumer<EmbeddedText>> texts) throws IOException {
        try {
            texts.accept(this::add);
            flush();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** The number of texts that are done. */
    public long rows() {
        return rows;
    }

    private void add(EmbeddedText text) {
        chunk.add(text);
        if (chunk.size() == chunkSize) {
            flush();
            chunkSize = Math.min(LARGEST_CHUNK, 2 * chunkSize);
        }
    }

    private void flush() {
        try {
            List<String> texts = chunk.stream().map(EmbeddedText::text).toList();
            writer.write(chunk, Matryoshka.cut(embedder.embed(texts, prompt), dimension));
            rows += chunk.size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        chunk.clear();
        progress.accept(rows);
    }
}

package dev.gemmatune.eval.bm25;

import dev.gemmatune.model.UserError;
import dev.gemmatune.model.files.TemporaryFolder;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.BytesRef;

/**
 * Builds an index, document by document.
 *
 * <pre>{@code
 * try (Bm25Writer writer = Bm25Writer.inMemory(Bm25Settings.BEIR)) {
 *     corpus.forEach(document -> writer.add(document.id(), document.text()));
 *     try (Bm25Index index = writer.finish()) {
 *         index.search("When does my card arrive?", 100);
 *     }
 * }
 * }</pre>
 */
public final class Bm25Writer implements Closeable {

    static final String ID = "id";
    static final String TEXT = "text";

    private static final double BUFFER_MEGABYTES = 64;

    private final Bm25Settings settings;
    private final Directory directory;
    private final Closeable onClose;
    private final IndexWriter writer;
    private boolean finished;

    private Bm25Writer(Bm25Settings settings, Directory directory, Closeable onClose) throws IOException {
        this.settings = settings;
        this.directory = directory;
        this.onClose = onClose;
        writer = new IndexWriter(
                directory,
                new IndexWriterConfig(settings.words().analyzer())
                        .setSimilarity(new BM25Similarity((float) settings.k1(), (float) settings.b()))
                        .setRAMBufferSizeMB(BUFFER_MEGABYTES));
    }

    /** An index in memory: about a third of the texts' size. */
    public static Bm25Writer inMemory(Bm25Settings settings) {
        try {
            return new Bm25Writer(settings, new ByteBuffersDirectory(), () -> {});
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** An index in a temporary folder, which is deleted when the index is closed or the process ends; for corpora larger than memory. */
    public static Bm25Writer inTemporaryFolder(Bm25Settings settings) {
        return inTemporaryFolder(settings, Path.of(System.getProperty("java.io.tmpdir")));
    }

    /** The same with the place of the temporary folder. */
    public static Bm25Writer inTemporaryFolder(Bm25Settings settings, Path parent) {
        try {
            TemporaryFolder folder = TemporaryFolder.create(parent, "gemmatune-bm25");
            return new Bm25Writer(settings, FSDirectory.open(folder.path()), folder);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /**
     * Adds a document.
     *
     * @param id unique; not checked
     */
    public void add(String id, String text) {
        Document document = new Document();
        document.add(new SortedDocValuesField(ID, new BytesRef(id)));
        document.add(new TextField(TEXT, text, Field.Store.NO));
        try {
            writer.addDocument(document);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** The index of all that was added, to which the directory belongs from now on. */
    public Bm25Index finish() {
        try {
            writer.close();
            finished = true;
            return new Bm25Index(settings, directory, onClose);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Gives up what was added unless it was finished. */
    @Override
    public void close() {
        if (finished) {
            return;
        }
        finished = true;
        try {
            writer.rollback();
            directory.close();
            onClose.close();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private static UserError failed(IOException cause) {
        return new UserError(
                "cannot write the BM25 index: " + cause.getMessage() + "; check the space of the temporary folder "
                        + System.getProperty("java.io.tmpdir") + " (JAVA_OPTS=-Djava.io.tmpdir=… takes another)",
                cause);
    }
}

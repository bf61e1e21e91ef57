package dev.gemmatune.eval.hnsw;

import dev.gemmatune.eval.Progress;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.files.TemporaryFolder;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene912.Lucene912Codec;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LogDocMergePolicy;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.IOUtils;

/**
 * An approximate index of vectors by cosine: one HNSW graph of Apache Lucene 9.12 in a temporary folder, which is removed
 * when the index is closed or the process ends. It is built on one thread with Lucene's fixed seed: the same vectors and
 * settings give the same graph and the same answers. Any number of threads may search it.
 */
public final class HnswIndex implements Closeable {

    private static final String FIELD = "vector";
    /** Vectors and graph of half a million documents of 768 dimensions; with more, parts are merged into one graph. */
    private static final double BUFFER_MEGABYTES = 1900;
    /** More than there are ever parts, so that they are merged once, in the end. */
    private static final int NEVER_BEFORE_THE_END = 10_000;

    private final TemporaryFolder folder;
    private final Directory directory;
    private final DirectoryReader reader;
    private final int size;
    private final int candidates;

    private HnswIndex(TemporaryFolder folder, Directory directory, int size, int candidates) throws IOException {
        this.folder = folder;
        this.directory = directory;
        this.reader = DirectoryReader.open(directory);
        this.size = size;
        this.candidates = candidates;
    }

    /**
     * Builds an index in the system's temporary folder. Memory: a second copy of the vectors and the graph; disk: twice
     * as much while parts are merged.
     *
     * @param documents {@code [N][E]}, at least one, finite; their lengths do not matter
     * @param dimension the first so many numbers of each are indexed, 1 to {@code E} and at most 1,024
     * @param progress is told how many documents are in the graph
     * @throws UserError if the folder cannot be written, or if the dimension is more than Lucene takes
     */
    public static HnswIndex of(float[][] documents, int dimension, HnswSettings settings, Progress progress) {
        if (dimension > KnnVectorsFormat.DEFAULT_MAX_DIMENSIONS) {
            throw new UserError("an HNSW index takes at most " + KnnVectorsFormat.DEFAULT_MAX_DIMENSIONS
                    + " dimensions, got " + dimension + "; evaluate smaller dimensions, or without the index");
        }
        Path parent = Path.of(System.getProperty("java.io.tmpdir"));
        TemporaryFolder folder = null;
        Directory directory = null;
        try {
            folder = TemporaryFolder.create(parent, "gemmatune-hnsw");
            directory = FSDirectory.open(folder.path());
            write(documents, dimension, settings, directory, progress);
            return new HnswIndex(folder, directory, documents.length, settings.candidates());
        } catch (IOException e) {
            IOUtils.closeWhileHandlingException(directory, folder);
            throw new UserError(
                    "cannot write the HNSW index: " + e.getMessage() + "; check the space of the temporary folder "
                            + parent + " (JAVA_OPTS=-Djava.io.tmpdir=… takes another)",
                    e);
        } catch (RuntimeException | Error e) {
            IOUtils.closeWhileHandlingException(directory, folder);
            throw e;
        }
    }

    private static void write(
            float[][] documents, int dimension, HnswSettings settings, Directory directory, Progress progress)
            throws IOException {
        LogDocMergePolicy inOrder = new LogDocMergePolicy();
        inOrder.setMergeFactor(NEVER_BEFORE_THE_END);
        IndexWriterConfig config = new IndexWriterConfig()
                .setCodec(new Graphs(settings))
                .setMergePolicy(inOrder)
                .setMergeScheduler(new SerialMergeScheduler())
                .setUseCompoundFile(false)
                .setRAMBufferSizeMB(BUFFER_MEGABYTES);
        try (IndexWriter writer = new IndexWriter(directory, config)) {
            for (int i = 0; i < documents.length; i++) {
                Document document = new Document();
                document.add(new KnnFloatVectorField(
                        FIELD, unit(documents[i], dimension), VectorSimilarityFunction.DOT_PRODUCT));
                writer.addDocument(document);
                progress.update("indexing " + dimension, i + 1L, documents.length);
            }
            writer.forceMerge(1);
        }
    }

    /** Lucene's codec with graphs of these settings. */
    private static final class Graphs extends Lucene912Codec {
        private final KnnVectorsFormat format;

        Graphs(HnswSettings settings) {
            format = new Lucene99HnswVectorsFormat(settings.connections(), settings.beamWidth());
        }

        @Override
        public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
            return format;
        }
    }

    /**
     * The documents that the graph leads to, as many as the settings have candidates; all of them where there are no more.
     *
     * @param query {@code [dimension]} or longer, finite; its first numbers count
     * @return positions in {@code documents}, the nearest first
     */
    public int[] search(float[] query, int dimension) {
        try {
            ScoreDoc[] found = reader.leaves()
                    .get(0)
                    .reader()
                    .searchNearestVectors(
                            FIELD, unit(query, dimension), Math.min(candidates, size), null, Integer.MAX_VALUE)
                    .scoreDocs;
            int[] documents = new int[found.length];
            for (int i = 0; i < documents.length; i++) {
                documents[i] = found[i].doc;
            }
            return documents;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it takes on disk, vectors included. */
    public long bytes() {
        try {
            long bytes = 0;
            for (String file : directory.listAll()) {
                bytes += directory.fileLength(file);
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            IOUtils.close(reader, directory, folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first numbers, scaled to length 1; zeros stay. */
    private static float[] unit(float[] vector, int dimension) {
        double squares = 0;
        for (int i = 0; i < dimension; i++) {
            squares += (double) vector[i] * vector[i];
        }
        double norm = squares == 0 ? 1 : Math.sqrt(squares);
        float[] unit = new float[dimension];
        for (int i = 0; i < dimension; i++) {
            unit[i] = (float) (vector[i] / norm);
        }
        return unit;
    }
}

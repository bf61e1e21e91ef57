package dev.gemmatune.eval.bm25;

import dev.gemmatune.eval.metrics.Ranking;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.CollectionStatistics;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.IOUtils;
import org.apache.lucene.util.SmallFloat;

/**
 * A finished index that can be searched, by any number of threads.
 *
 * <p>The score of a document is {@code Σ n(w) · idf(w) · tf / (tf + k1 · (1 - b + b · length / average length))} over the
 * words {@code w} of the query, each {@code n(w)} times in it, with
 * {@code idf(w) = ln(1 + (N - df + 0.5) / (df + 0.5))} and {@code tf} the word's number in the document: Robertson's BM25
 * without the factor k1 + 1, which changes no order. Lengths above 39 words are rounded down a little, so that they fit
 * a byte. Source: org.apache.lucene.search.similarities.BM25Similarity of Lucene 9.12.
 */
public final class Bm25Index implements Closeable {

    private static final Sort ORDER =
            new Sort(SortField.FIELD_SCORE, new SortField(Bm25Writer.ID, SortField.Type.STRING, true));

    static {
        // Lucene refuses queries of more than 1,024 words; a passage as a query is not unusual here.
        IndexSearcher.setMaxClauseCount(Integer.MAX_VALUE);
    }

    private final Bm25Settings settings;
    private final Analyzer analyzer;
    private final Directory directory;
    private final Closeable onClose;
    private final DirectoryReader reader;
    private final IndexSearcher searcher;
    private final CollectionStatistics statistics;

    /** Takes over the directory; {@code onClose} happens after it is closed. */
    Bm25Index(Bm25Settings settings, Directory directory, Closeable onClose) throws IOException {
        this.settings = settings;
        this.directory = directory;
        this.onClose = onClose;
        analyzer = settings.words().analyzer();
        reader = DirectoryReader.open(directory);
        searcher = new IndexSearcher(reader);
        searcher.setQueryCache(null);
        searcher.setSimilarity(new BM25Similarity((float) settings.k1(), (float) settings.b()));
        statistics = searcher.collectionStatistics(Bm25Writer.TEXT);
    }

    /** The number of documents. */
    public int size() {
        return reader.numDocs();
    }

    /**
     * The best documents of a query: by score, falling; equal scores by id, falling in the order of code points, as
     * trec_eval has them. Documents without any word of the query are not found.
     *
     * @param depth the most documents, at least 1
     * @return ids and float32 scores
     */
    public Ranking search(String query, int depth) {
        try {
            Map<String, Integer> words = words(query);
            if (words.isEmpty() || reader.numDocs() == 0) {
                return Ranking.of(new String[0], new double[0]);
            }
            ScoreDoc[] found = searcher.search(disjunction(words), Math.min(depth, reader.numDocs()), ORDER).scoreDocs;
            String[] ids = new String[found.length];
            double[] scores = new double[found.length];
            for (int i = 0; i < found.length; i++) {
                Object[] fields = ((FieldDoc) found[i]).fields;
                scores[i] = (Float) fields[0];
                ids[i] = ((BytesRef) fields[1]).utf8ToString();
            }
            return Ranking.of(ids, scores);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The score that a text has, or would have if it were in the index without changing its statistics. For a text of
     * the index it is that of {@link #search} up to float32's rounding.
     */
    public double score(String query, String text) {
        try {
            Map<String, Integer> inText = words(text);
            int length = inText.values().stream().mapToInt(Integer::intValue).sum();
            double score = 0;
            for (Map.Entry<String, Integer> word : words(query).entrySet()) {
                int frequency = inText.getOrDefault(word.getKey(), 0);
                if (frequency > 0) {
                    score += word.getValue() * inverseFrequency(word.getKey()) * saturated(frequency, length);
                }
            }
            return score;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            IOUtils.close(reader, analyzer, directory, onClose);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private double inverseFrequency(String word) throws IOException {
        long documents = statistics == null ? 0 : statistics.docCount();
        int frequency = reader.docFreq(new Term(Bm25Writer.TEXT, word));
        return Math.log(1 + (documents - frequency + 0.5) / (frequency + 0.5));
    }

    private double saturated(int frequency, int length) {
        double average = statistics == null ? 1 : (double) statistics.sumTotalTermFreq() / statistics.docCount();
        int stored = SmallFloat.byte4ToInt(SmallFloat.intToByte4(length));
        return frequency / (frequency + settings.k1() * (1 - settings.b() + settings.b() * stored / average));
    }

    private static Query disjunction(Map<String, Integer> words) {
        BooleanQuery.Builder query = new BooleanQuery.Builder();
        words.forEach((word, count) -> {
            Query term = new TermQuery(new Term(Bm25Writer.TEXT, word));
            query.add(count == 1 ? term : new BoostQuery(term, count), BooleanClause.Occur.SHOULD);
        });
        return query.build();
    }

    /** The words of a text and how often each comes, in the order of the text. */
    private Map<String, Integer> words(String text) throws IOException {
        Map<String, Integer> words = new LinkedHashMap<>();
        try (TokenStream stream = analyzer.tokenStream(Bm25Writer.TEXT, text)) {
            CharTermAttribute word = stream.addAttribute(CharTermAttribute.class);
            stream.reset();
            while (stream.incrementToken()) {
                words.merge(word.toString(), 1, Integer::sum);
            }
            stream.end();
        }
        return words;
    }
}

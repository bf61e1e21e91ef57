package dev.gemmatune.datasets;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.ByteBuffersDirectory;

/**
 * BM25 over title and text in one field, by Lucene with its English analyzer (Porter stems, Lucene's 33 stop words); a
 * question is the disjunction of its terms. With k1 = 0.9 and b = 0.4 this is the "flat" BM25 that Anserini reports for
 * BEIR.
 */
final class LuceneBaseline implements AutoCloseable {
    private static final int CUTOFF = 10;

    private final Analyzer analyzer = new EnglishAnalyzer();
    private final ByteBuffersDirectory directory = new ByteBuffersDirectory();
    private final DirectoryReader reader;
    private final IndexSearcher searcher;

    LuceneBaseline(List<FinanceFolder.Passage> passages, float k1, float b) throws IOException {
        BM25Similarity similarity = new BM25Similarity(k1, b);
        IndexWriterConfig configuration = new IndexWriterConfig(analyzer).setSimilarity(similarity);
        try (IndexWriter writer = new IndexWriter(directory, configuration)) {
            for (FinanceFolder.Passage passage : passages) {
                Document document = new Document();
                document.add(new StringField("id", passage.id(), Field.Store.YES));
                document.add(new TextField("contents", passage.joined(), Field.Store.NO));
                writer.addDocument(document);
            }
        }
        reader = DirectoryReader.open(directory);
        searcher = new IndexSearcher(reader);
        searcher.setSimilarity(similarity);
    }

    /** Mean nDCG@10 of the judged questions; a question that finds nothing counts as 0. */
    double meanNdcg(List<FinanceFolder.Query> queries, Map<String, Map<String, Integer>> judgements)
            throws IOException {
        double sum = 0;
        int judged = 0;
        for (FinanceFolder.Query query : queries) {
            Map<String, Integer> grades = judgements.get(query.id());
            if (grades != null) {
                sum += ndcg(search(query.text()), grades);
                judged++;
            }
        }
        return sum / judged;
    }

    private List<String> search(String question) throws IOException {
        BooleanQuery.Builder disjunction = new BooleanQuery.Builder();
        for (String term : terms(question)) {
            disjunction.add(new TermQuery(new Term("contents", term)), BooleanClause.Occur.SHOULD);
        }
        StoredFields fields = searcher.storedFields();
        List<String> ranking = new ArrayList<>();
        for (ScoreDoc hit : searcher.search(disjunction.build(), CUTOFF).scoreDocs) {
            ranking.add(fields.document(hit.doc).get("id"));
        }
        return ranking;
    }

    private List<String> terms(String question) throws IOException {
        List<String> terms = new ArrayList<>();
        try (TokenStream stream = analyzer.tokenStream("contents", question)) {
            CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
            stream.reset();
            while (stream.incrementToken()) {
                terms.add(term.toString());
            }
            stream.end();
        }
        return terms;
    }

    /** nDCG@10 with the grade itself as gain, as trec_eval's ndcg_cut.10 computes it. */
    private static double ndcg(List<String> ranking, Map<String, Integer> grades) {
        List<Integer> gains = new ArrayList<>();
        for (String passage : ranking) {
            gains.add(grades.getOrDefault(passage, 0));
        }
        List<Integer> ideal = new ArrayList<>(grades.values());
        ideal.sort((left, right) -> Integer.compare(right, left));
        return discounted(gains) / discounted(ideal);
    }

    private static double discounted(List<Integer> gains) {
        double sum = 0;
        for (int rank = 1; rank <= Math.min(CUTOFF, gains.size()); rank++) {
            sum += gains.get(rank - 1) * Math.log(2) / Math.log(rank + 1.0);
        }
        return sum;
    }

    @Override
    public void close() throws IOException {
        reader.close();
        directory.close();
        analyzer.close();
    }
}

package dev.gemmatune.eval.bm25;

import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.standard.StandardAnalyzer;

/**
 * The parameters of BM25.
 *
 * @param k1 how slowly a word's weight saturates with its number in a document, at least 0
 * @param b how much long documents are discounted, 0 to 1
 * @param words how texts become words
 */
public record Bm25Settings(double k1, double b, Words words) {

    /**
     * What Anserini uses for BEIR: k1 = 0.9, b = 0.4, English words. These are the numbers that papers compare with.
     */
    public static final Bm25Settings BEIR = new Bm25Settings(0.9, 0.4, Words.ENGLISH);

    /** Checks the ranges. */
    public Bm25Settings {
        if (!(k1 >= 0) || Double.isInfinite(k1)) {
            throw new IllegalArgumentException("k1 must be >= 0, got " + k1);
        }
        if (!(b >= 0 && b <= 1)) {
            throw new IllegalArgumentException("b must be 0 to 1, got " + b);
        }
    }

    /** How texts become words. */
    public enum Words {
        /** Lucene's EnglishAnalyzer: lower case, no possessives, 33 stop words left out, Porter's stems; as Anserini. */
        ENGLISH {
            @Override
            Analyzer analyzer() {
                return new EnglishAnalyzer();
            }
        },
        /** Lucene's StandardAnalyzer: Unicode's words in lower case, nothing left out; for other languages. */
        STANDARD {
            @Override
            Analyzer analyzer() {
                return new StandardAnalyzer();
            }
        };

        abstract Analyzer analyzer();
    }
}

package dev.gemmatune.eval.bm25;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.ar.ArabicAnalyzer;
import org.apache.lucene.analysis.bg.BulgarianAnalyzer;
import org.apache.lucene.analysis.bn.BengaliAnalyzer;
import org.apache.lucene.analysis.ca.CatalanAnalyzer;
import org.apache.lucene.analysis.cjk.CJKAnalyzer;
import org.apache.lucene.analysis.ckb.SoraniAnalyzer;
import org.apache.lucene.analysis.cz.CzechAnalyzer;
import org.apache.lucene.analysis.da.DanishAnalyzer;
import org.apache.lucene.analysis.de.GermanAnalyzer;
import org.apache.lucene.analysis.el.GreekAnalyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.es.SpanishAnalyzer;
import org.apache.lucene.analysis.et.EstonianAnalyzer;
import org.apache.lucene.analysis.eu.BasqueAnalyzer;
import org.apache.lucene.analysis.fa.PersianAnalyzer;
import org.apache.lucene.analysis.fi.FinnishAnalyzer;
import org.apache.lucene.analysis.fr.FrenchAnalyzer;
import org.apache.lucene.analysis.ga.IrishAnalyzer;
import org.apache.lucene.analysis.gl.GalicianAnalyzer;
import org.apache.lucene.analysis.hi.HindiAnalyzer;
import org.apache.lucene.analysis.hu.HungarianAnalyzer;
import org.apache.lucene.analysis.hy.ArmenianAnalyzer;
import org.apache.lucene.analysis.id.IndonesianAnalyzer;
import org.apache.lucene.analysis.it.ItalianAnalyzer;
import org.apache.lucene.analysis.lt.LithuanianAnalyzer;
import org.apache.lucene.analysis.lv.LatvianAnalyzer;
import org.apache.lucene.analysis.ne.NepaliAnalyzer;
import org.apache.lucene.analysis.nl.DutchAnalyzer;
import org.apache.lucene.analysis.no.NorwegianAnalyzer;
import org.apache.lucene.analysis.pt.PortugueseAnalyzer;
import org.apache.lucene.analysis.ro.RomanianAnalyzer;
import org.apache.lucene.analysis.ru.RussianAnalyzer;
import org.apache.lucene.analysis.sr.SerbianAnalyzer;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.analysis.sv.SwedishAnalyzer;
import org.apache.lucene.analysis.ta.TamilAnalyzer;
import org.apache.lucene.analysis.te.TeluguAnalyzer;
import org.apache.lucene.analysis.th.ThaiAnalyzer;
import org.apache.lucene.analysis.tr.TurkishAnalyzer;

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

    /** The same with other words. */
    public Bm25Settings withWords(Words other) {
        return new Bm25Settings(k1, b, other);
    }

    /**
     * How texts become words: Lucene's analyzer of a language, which lowers capitals, leaves the commonest words out and
     * takes the others' stems.
     */
    public enum Words {
        /** Lucene's EnglishAnalyzer: lower case, no possessives, 33 stop words left out, Porter's stems; as Anserini. */
        ENGLISH(EnglishAnalyzer::new, "en", "eng"),
        /** Lucene's StandardAnalyzer: Unicode's words in lower case, nothing left out; for all other languages. */
        STANDARD(StandardAnalyzer::new),
        /** Pairs of neighbouring characters; Chinese, Japanese and Korean. */
        CJK(CJKAnalyzer::new, "zh", "ja", "ko", "zho", "cmn", "jpn", "kor"),
        /** Of this language, as are all that follow. */
        ARABIC(ArabicAnalyzer::new, "ar", "ara"),
        ARMENIAN(ArmenianAnalyzer::new, "hy", "hye"),
        BASQUE(BasqueAnalyzer::new, "eu", "eus"),
        BENGALI(BengaliAnalyzer::new, "bn", "ben"),
        BULGARIAN(BulgarianAnalyzer::new, "bg", "bul"),
        CATALAN(CatalanAnalyzer::new, "ca", "cat"),
        CZECH(CzechAnalyzer::new, "cs", "ces"),
        DANISH(DanishAnalyzer::new, "da", "dan"),
        DUTCH(DutchAnalyzer::new, "nl", "nld"),
        ESTONIAN(EstonianAnalyzer::new, "et", "est"),
        FINNISH(FinnishAnalyzer::new, "fi", "fin"),
        FRENCH(FrenchAnalyzer::new, "fr", "fra"),
        GALICIAN(GalicianAnalyzer::new, "gl", "glg"),
        GERMAN(GermanAnalyzer::new, "de", "deu"),
        GREEK(GreekAnalyzer::new, "el", "ell"),
        HINDI(HindiAnalyzer::new, "hi", "hin"),
        HUNGARIAN(HungarianAnalyzer::new, "hu", "hun"),
        INDONESIAN(IndonesianAnalyzer::new, "id", "ind"),
        IRISH(IrishAnalyzer::new, "ga", "gle"),
        ITALIAN(ItalianAnalyzer::new, "it", "ita"),
        LATVIAN(LatvianAnalyzer::new, "lv", "lav"),
        LITHUANIAN(LithuanianAnalyzer::new, "lt", "lit"),
        NEPALI(NepaliAnalyzer::new, "ne", "npi"),
        NORWEGIAN(NorwegianAnalyzer::new, "no", "nb", "nob", "nor"),
        PERSIAN(PersianAnalyzer::new, "fa", "fas"),
        PORTUGUESE(PortugueseAnalyzer::new, "pt", "por"),
        ROMANIAN(RomanianAnalyzer::new, "ro", "ron"),
        RUSSIAN(RussianAnalyzer::new, "ru", "rus"),
        SERBIAN(SerbianAnalyzer::new, "sr", "srp"),
        SORANI(SoraniAnalyzer::new, "ckb"),
        SPANISH(SpanishAnalyzer::new, "es", "spa"),
        SWEDISH(SwedishAnalyzer::new, "sv", "swe"),
        TAMIL(TamilAnalyzer::new, "ta", "tam"),
        TELUGU(TeluguAnalyzer::new, "te", "tel"),
        THAI(ThaiAnalyzer::new, "th", "tha"),
        TURKISH(TurkishAnalyzer::new, "tr", "tur");

        /** A constructor, which has no state. */
        @SuppressWarnings("ImmutableEnumChecker")
        private final Supplier<Analyzer> analyzer;

        /** Unmodifiable. */
        @SuppressWarnings("ImmutableEnumChecker")
        private final List<String> codes;

        Words(Supplier<Analyzer> analyzer, String... codes) {
            this.analyzer = analyzer;
            this.codes = List.of(codes);
        }

        Analyzer analyzer() {
            return analyzer.get();
        }

        /** {@code german}. */
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** By a language's name in English or its code: {@code german}, {@code de}, {@code deu-Latn}; empty if there is none. */
        public static Optional<Words> of(String language) {
            String name = language.toLowerCase(Locale.ROOT).replaceFirst("[-_].*$", "");
            return Arrays.stream(values())
                    .filter(words -> words.key().equals(name) || words.codes.contains(name))
                    .findFirst();
        }

        /** All names, for messages. */
        public static String names() {
            return Arrays.stream(values()).map(Words::key).collect(Collectors.joining(", "));
        }

        /**
         * What the texts are written in, by their script or, where a script has several languages, by their commonest
         * words; {@link #STANDARD} where that is not clear.
         *
         * @param texts a thousand of them are enough
         */
        public static Words ofTexts(Collection<String> texts) {
            StopWordVote vote = new StopWordVote();
            texts.forEach(vote::add);
            return vote.winner();
        }
    }
}

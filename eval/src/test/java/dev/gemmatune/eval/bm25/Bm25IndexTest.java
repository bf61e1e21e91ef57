package dev.gemmatune.eval.bm25;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gemmatune.eval.metrics.Ranking;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class Bm25IndexTest {

    private static final Bm25Settings STANDARD = new Bm25Settings(0.9, 0.4, Bm25Settings.Words.STANDARD);

    @TempDir
    Path folder;

    /** Lengths 2, 4, 3: on average 3 words. */
    private static final String[] TEXTS = {"loan rate", "loan loan fee card", "card card limit"};

    private static <T> T with(Bm25Settings settings, List<String> ids, List<String> texts, Function<Bm25Index, T> use) {
        try (Bm25Writer writer = Bm25Writer.inMemory(settings)) {
            for (int i = 0; i < ids.size(); i++) {
                writer.add(ids.get(i), texts.get(i));
            }
            try (Bm25Index index = writer.finish()) {
                return use.apply(index);
            }
        }
    }

    private static Ranking search(String query, int depth) {
        return with(STANDARD, List.of("a", "b", "c"), List.of(TEXTS), index -> index.search(query, depth));
    }

    private static double idf(int documents, int frequency) {
        return Math.log(1 + (documents - frequency + 0.5) / (frequency + 0.5));
    }

    private static double saturated(int frequency, int length) {
        return frequency / (frequency + 0.9 * (1 - 0.4 + 0.4 * length / 3.0));
    }

    @Test
    void scoresAreThoseOfTheFormula() {
        // "loan" is in 2 of 3 documents, "fee" in 1.
        Ranking found = search("fee loan", 10);
        assertEquals(List.of("b", "a"), List.copyOf(found.asMap().keySet()));
        assertEquals(idf(3, 2) * saturated(2, 4) + idf(3, 1) * saturated(1, 4), found.score(0), 1e-6);
        assertEquals(idf(3, 2) * saturated(1, 2), found.score(1), 1e-6);
        // ln(1.6) / (1 + 0.9 (0.6 + 0.4 · 2/3)) = 0.470004 / 1.78
        assertEquals(0.264047, found.score(1), 1e-6);
    }

    @Test
    void wordThatComesTwiceInTheQueryCountsTwice() {
        assertEquals(2 * search("rate", 10).score(0), search("rate rate", 10).score(0), 1e-6);
    }

    @Test
    void ofEqualScoresTheLargerIdComesFirstAlsoAtTheCut() {
        List<String> ids = List.of("d1", "d3", "d10", "d2", "\uD83D\uDE00", "\uFFFD");
        List<String> texts = List.of("loan", "loan", "loan", "loan", "loan", "loan");
        Function<Integer, List<String>> first = depth -> with(
                STANDARD,
                ids,
                texts,
                index -> List.copyOf(index.search("loan", depth).asMap().keySet()));
        // In code points U+1F600 is above U+FFFD, in Java's chars it is below.
        assertEquals(List.of("\uD83D\uDE00", "\uFFFD", "d3", "d2", "d10", "d1"), first.apply(10));
        assertEquals(List.of("\uD83D\uDE00", "\uFFFD", "d3"), first.apply(3));
    }

    @Test
    void scoreOfATextIsThatOfTheIndexedOne() {
        String query = "loan card fee fee unknown";
        with(STANDARD, List.of("a", "b", "c"), List.of(TEXTS), index -> {
            Ranking found = index.search(query, 10);
            for (int i = 0; i < found.size(); i++) {
                String text = TEXTS[found.document(i).charAt(0) - 'a'];
                assertEquals(found.score(i), index.score(query, text), 1e-6, text);
            }
            // Not in the index: three words, one of them twice.
            assertEquals(2 * idf(3, 1) * saturated(2, 3), index.score(query, "fee fee rate"), 1e-6);
            return null;
        });
    }

    @Test
    void scoreRoundsLongTextsAsTheIndexDoes() {
        String text = "loan " + "other ".repeat(100);
        with(STANDARD, List.of("a", "b"), List.of(text, "card"), index -> {
            assertEquals(index.search("loan", 1).score(0), index.score("loan", text), 1e-6);
            return null;
        });
    }

    @Test
    void englishWordsAreStemmedAndStopWordsLeftOut() {
        Bm25Settings english = Bm25Settings.BEIR;
        List<String> found = with(
                english,
                List.of("a", "b"),
                List.of("the loans of banks", "cards"),
                index -> List.copyOf(index.search("The loan", 10).asMap().keySet()));
        assertEquals(List.of("a"), found);
        Ranking stopWords = with(english, List.of("a"), List.of("the loan"), index -> index.search("the", 10));
        assertEquals(0, stopWords.size());
    }

    @Test
    void nothingIsFoundWhereThereIsNothing() {
        Ranking ofNothing = with(STANDARD, List.of(), List.of(), index -> index.search("loan", 10));
        assertEquals(0, ofNothing.size());
        assertEquals(0, search("", 10).size());
        assertEquals(0, search("unknown", 10).size());
    }

    @Test
    void queryMayBeAPassageOfThousandsOfWords() {
        StringBuilder query = new StringBuilder("loan");
        for (int i = 0; i < 3000; i++) {
            query.append(" w").append(i);
        }
        assertEquals(2, search(query.toString(), 10).size());
    }

    @Test
    void indexInATemporaryFolderFindsTheSameAndIsDeleted() throws IOException {
        try (Bm25Writer writer = Bm25Writer.inTemporaryFolder(STANDARD, folder)) {
            for (int i = 0; i < TEXTS.length; i++) {
                writer.add(String.valueOf((char) ('a' + i)), TEXTS[i]);
            }
            try (Bm25Index index = writer.finish()) {
                assertEquals(
                        search("loan fee", 10).asMap(),
                        index.search("loan fee", 10).asMap());
                assertEquals(1, entries());
            }
        }
        assertEquals(0, entries());
    }

    @Test
    void abandonedIndexIsDeleted() throws IOException {
        assertThrows(IllegalStateException.class, () -> {
            try (Bm25Writer writer = Bm25Writer.inTemporaryFolder(STANDARD, folder)) {
                writer.add("a", "loan");
                throw new IllegalStateException("stopped");
            }
        });
        assertEquals(0, entries());
    }

    private long entries() throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.count();
        }
    }
}

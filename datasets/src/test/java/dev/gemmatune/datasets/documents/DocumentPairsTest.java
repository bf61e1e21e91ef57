package dev.gemmatune.datasets.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.datasets.beir.Document;
import dev.gemmatune.datasets.documents.DocumentPair.Kind;
import dev.gemmatune.datasets.mining.Corpus;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class DocumentPairsTest {

    private static final String FIRST = "The first sentence is here.";
    private static final String SECOND = "A second one follows it!";
    private static final String THIRD = "Does a third one end it?";
    private static final String ALL = String.join(" ", FIRST, SECOND, THIRD);

    private final List<DocumentPair> pairs = new ArrayList<>();

    private record Documents(List<Document> documents) implements Corpus {
        @Override
        public String name() {
            return "documents";
        }

        @Override
        public void forEach(Consumer<Document> consumer) {
            documents.forEach(consumer);
        }
    }

    private PairReport make(PairSettings settings, Document... documents) {
        pairs.clear();
        return DocumentPairs.make(new Documents(List.of(documents)), settings, pairs::add);
    }

    private static Document untitled(String body) {
        return new Document("d", "", body);
    }

    @Test
    void sentenceIsTheAnchorOfTheRestOfItsDocument() {
        PairReport report = make(new PairSettings(3, 0, 1), untitled(ALL));
        assertEquals(
                List.of(
                        new DocumentPair(Kind.SENTENCE, FIRST, SECOND + " " + THIRD),
                        new DocumentPair(Kind.SENTENCE, SECOND, FIRST + " " + THIRD),
                        new DocumentPair(Kind.SENTENCE, THIRD, FIRST + " " + SECOND)),
                pairs);
        assertEquals(new PairReport(1, 0, 0, 0, 3, 0), report);
    }

    @Test
    void keptSentenceStaysInItsDocument() {
        PairReport report = make(new PairSettings(1, 1, 1), untitled(ALL));
        assertEquals(Kind.KEPT_SENTENCE, pairs.get(0).kind());
        assertEquals(ALL, pairs.get(0).positive());
        assertEquals(new PairReport(1, 0, 0, 0, 0, 1), report);
    }

    @Test
    void titleIsAnAnchorAndStandsBeforeThePositives() {
        PairReport report = make(new PairSettings(1, 0, 1), new Document("d", " Numbers ", FIRST + " " + SECOND));
        assertEquals(new DocumentPair(Kind.TITLE, "Numbers", FIRST + " " + SECOND), pairs.get(0));
        assertTrue(pairs.get(1).positive().startsWith("Numbers "), pairs::toString);
        assertEquals(new PairReport(1, 0, 0, 1, 1, 0), report);
    }

    @Test
    void documentsThatGiveNoPairAreCounted() {
        PairReport report = make(
                new PairSettings(2, 0, 1),
                untitled("Only one sentence is here."),
                untitled("No. Yes. See above."),
                new Document("d", FIRST, FIRST),
                new Document("d", "A title", "Only one sentence is here."),
                untitled(ALL),
                untitled(ALL.replace(" ", "  ").toUpperCase(Locale.ROOT)));
        assertEquals(new PairReport(6, 1, 3, 1, 2, 0), report);
        assertEquals(3, report.pairs());
        assertEquals(pairs.size(), report.pairs());
    }

    @Test
    void shortSentencesAreNoAnchorsButStayInThePositive() {
        make(new PairSettings(9, 0, 1), untitled("No. " + FIRST + " See above."));
        assertEquals(List.of(new DocumentPair(Kind.SENTENCE, FIRST, "No. See above.")), pairs);
    }

    @Test
    void drawFollowsTheSeed() {
        Document[] documents = IntStream.range(0, 200)
                .mapToObj(number -> untitled(number + " is a number. " + ALL))
                .toArray(Document[]::new);
        PairReport report = make(new PairSettings(1, 0.1, 7), documents);
        List<DocumentPair> first = List.copyOf(pairs);
        make(new PairSettings(1, 0.1, 7), documents);
        assertEquals(first, pairs);
        make(new PairSettings(1, 0.1, 8), documents);
        assertNotEquals(first, pairs);
        Set<String> anchors = first.stream().map(DocumentPair::anchor).collect(Collectors.toSet());
        assertTrue(anchors.containsAll(List.of(FIRST, SECOND, THIRD)), "every sentence can be drawn");
        // 200 draws with a chance of 0.1: fewer than 6 or more than 40 come about once in a hundred thousand.
        assertTrue(report.keptSentencePairs() >= 6 && report.keptSentencePairs() <= 40, report::toString);
    }

    @Test
    void settingsAreChecked() {
        assertThrows(IllegalArgumentException.class, () -> new PairSettings(0, 0.1, 1));
        assertThrows(IllegalArgumentException.class, () -> new PairSettings(1, 1.1, 1));
        assertThrows(IllegalArgumentException.class, () -> new PairSettings(1, Double.NaN, 1));
    }
}

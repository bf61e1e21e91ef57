package dev.gemmatune.model.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WordCountsTest {

    private final WordCounts counts = new WordCounts();

    @Test
    void spaceBelongsToTheWordAfterIt() {
        counts.add("on the  on\ton the", 3);
        assertEquals(Map.of("on", 6L, "▁the", 6L, "▁on", 3L), words());
        assertEquals(15, counts.total());
    }

    @Test
    void digitsAndPunctuationStandOutsideOfWords() {
        counts.add("don't pay $20 (or more)—früher", 1);
        assertEquals(Map.of("don", 1L, "▁pay", 1L, "or", 1L, "▁more", 1L, "früher", 1L), words());
    }

    @Test
    void rareCharactersSplitWordsAndGetNoPiece() {
        counts.add("plain text ".repeat(2000) + "ab日cd", 1);
        List<Integer> alphabet = counts.alphabet(500);
        assertFalse(alphabet.contains((int) '日'));
        Map<String, Long> words = counts.words(new HashSet<>(alphabet));
        assertEquals(1L, words.get("▁ab"));
        assertEquals(1L, words.get("cd"));
    }

    @Test
    void printableAsciiIsAlwaysInTheAlphabetAndTheFrequentComesFirst() {
        counts.add("eeee ee", 1);
        List<Integer> alphabet = counts.alphabet(500);
        assertEquals(95, alphabet.size());
        assertEquals('e', alphabet.get(0));
        assertEquals('▁', alphabet.get(1));
        assertTrue(alphabet.containsAll(List.of((int) '0', (int) '~', (int) '!')));
    }

    private Map<String, Long> words() {
        return counts.words(new HashSet<>(counts.alphabet(500)));
    }
}

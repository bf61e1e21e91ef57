package dev.gemmatune.model.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PieceLearnerTest {

    @Test
    void mostFrequentPairComesFirst() {
        // Worked by hand: es 9, es+t 9, lo 7, lo+w 7; then ew, ne and w+est have 6 each, and ew comes first by its
        // text.
        Map<String, Long> words = Map.of("low", 5L, "lower", 2L, "newest", 6L, "widest", 3L);
        assertEquals(List.of("es", "est", "lo", "low", "ew"), new PieceLearner(words, 16).learn(5));
    }

    @Test
    void tiesAreTakenInTheOrderOfTheirText() {
        Map<String, Long> words = Map.of("yz", 3L, "ab", 3L, "cd", 3L);
        assertEquals(List.of("ab", "cd", "yz"), new PieceLearner(words, 16).learn(9));
    }

    @Test
    void longPiecesAndSinglePairsAreNotLearned() {
        assertEquals(List.of("ab", "abab"), new PieceLearner(Map.of("abababab", 2L, "xy", 1L), 5).learn(9));
    }

    @Test
    void runsOfOneCharacterAreCountedWithoutOverlapAfterTheMerge() {
        assertEquals(List.of("aa", "aaa"), new PieceLearner(Map.of("aaa", 4L), 16).learn(9));
    }

    /** The same algorithm without an index: all pairs are counted anew for every piece. */
    @Test
    void indexAgreesWithCountingAnew() {
        Random random = new Random(5);
        for (int round = 0; round < 30; round++) {
            Map<String, Long> words = new HashMap<>();
            for (int i = 0; i < 40; i++) {
                StringBuilder word = new StringBuilder();
                int length = 2 + random.nextInt(8);
                for (int j = 0; j < length; j++) {
                    word.append((char) ('a' + random.nextInt(3)));
                }
                words.put(word.toString(), 1L + random.nextInt(9));
            }
            assertEquals(countingAnew(words, 30), new PieceLearner(words, 6).learn(30), "round " + round);
        }
    }

    private static List<String> countingAnew(Map<String, Long> words, int most) {
        Map<List<String>, Long> split = new HashMap<>();
        words.forEach((word, count) -> split.put(List.of(word.split("")), count));
        List<String> pieces = new ArrayList<>();
        while (pieces.size() < most) {
            Map<List<String>, Long> pairs = new HashMap<>();
            split.forEach((symbols, count) -> {
                for (int i = 1; i < symbols.size(); i++) {
                    pairs.merge(symbols.subList(i - 1, i + 1), count, Long::sum);
                }
            });
            List<String> best = null;
            for (Map.Entry<List<String>, Long> pair : pairs.entrySet()) {
                boolean allowed =
                        pair.getValue() >= 2 && String.join("", pair.getKey()).length() <= 6;
                if (allowed && (best == null || isBetter(pair.getKey(), best, pairs))) {
                    best = pair.getKey();
                }
            }
            if (best == null) {
                break;
            }
            String text = String.join("", best);
            if (!pieces.contains(text)) {
                pieces.add(text);
            }
            Map<List<String>, Long> merged = new HashMap<>();
            for (Map.Entry<List<String>, Long> word : split.entrySet()) {
                merged.put(merge(word.getKey(), best), word.getValue());
            }
            split.clear();
            split.putAll(merged);
        }
        return pieces;
    }

    private static boolean isBetter(List<String> pair, List<String> other, Map<List<String>, Long> counts) {
        int byCount = Long.compare(counts.get(pair), counts.get(other));
        int byText = String.join("", other).compareTo(String.join("", pair));
        // Two ways to one text may share a count; either gives the same piece first.
        return byCount != 0
                ? byCount > 0
                : byText != 0 ? byText > 0 : pair.get(0).length() < other.get(0).length();
    }

    private static List<String> merge(List<String> symbols, List<String> pair) {
        List<String> merged = new ArrayList<>();
        for (int i = 0; i < symbols.size(); ) {
            if (i + 1 < symbols.size() && symbols.subList(i, i + 2).equals(pair)) {
                merged.add(pair.get(0) + pair.get(1));
                i += 2;
            } else {
                merged.add(symbols.get(i++));
            }
        }
        return merged;
    }
}

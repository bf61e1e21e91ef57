package dev.gemmatune.model.tokenizer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How often each character and each word occurs. A word is what a piece may not reach beyond: it begins at a space,
 * which belongs to it, and digits and punctuation stand outside of it.
 */
final class WordCounts {

    private static final int SPACE = GemmaVocabulary.SPACE.codePointAt(0);
    /** The share of the text whose characters get a piece of their own, SentencePiece's default; bytes do for others. */
    private static final double CHARACTER_COVERAGE = 0.9995;

    /** Cut out of a text before its words are looked at. */
    private static final String SEPARATORS = "\n\r\t";

    private final Map<String, Long> words = new HashMap<>();
    private final Map<Integer, Long> characters = new HashMap<>();
    private long total;

    /**
     * Counts a text.
     *
     * @param text any text; line ends and tabs end a word and are no part of one
     * @param weight how many times it counts
     */
    void add(String text, long weight) {
        String spaced = text.replace(" ", GemmaVocabulary.SPACE);
        int begin = 0;
        for (int at = 0; at < spaced.length(); ) {
            int character = spaced.codePointAt(at);
            int next = at + Character.charCount(character);
            boolean separates = SEPARATORS.indexOf(character) >= 0;
            boolean alone = separates || standsAlone(character);
            if (alone || character == SPACE) {
                addWord(words, spaced.substring(begin, at), weight);
                begin = alone ? next : at;
            }
            if (!separates) {
                characters.merge(character, weight, Math::addExact);
            }
            at = next;
        }
        addWord(words, spaced.substring(begin), weight);
    }

    /** The sum of the words' counts. */
    long total() {
        return total;
    }

    /** The count of each word of two or more characters of {@code alphabet}; other characters separate. */
    Map<String, Long> words(Set<Integer> alphabet) {
        Map<String, Long> known = new HashMap<>();
        words.forEach((word, count) -> {
            int begin = 0;
            for (int at = 0; at < word.length(); ) {
                int character = word.codePointAt(at);
                int next = at + Character.charCount(character);
                if (!alphabet.contains(character)) {
                    addWord(known, word.substring(begin, at), count);
                    begin = next;
                }
                at = next;
            }
            addWord(known, word.substring(begin), count);
        });
        return known;
    }

    /**
     * The characters that get a piece: printable ASCII, and of the others the most frequent ones that cover 99.95 % of
     * the text.
     *
     * @param most at most so many
     * @return by falling frequency, equal ones by code point
     */
    List<Integer> alphabet(int most) {
        Map<Integer, Long> counts = new HashMap<>(characters);
        counts.putIfAbsent(SPACE, 0L);
        for (int character = '!'; character <= '~'; character++) {
            counts.putIfAbsent(character, 0L);
        }
        List<Integer> sorted = new ArrayList<>(counts.keySet());
        sorted.sort(Comparator.<Integer>comparingLong(character -> -counts.get(character))
                .thenComparing(Comparator.naturalOrder()));
        double all = counts.values().stream().mapToLong(Long::longValue).sum();
        Set<Integer> kept = new HashSet<>();
        long covered = 0;
        for (int character : sorted) {
            if (isAlwaysKept(character) || covered < CHARACTER_COVERAGE * all) {
                kept.add(character);
            }
            covered += counts.get(character);
        }
        return sorted.stream().filter(kept::contains).limit(most).toList();
    }

    private void addWord(Map<String, Long> counts, String word, long weight) {
        if (word.codePointCount(0, word.length()) > 1) {
            counts.merge(word, weight, Math::addExact);
            total += counts == words ? weight : 0;
        }
    }

    private static boolean isAlwaysKept(int character) {
        return character == SPACE || (character > ' ' && character <= '~');
    }

    private static boolean standsAlone(int character) {
        if (Character.isDigit(character)) {
            return true;
        }
        boolean asciiSymbol = character < 128 && !Character.isLetter(character);
        return asciiSymbol || isPunctuation(Character.getType(character));
    }

    private static boolean isPunctuation(int category) {
        return category == Character.CONNECTOR_PUNCTUATION
                || category == Character.DASH_PUNCTUATION
                || category == Character.START_PUNCTUATION
                || category == Character.END_PUNCTUATION
                || category == Character.INITIAL_QUOTE_PUNCTUATION
                || category == Character.FINAL_QUOTE_PUNCTUATION
                || category == Character.OTHER_PUNCTUATION;
    }
}

package dev.gemmatune.model.tokenizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;

/**
 * Learns pieces by byte-pair encoding: the most frequent pair of neighbours becomes one symbol, again and again
 * (Sennrich, Haddow, Birch: Neural Machine Translation of Rare Words with Subword Units, 2016). Equal pairs are taken
 * in the order of their text.
 *
 * <p>An index from each pair to the words that hold it keeps a step's cost at those words.
 */
final class PieceLearner {

    /** A pair that occurs once teaches nothing. */
    private static final int LEAST_COUNT = 2;

    /** How often a pair of symbols occurs, and in which words; a word may be listed although the pair has gone. */
    private static final class Pair {
        private long count;
        private int[] words = new int[4];
        private int size;

        private void addWord(int word) {
            if (size > 0 && words[size - 1] == word) {
                return;
            }
            if (size == words.length) {
                words = Arrays.copyOf(words, size * 2);
            }
            words[size++] = word;
        }
    }

    /** A pair in the queue with its count when it was put there; the count may have fallen since. */
    private record Candidate(int left, int right, long count, String text) {}

    private final int longest;
    private final List<String> symbols = new ArrayList<>();
    private final Map<String, Integer> ids = new HashMap<>();
    private final List<int[]> words = new ArrayList<>();
    private final List<Long> counts = new ArrayList<>();
    private final Map<Long, Pair> pairs = new HashMap<>();
    private final Set<Long> grown = new HashSet<>();
    private final PriorityQueue<Candidate> queue = new PriorityQueue<>(Comparator.comparingLong(Candidate::count)
            .reversed()
            .thenComparing(Candidate::text)
            .thenComparing(Candidate::left));

    /**
     * Takes the words to learn from.
     *
     * @param frequencies each word's count
     * @param longest the greatest number of characters of a piece
     */
    PieceLearner(Map<String, Long> frequencies, int longest) {
        this.longest = longest;
        // Sorted, so that symbols are numbered alike however the map is laid out.
        new TreeMap<>(frequencies).forEach((word, count) -> {
            int index = words.size();
            int[] characters = word.codePoints()
                    .map(character -> symbol(Character.toString(character)))
                    .toArray();
            words.add(characters);
            counts.add(count);
            for (int i = 1; i < characters.length; i++) {
                change(characters[i - 1], characters[i], count, index);
            }
        });
        queueGrown();
    }

    /** Up to {@code most} pieces of two or more characters, in the order in which they were learned. */
    List<String> learn(int most) {
        List<String> pieces = new ArrayList<>();
        while (pieces.size() < most && !queue.isEmpty()) {
            Candidate best = queue.poll();
            Pair pair = pairs.get(key(best.left(), best.right()));
            if (pair == null) {
                continue;
            }
            if (pair.count != best.count()) {
                put(best.left(), best.right(), pair.count);
                continue;
            }
            boolean isNew = !ids.containsKey(best.text());
            merge(best, pair);
            if (isNew) {
                pieces.add(best.text());
            }
        }
        return pieces;
    }

    private void merge(Candidate best, Pair pair) {
        pairs.remove(key(best.left(), best.right()));
        int merged = symbol(best.text());
        for (int i = 0; i < pair.size; i++) {
            int word = pair.words[i];
            words.set(word, merged(word, best.left(), best.right(), merged));
        }
        queueGrown();
    }

    /** The word with each occurrence of the pair replaced; the counts of its neighbours follow. */
    private int[] merged(int word, int left, int right, int merged) {
        int[] before = words.get(word);
        long count = counts.get(word);
        int[] after = new int[before.length];
        int length = 0;
        int i = 0;
        while (i < before.length) {
            boolean found = before[i] == left && i + 1 < before.length && before[i + 1] == right;
            if (!found) {
                after[length++] = before[i++];
                continue;
            }
            if (length > 0) {
                change(after[length - 1], left, -count, word);
                change(after[length - 1], merged, count, word);
            }
            if (i + 2 < before.length) {
                change(right, before[i + 2], -count, word);
                change(merged, before[i + 2], count, word);
            }
            after[length++] = merged;
            i += 2;
        }
        return Arrays.copyOf(after, length);
    }

    private void change(int left, int right, long difference, int word) {
        long key = key(left, right);
        Pair pair = difference > 0 ? pairs.computeIfAbsent(key, k -> new Pair()) : pairs.get(key);
        if (pair == null) {
            return; // the pair that is being merged
        }
        pair.count += difference;
        if (difference > 0) {
            pair.addWord(word);
            grown.add(key);
        }
    }

    private void queueGrown() {
        for (long key : grown) {
            put((int) (key >>> Integer.SIZE), (int) key, pairs.get(key).count);
        }
        grown.clear();
    }

    private void put(int left, int right, long count) {
        String text = symbols.get(left) + symbols.get(right);
        if (count >= LEAST_COUNT && text.codePointCount(0, text.length()) <= longest) {
            queue.add(new Candidate(left, right, count, text));
        }
    }

    private int symbol(String text) {
        return ids.computeIfAbsent(text, added -> {
            symbols.add(added);
            return symbols.size() - 1;
        });
    }

    private static long key(int left, int right) {
        return (long) left << Integer.SIZE | right;
    }
}

package dev.gemmatune.datasets.leakage;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Finds test texts in training rows: equal after normalisation, or near duplicates, whose three-word sequences overlap
 * by 0.8 or more (Broder 1997, resemblance). Nothing is sampled. A pair that overlaps so much shares one of the test
 * text's rarest sequences (prefix filtering; Chaudhuri, Ganti and Kaushik 2006), so that only these are looked up.
 * Texts of fewer than three words are found only if they are equal.
 */
public final class LeakageCheck {

    /** From this overlap on two texts are near duplicates. */
    public static final double NEAR = 0.8;

    private final List<String> texts;
    private final long[][] shingles;
    private final Map<String, Integer> byNormalised = new HashMap<>();
    private final Map<Long, int[]> byRareShingle = new HashMap<>();

    /** Prepares the check for test texts; equal ones count once. */
    public LeakageCheck(Collection<String> testTexts) {
        texts = List.copyOf(new LinkedHashSet<>(testTexts));
        shingles = new long[texts.size()][];
        Map<Long, Integer> frequency = new HashMap<>();
        for (int i = 0; i < shingles.length; i++) {
            String normalised = Shingles.normalise(texts.get(i));
            byNormalised.putIfAbsent(normalised, i);
            shingles[i] = Shingles.of(normalised);
            for (long shingle : shingles[i]) {
                frequency.merge(shingle, 1, Integer::sum);
            }
        }
        for (int i = 0; i < shingles.length; i++) {
            for (long shingle : rarest(shingles[i], frequency)) {
                byRareShingle.merge(shingle, new int[] {i}, LeakageCheck::joined);
            }
        }
    }

    /**
     * A text as it is compared: in Unicode's compatibility form and lower case, its letters and digits only, words joined by
     * one space.
     */
    public static String normalised(String text) {
        return Shingles.normalise(text);
    }

    /** How many different texts are looked for. */
    public int size() {
        return texts.size();
    }

    /**
     * Looks through training rows; about a second for 100,000 rows of two short texts.
     *
     * @param rows the texts of each row
     * @return a leak for each test text that was found, the one of largest similarity and then of the first row; in
     *     the order of the test texts
     */
    public List<Leak> find(List<List<String>> rows) {
        Search search = search();
        rows.forEach(search::add);
        return search.leaks();
    }

    /** Begins to look through rows that come one by one. */
    public Search search() {
        return new Search();
    }

    /** Looks through rows. Memory: 8 bytes and their overhead for each different text. */
    public final class Search {

        private final Leak[] found = new Leak[texts.size()];
        private final Set<Long> seen = new HashSet<>();
        private int row;

        private Search() {}

        /** Takes the texts of the next row in. */
        public void add(List<String> rowTexts) {
            row++;
            for (String text : rowTexts) {
                if (seen.add(Shingles.key(text))) {
                    look(text, row, found);
                }
            }
        }

        /** What was found, as {@link LeakageCheck#find} gives it. */
        public List<Leak> leaks() {
            return Arrays.stream(found).filter(Objects::nonNull).toList();
        }
    }

    private void look(String text, int row, Leak[] found) {
        String normalised = Shingles.normalise(text);
        Integer equal = byNormalised.get(normalised);
        if (equal != null) {
            keep(new Leak(texts.get(equal), row, text, 1), equal, found);
        }
        long[] own = Shingles.of(normalised);
        LinkedHashSet<Integer> candidates = new LinkedHashSet<>();
        for (long shingle : own) {
            for (int candidate : byRareShingle.getOrDefault(shingle, new int[0])) {
                candidates.add(candidate);
            }
        }
        for (int candidate : candidates) {
            double similarity = Shingles.similarity(shingles[candidate], own);
            boolean other = equal == null || equal != candidate;
            if (other && similarity >= NEAR) {
                // The same words in another order of sentences can have the same sequences; only equal texts are 1.
                keep(
                        new Leak(texts.get(candidate), row, text, Math.min(similarity, Math.nextDown(1.0))),
                        candidate,
                        found);
            }
        }
    }

    private static void keep(Leak leak, int index, Leak[] found) {
        if (found[index] == null || leak.similarity() > found[index].similarity()) {
            found[index] = leak;
        }
    }

    /** So many that a text which lacks all of them cannot overlap by {@link #NEAR}. */
    private static long[] rarest(long[] shingles, Map<Long, Integer> frequency) {
        int needed = (int) Math.ceil(NEAR * shingles.length - 1e-9);
        int count = shingles.length - needed + 1;
        return Arrays.stream(shingles)
                .boxed()
                .sorted(Comparator.comparingInt((Long shingle) -> frequency.get(shingle)))
                .limit(shingles.length == 0 ? 0 : count)
                .mapToLong(Long::longValue)
                .toArray();
    }

    private static int[] joined(int[] left, int[] right) {
        int[] both = Arrays.copyOf(left, left.length + right.length);
        System.arraycopy(right, 0, both, left.length, right.length);
        return both;
    }
}

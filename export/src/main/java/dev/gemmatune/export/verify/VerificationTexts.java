package dev.gemmatune.export.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Makes texts of chosen lengths out of given ones: they are joined, and the beginning is cut where the wanted number of
 * tokens is reached.
 *
 * @param tokens the model's tokenizer
 * @param maxTokens the longest text that the model takes, in tokens
 */
record VerificationTexts(TokenIds tokens, int maxTokens) {

    /** Begin and end: the empty text. */
    private static final int SHORTEST = 2;

    /** Samples stop here; the last may go beyond. */
    private static final int SAMPLED_TOKENS = 1024;

    /**
     * Lengths from 2 tokens to the longest: powers of two and one more as far as attention sees everything, the first
     * lengths at which the window hides something, one text wider than the window, and the longest. Few of them are long,
     * because the long ones are what a verification spends its time on.
     */
    static NavigableSet<Integer> lengths(int maxTokens, int radius) {
        NavigableSet<Integer> lengths = new TreeSet<>();
        for (int length = SHORTEST; length <= radius; length *= 2) {
            lengths.add(length);
            lengths.add(length + 1);
        }
        lengths.addAll(List.of(radius, radius + 1, radius + 2, 2 * radius + 2, maxTokens));
        return new TreeSet<>(lengths.subSet(Math.min(SHORTEST, maxTokens), true, maxTokens, true));
    }

    /**
     * Texts of about these lengths, followed by {@code samples} of the given texts, or fewer when those have 1,024 tokens.
     *
     * @param texts at least one with words
     */
    List<String> choose(List<String> texts, Iterable<Integer> lengths, int samples) {
        List<String> chosen = new ArrayList<>();
        int start = 0;
        for (int length : lengths) {
            chosen.add(cut(joined(texts, start), length));
            start = (start + 1) % texts.size();
        }
        int count = Math.min(samples, texts.size());
        int sampled = 0;
        for (int i = 0; i < count && sampled < SAMPLED_TOKENS; i++) {
            String text = texts.get((int) ((long) i * texts.size() / count));
            chosen.add(text);
            sampled += count(text);
        }
        return chosen;
    }

    /** The texts from {@code start} on, around to it again, repeated until they fill the longest input. */
    private String joined(List<String> texts, int start) {
        StringBuilder joined = new StringBuilder();
        int index = start;
        int checkAt = maxTokens;
        while (true) {
            joined.append(joined.isEmpty() ? "" : " ").append(texts.get(index));
            index = (index + 1) % texts.size();
            // A token has a character or more, and so there is nothing to count before.
            if (joined.length() >= checkAt) {
                if (count(joined.toString()) >= maxTokens) {
                    return joined.toString();
                }
                checkAt = 2 * joined.length();
            }
        }
    }

    /** The longest beginning with at most {@code length} tokens, begin and end included. */
    private String cut(String text, int length) {
        if (length >= maxTokens) {
            return text;
        }
        int points = text.codePointCount(0, text.length());
        int fits = 0;
        int tooLong = points + 1;
        while (tooLong - fits > 1) {
            int middle = (fits + tooLong) >>> 1;
            if (count(beginning(text, middle)) <= length) {
                fits = middle;
            } else {
                tooLong = middle;
            }
        }
        return beginning(text, fits);
    }

    private static String beginning(String text, int points) {
        return text.substring(0, text.offsetByCodePoints(0, points));
    }

    private int count(String text) {
        return tokens.encode(List.of(text), "").get(0).length;
    }
}

package dev.gemmatune.train.mining;

import dev.gemmatune.datasets.beir.Document;
import dev.gemmatune.datasets.mining.Corpus;
import dev.gemmatune.datasets.mining.TextKey;
import dev.gemmatune.model.UserError;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The different documents of a corpus, numbered from 0 in its order; of those with equal texts the first one counts. It
 * remembers which documents are positives of some anchor.
 */
final class Documents {

    /** Takes a document. */
    @FunctionalInterface
    interface Receiver {
        void accept(int number, String text);
    }

    private final Corpus corpus;
    private final Set<Long> positiveKeys;
    private final Map<Integer, Set<Long>> keysOf = new HashMap<>();
    private int count;
    private int duplicates;

    /**
     * The documents of a corpus.
     *
     * @param positiveKeys the keys of all texts that are positives of some anchor
     */
    Documents(Corpus corpus, Set<Long> positiveKeys) {
        this.corpus = corpus;
        this.positiveKeys = positiveKeys;
    }

    /**
     * Goes through the documents, each time the same.
     *
     * @throws UserError if there is none
     */
    void forEach(Receiver receiver) {
        LongSet seen = new LongSet();
        int[] counts = new int[2];
        corpus.forEach(document -> {
            String text = document.text();
            long key = TextKey.of(text);
            if (seen.add(key)) {
                remember(counts[0], key, document);
                receiver.accept(counts[0], text);
                counts[0] = Math.incrementExact(counts[0]);
            } else {
                counts[1]++;
            }
        });
        count = counts[0];
        duplicates = counts[1];
        if (count == 0) {
            throw new UserError(corpus.name() + " has no documents in which negatives could be found");
        }
    }

    /** How many there are; known after {@link #forEach}. */
    int count() {
        return count;
    }

    /** How many were left out because an earlier one has their text; known after {@link #forEach}. */
    int duplicates() {
        return duplicates;
    }

    /** Whether one of the keys is that of the document, with or without its title; known after {@link #forEach}. */
    boolean hasKey(int document, Set<Long> keys) {
        return keysOf.getOrDefault(document, Set.of()).stream().anyMatch(keys::contains);
    }

    private void remember(int number, long key, Document document) {
        Set<Long> keys = new HashSet<>(Set.of(key));
        if (!document.title().isEmpty()) {
            keys.add(TextKey.of(document.body()));
        }
        keys.retainAll(positiveKeys);
        if (!keys.isEmpty()) {
            keysOf.put(number, keys);
        }
    }
}

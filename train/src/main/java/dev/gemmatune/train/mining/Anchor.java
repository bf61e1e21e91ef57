package dev.gemmatune.train.mining;

import dev.gemmatune.datasets.beir.Document;
import dev.gemmatune.datasets.mining.Corpus;
import dev.gemmatune.datasets.mining.TextKey;
import dev.gemmatune.datasets.training.TrainingExample;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An anchor with all that belongs to it.
 *
 * @param text of the anchor
 * @param positives of all its rows, each once
 * @param keys of texts that must not become its negatives: positives, the anchor itself, what is judged to answer it,
 *     and negatives that it has already
 */
record Anchor(String text, List<String> positives, Set<Long> keys) {

    /** Copies both. */
    Anchor {
        positives = List.copyOf(positives);
        keys = Set.copyOf(keys);
    }

    /**
     * The anchors of rows, each once, in their order. Cost: a pass over the corpus if it has judgements of an anchor.
     *
     * @param keepOwn whether the rows keep the negatives that they have, so that these are not found again
     */
    static List<Anchor> of(List<TrainingExample.Contrast> rows, Corpus corpus, boolean keepOwn) {
        Map<String, Set<String>> positives = new LinkedHashMap<>();
        Map<String, Set<Long>> keys = new HashMap<>();
        for (TrainingExample.Contrast row : rows) {
            positives
                    .computeIfAbsent(row.anchor(), anchor -> new LinkedHashSet<>())
                    .add(row.positive());
            Set<Long> ofAnchor =
                    keys.computeIfAbsent(row.anchor(), anchor -> new HashSet<>(Set.of(TextKey.of(anchor))));
            ofAnchor.add(TextKey.of(row.positive()));
            if (keepOwn) {
                row.negatives().forEach(negative -> ofAnchor.add(TextKey.of(negative)));
            }
        }
        addJudged(keys, corpus);
        List<Anchor> anchors = new ArrayList<>();
        positives.forEach((text, ofAnchor) -> anchors.add(new Anchor(text, List.copyOf(ofAnchor), keys.get(text))));
        return anchors;
    }

    private static void addJudged(Map<String, Set<Long>> keys, Corpus corpus) {
        Map<Long, List<Set<Long>>> anchorsByKey = new HashMap<>();
        keys.forEach((text, ofAnchor) -> anchorsByKey
                .computeIfAbsent(TextKey.of(text), key -> new ArrayList<>())
                .add(ofAnchor));
        Map<String, List<Set<Long>>> wantedBy = new HashMap<>();
        corpus.judged().forEach((query, documents) -> {
            List<Set<Long>> anchors = anchorsByKey.getOrDefault(TextKey.of(query), List.of());
            documents.forEach(document ->
                    wantedBy.computeIfAbsent(document, id -> new ArrayList<>()).addAll(anchors));
        });
        wantedBy.values().removeIf(List::isEmpty);
        if (!wantedBy.isEmpty()) {
            corpus.forEach(document -> addKey(document, wantedBy.getOrDefault(document.id(), List.of())));
        }
    }

    private static void addKey(Document document, List<Set<Long>> anchors) {
        anchors.forEach(keys -> keys.add(TextKey.of(document.text())));
    }
}

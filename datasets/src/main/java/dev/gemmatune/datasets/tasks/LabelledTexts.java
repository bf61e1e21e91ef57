package dev.gemmatune.datasets.tasks;

import java.util.List;

/**
 * Texts with labels.
 *
 * @param texts what is embedded
 * @param labels of each text: one, or any number where a task has several, or one for each level of a hierarchy
 */
public record LabelledTexts(List<String> texts, List<List<String>> labels) {

    /** Copies the lists. */
    public LabelledTexts {
        texts = List.copyOf(texts);
        labels = labels.stream().map(List::copyOf).toList();
        if (texts.size() != labels.size()) {
            throw new IllegalArgumentException(
                    "labels must be as many as texts, got " + labels.size() + " and " + texts.size());
        }
    }

    /** The number of texts. */
    public int size() {
        return texts.size();
    }

    /** The first label of each text, as the tasks with one label for each text want it. */
    public List<String> single() {
        return labels.stream().map(ofText -> ofText.get(0)).toList();
    }
}

package dev.gemmatune.datasets.mining;

import dev.gemmatune.datasets.training.TrainingExample;
import java.util.List;
import java.util.stream.Stream;

/**
 * A row with the negatives that were found for it.
 *
 * @param pair the row as it was, perhaps with negatives of its own
 * @param positiveScore of its anchor and positive
 * @param negatives what was found, the best first; may be empty
 */
public record MinedRow(TrainingExample.Contrast pair, double positiveScore, List<Negative> negatives) {

    /**
     * A text that looks like an answer and is none.
     *
     * @param text of the document
     * @param score of anchor and text
     */
    public record Negative(String text, double score) {}

    /** Copies the list. */
    public MinedRow {
        negatives = List.copyOf(negatives);
    }

    /**
     * The row to train on.
     *
     * @param keepOwn whether the negatives that it had come before those that were found
     */
    public TrainingExample.Contrast example(boolean keepOwn) {
        Stream<String> own = keepOwn ? pair.negatives().stream() : Stream.empty();
        return new TrainingExample.Contrast(
                pair.anchor(),
                pair.positive(),
                Stream.concat(own, negatives.stream().map(Negative::text)).toList());
    }
}

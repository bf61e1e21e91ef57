package dev.gemmatune.datasets.mining;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a mining found.
 *
 * @param rows that were given
 * @param anchors different ones among them
 * @param documents different ones in the corpus
 * @param duplicates documents whose text another one has
 * @param negatives that the rows got, all together
 * @param fullRows with as many as wanted
 * @param shortRows with fewer, but at least one
 * @param emptyRows without any
 * @param droppedRows short and empty ones that were left out
 * @param ownNegatives that the rows had before
 * @param refused how many candidates each rule refused, over all anchors
 * @param positiveScores of the rows
 * @param negativeScores of the negatives
 */
public record MiningReport(
        int rows,
        int anchors,
        int documents,
        int duplicates,
        int negatives,
        int fullRows,
        int shortRows,
        int emptyRows,
        int droppedRows,
        int ownNegatives,
        Map<Refusal, Long> refused,
        Quantiles positiveScores,
        Quantiles negativeScores) {

    /** Copies the map. */
    public MiningReport {
        refused = Collections.unmodifiableMap(new EnumMap<>(refused));
    }
}

package dev.gemmatune.datasets.inspect;

import tech.tablesaw.api.IntColumn;

/**
 * How long texts are.
 *
 * @param texts how many were measured
 * @param mean of their lengths
 * @param median as many are shorter as are longer
 * @param percentile95 19 of 20 are not longer
 * @param longest of all
 */
public record Lengths(int texts, double mean, double median, double percentile95, int longest) {

    /** Nothing was measured. */
    static final Lengths NONE = new Lengths(0, 0, 0, 0, 0);

    static Lengths of(IntColumn lengths) {
        return lengths.isEmpty()
                ? NONE
                : new Lengths(
                        lengths.size(), lengths.mean(), lengths.median(), lengths.percentile(95), (int) lengths.max());
    }
}

package dev.gemmatune.datasets.inspect;

import java.util.Optional;

/**
 * A column of rows.
 *
 * @param name as in the rows
 * @param filled how many rows have something else than null or an empty text there
 * @param distinct how many different values these are
 * @param characters lengths of the texts in characters; empty if the column holds no texts
 * @param tokens lengths in tokens, of a sample
 */
public record ColumnReport(
        String name, long filled, long distinct, Optional<Lengths> characters, Optional<Tokens> tokens) {

    /**
     * Lengths in tokens.
     *
     * @param lengths of the texts that were counted
     * @param truncated the share of them that a model would cut, from 0 to 1
     * @param sampled whether these are not all texts
     */
    public record Tokens(Lengths lengths, double truncated, boolean sampled) {}
}

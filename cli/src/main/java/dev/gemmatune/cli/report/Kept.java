package dev.gemmatune.cli.report;

import dev.gemmatune.eval.Scores;
import dev.gemmatune.eval.significance.KeptShare;
import dev.gemmatune.eval.significance.Resampling;
import dev.gemmatune.eval.significance.Sample;
import java.util.Optional;

/** How much of a score is left at fewer dimensions or bits. */
final class Kept {

    private Kept() {}

    /**
     * The share of one score in another.
     *
     * @param part whose score is in question, at a dimension
     * @param whole whose score it is held against, at its dimension
     * @return empty if one of them has no sample of the metric, or if their items differ
     */
    static Optional<KeptShare> of(Scores part, int partDimension, Scores whole, int wholeDimension, String metric) {
        Optional<Sample> all = whole.samples().at(wholeDimension, metric);
        return part.samples()
                .at(partDimension, metric)
                .flatMap(sample -> all.flatMap(full -> KeptShare.of(sample, full, Resampling.DEFAULT)));
    }
}

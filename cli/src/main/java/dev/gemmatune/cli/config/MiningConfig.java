package dev.gemmatune.cli.config;

import dev.gemmatune.cli.yaml.Default;
import dev.gemmatune.cli.yaml.Doc;
import dev.gemmatune.datasets.mining.MiningRules;
import dev.gemmatune.datasets.mining.Sampling;
import dev.gemmatune.datasets.mining.ShortRows;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Hard negatives that are found before the training.
 *
 * @param source what searches
 * @param corpus where it looks
 * @param negatives of each anchor
 * @param range of the candidates' ranks
 * @param minScore candidates below are refused
 * @param maxScore candidates above are refused
 * @param absoluteMargin to the positive's score
 * @param relativeMargin to the positive's score
 * @param sampling of the candidates that are left
 * @param shortRows what becomes of rows with too few negatives
 * @param keepNegatives whether rows keep the negatives that they have
 * @param every how often it is done again with the weights of that moment
 * @param cache whether embeddings are kept on disk
 */
public record MiningConfig(
        @Doc("what searches: model (the one that is tuned) or bm25 (by words)") @Default("model")
        Source source,

        @Doc("where to look: a BEIR folder, .jsonl with a field text, .txt; where missing, the rows' positives")
        Optional<Path> corpus,

        @Doc("negatives of each anchor") @Default("3") int negatives,

        @Doc("ranks of the candidates, the best document that is no positive being 0: [10, 100] passes over the ten"
                + " best")
        @Default("[]")
        List<Integer> range,

        @Doc("candidates with a lower score are refused: too easy")
        OptionalDouble minScore,

        @Doc("candidates with a higher score are refused: probably right")
        OptionalDouble maxScore,

        @Doc("candidates with a score above the positive's minus this are refused")
        OptionalDouble absoluteMargin,

        @Doc("candidates with a score above the positive's minus this share of it are refused; 0.05 is a good choice")
        OptionalDouble relativeMargin,

        @Doc("which of the rest: top, or random by training.seed") @Default("top")
        Sampling sampling,

        @Doc("rows with too few negatives: keep them with what was found, or drop them; both are counted")
        @Default("keep")
        ShortRows shortRows,

        @Doc("rows keep the negatives that they have, and get others beside them") @Default("true")
        boolean keepNegatives,

        @Doc("never: only before the training; 1 epoch: again after each epoch, with the weights of that moment")
        @Default("never")
        Every every,

        @Doc("keep embeddings on disk, in GEMMATUNE_CACHE or ~/.cache/gemmatune") @Default("true")
        boolean cache) {

    /** What searches. */
    public enum Source {
        /** The model that is tuned. */
        MODEL,
        /** Words. */
        BM25
    }

    /** Checks the ranges. */
    public MiningConfig {
        range = List.copyOf(range);
        Rules.atLeast("negatives", 1, negatives);
        Rules.check(
                every.unit() == Every.Unit.NEVER || (source == Source.MODEL && shortRows == ShortRows.KEEP),
                "every",
                "never, unless the source is model and short_rows is keep",
                every);
        boolean room = range.isEmpty()
                || (range.size() == 2 && range.get(0) >= 0 && (long) range.get(1) - range.get(0) >= negatives);
        Rules.check(room, "range", "two ranks from 0 with room for the negatives between them", range);
        absoluteMargin.ifPresent(margin -> Rules.notNegative("absolute_margin", margin));
        relativeMargin.ifPresent(
                margin -> Rules.check(margin >= 0 && margin < 1, "relative_margin", ">= 0 and < 1", margin));
        boolean ordered = minScore.isEmpty() || maxScore.isEmpty() || minScore.getAsDouble() < maxScore.getAsDouble();
        Rules.check(ordered, "max_score", "above min_score", maxScore.orElse(0));
        boolean wholeEpochs = every.unit() == Every.Unit.EPOCHS && every.amount() % 1 == 0;
        Rules.check(
                every.unit() == Every.Unit.NEVER || wholeEpochs, "every", "never or a whole number of epochs", every);
    }

    /** The rules, with the seed of random sampling. */
    public MiningRules rules(long seed) {
        return new MiningRules(
                negatives,
                range.isEmpty() ? 0 : range.get(0),
                range.isEmpty() ? OptionalInt.empty() : OptionalInt.of(range.get(1)),
                minScore,
                maxScore,
                absoluteMargin,
                relativeMargin,
                sampling,
                seed);
    }
}

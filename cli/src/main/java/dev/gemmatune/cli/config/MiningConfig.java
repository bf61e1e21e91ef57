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
@Doc("hard negatives that are looked for before the training, or again every epoch")
public record MiningConfig(
        @Doc(
                value = "what searches: model (the one that is tuned) or bm25 (by words)",
                change = "to bm25 where the model does not know the field yet, or to find what shares words with the"
                        + " question")
        @Default("model")
        Source source,

        @Doc(
                value =
                        "where to look: a BEIR folder, .jsonl with a field text, .txt; where missing, the rows' positives",
                change = "where there are more documents than the rows' positives; leave documents of the test"
                        + " questions out")
        Optional<Path> corpus,

        @Doc(
                value = "negatives of each anchor",
                unit = "texts",
                allowed = ">= 1",
                change = "downwards to save time and memory: every one makes each row longer by a text")
        @Default("3")
        int negatives,

        @Doc(
                value =
                        "ranks of the candidates, the best document that is no positive being 0: [10, 100] passes over the ten"
                                + " best",
                unit = "ranks",
                allowed = "two ranks from 0 with room for the negatives between them",
                change = "where the best documents are often right answers that nobody marked")
        @Default("[]")
        List<Integer> range,

        @Doc(
                value = "candidates with a lower score are refused: too easy",
                unit = "score",
                allowed = "any number",
                change = "where the mined texts are about something else")
        OptionalDouble minScore,

        @Doc(
                value = "candidates with a higher score are refused: probably right",
                unit = "score",
                allowed = "any number, above min_score",
                change = "where near-duplicates of the positives are in the corpus")
        OptionalDouble maxScore,

        @Doc(
                value = "candidates with a score above the positive's minus this are refused",
                unit = "score",
                allowed = ">= 0",
                change = "where the mined texts answer their anchors, and scores have a fixed scale")
        OptionalDouble absoluteMargin,

        @Doc(
                value = "candidates with a score above the positive's minus this share of it are refused",
                unit = "share",
                allowed = ">= 0 and < 1",
                change = "where the mined texts answer their anchors: 0.05 is a good choice")
        OptionalDouble relativeMargin,

        @Doc(
                value = "which of the rest: top, or random by training.seed",
                change = "to random where the best candidates are the same few documents for every row")
        @Default("top")
        Sampling sampling,

        @Doc(
                value = "rows with too few negatives: keep them with what was found, or drop them; both are counted",
                change = "to drop where a loss needs negatives in every row")
        @Default("keep")
        ShortRows shortRows,

        @Doc(
                value = "rows keep the negatives that they have, and get others beside them",
                change = "to false where the rows' own negatives are worse than mined ones")
        @Default("true")
        boolean keepNegatives,

        @Doc(
                value =
                        "never: only before the training; 1 epoch: again after each epoch, with the weights of that moment",
                allowed = "never, or a whole number of epochs",
                change = "to 1 epoch where the model improves so much that its first negatives become easy")
        @Default("never")
        Every every,

        @Doc(
                value = "keep embeddings on disk, in GEMMATUNE_CACHE or ~/.cache/gemmatune",
                change = "to false where the disk is small or the texts may not lie on it")
        @Default("true")
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

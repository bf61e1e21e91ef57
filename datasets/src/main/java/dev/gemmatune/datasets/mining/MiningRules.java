package dev.gemmatune.datasets.mining;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Which candidates become negatives. Names and formulas are those of {@code mine_hard_negatives} of sentence-transformers
 * 6.0.1, but for the range: here it counts the ranks of the search without the positives, there (where a margin or a
 * score limit is given as well) those of the candidates that the limits left over.
 *
 * @param negatives how many an anchor gets, at least 1
 * @param rangeMin so many of the best documents are passed over, because they may be positives that nobody marked
 * @param rangeMax documents from this rank on are no candidates; if empty, {@link #depth} says it
 * @param minScore candidates below are refused
 * @param maxScore candidates above are refused
 * @param absoluteMargin candidates with {@code score + margin > positive} are refused
 * @param relativeMargin candidates with {@code score > positive - |positive| · margin} are refused; 0.05 is TopK-PercPos
 *     (95 %) of NV-Retriever (arXiv 2407.15831)
 * @param sampling which of the rest are taken
 * @param seed of random sampling
 */
public record MiningRules(
        int negatives,
        int rangeMin,
        OptionalInt rangeMax,
        OptionalDouble minScore,
        OptionalDouble maxScore,
        OptionalDouble absoluteMargin,
        OptionalDouble relativeMargin,
        Sampling sampling,
        long seed) {

    /** Candidates for each negative where a rule may refuse some, as in sentence-transformers. */
    private static final int SPARE = 10;

    /** Checks the numbers against each other. */
    public MiningRules {
        require(negatives >= 1, "negatives must be >= 1, got " + negatives);
        require(rangeMin >= 0, "rangeMin must be >= 0, got " + rangeMin);
        require(
                rangeMax.isEmpty() || rangeMax.getAsInt() - (long) rangeMin >= negatives,
                "rangeMax must leave room for the negatives, at least " + ((long) rangeMin + negatives) + ", got "
                        + rangeMax.orElse(0));
        require(
                minScore.isEmpty() || maxScore.isEmpty() || minScore.getAsDouble() < maxScore.getAsDouble(),
                "minScore must be below maxScore, got " + minScore + " and " + maxScore);
        require(finite(minScore) && finite(maxScore), "minScore and maxScore must be finite");
        require(
                finite(absoluteMargin) && absoluteMargin.orElse(0) >= 0,
                "absoluteMargin must be >= 0, got " + absoluteMargin.orElse(0));
        require(
                relativeMargin.orElse(0) >= 0 && relativeMargin.orElse(0) < 1,
                "relativeMargin must be >= 0 and < 1, got " + relativeMargin.orElse(0));
    }

    /** The best {@code negatives} without any limit. */
    public static MiningRules top(int negatives) {
        return new MiningRules(
                negatives,
                0,
                OptionalInt.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                Sampling.TOP,
                0);
    }

    /**
     * How far down an anchor's search negatives are looked for: {@code rangeMax} documents that are no positives of it, or
     * else so many documents, its own positives among them. That is enough for the negatives, ten times that where rules
     * refuse, and twice the most positives: sentence-transformers counts them once when it sets its range and once more
     * when it searches.
     *
     * @param mostPositives how many rows the anchor with the most rows has
     */
    public int depth(int mostPositives) {
        boolean refuses = absoluteMargin.isPresent()
                || relativeMargin.isPresent()
                || maxScore.isPresent()
                || sampling == Sampling.RANDOM;
        return rangeMax.orElseGet(
                () -> Math.toIntExact(rangeMin + (long) negatives * (refuses ? SPARE : 1) + 2L * mostPositives));
    }

    /** The same with another seed, as every epoch of a training wants it. */
    public MiningRules withSeed(long newSeed) {
        return new MiningRules(
                negatives, rangeMin, rangeMax, minScore, maxScore, absoluteMargin, relativeMargin, sampling, newSeed);
    }

    /**
     * The rule that refuses a candidate's score, if any does.
     *
     * @param score of the candidate
     * @param positive the lowest score of the anchor's positives
     */
    Optional<Refusal> refusal(double score, double positive) {
        if (absoluteMargin.isPresent() && score + absoluteMargin.getAsDouble() > positive) {
            return Optional.of(Refusal.ABSOLUTE_MARGIN);
        }
        if (relativeMargin.isPresent() && score > positive - Math.abs(positive) * relativeMargin.getAsDouble()) {
            return Optional.of(Refusal.RELATIVE_MARGIN);
        }
        if (maxScore.isPresent() && score > maxScore.getAsDouble()) {
            return Optional.of(Refusal.MAX_SCORE);
        }
        return minScore.isPresent() && score < minScore.getAsDouble()
                ? Optional.of(Refusal.MIN_SCORE)
                : Optional.empty();
    }

    private static boolean finite(OptionalDouble value) {
        return Double.isFinite(value.orElse(0));
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}

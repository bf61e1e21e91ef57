package dev.gemmatune.cli.command;

import dev.gemmatune.datasets.mining.MiningRules;
import dev.gemmatune.datasets.mining.Sampling;
import dev.gemmatune.datasets.mining.ShortRows;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** The rules by which candidates become negatives. */
public final class MiningOptions {

    @Option(
            names = "--negatives",
            paramLabel = "N",
            defaultValue = "3",
            description = "negatives for each anchor (default: ${DEFAULT-VALUE})")
    private int negatives;

    @Option(
            names = "--range",
            paramLabel = "MIN,MAX",
            split = ",",
            description = "ranks of the candidates, the best document that is no positive being 0: 10,100 passes over"
                    + " the ten best, which may be positives that nobody marked (default: 0 and enough for the"
                    + " negatives)")
    private List<Integer> range = new ArrayList<>();

    @Option(
            names = "--relative-margin",
            paramLabel = "X",
            description =
                    "refuse candidates with a score above positive - |positive| * X; 0.05 leaves those with at most"
                            + " 95 %% of the positive's score, and is a good first choice")
    private Double relativeMargin;

    @Option(
            names = "--absolute-margin",
            paramLabel = "X",
            description = "refuse candidates with a score above positive - X")
    private Double absoluteMargin;

    @Option(names = "--min-score", paramLabel = "X", description = "refuse candidates with a lower score: too easy")
    private Double minScore;

    @Option(
            names = "--max-score",
            paramLabel = "X",
            description = "refuse candidates with a higher score: probably right")
    private Double maxScore;

    @Option(
            names = "--sampling",
            paramLabel = "HOW",
            defaultValue = "top",
            description = "top: the best of the rest, random: any of them (default: ${DEFAULT-VALUE})")
    private Sampling sampling;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "42",
            description = "of --sampling random (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(
            names = "--short-rows",
            paramLabel = "WHAT",
            defaultValue = "keep",
            description = "rows with too few negatives: keep them with what was found, or drop them; both are counted"
                    + " (default: ${DEFAULT-VALUE})")
    private ShortRows shortRows;

    /**
     * The rules.
     *
     * @throws WrongUsage if they contradict each other
     */
    public MiningRules rules() {
        WrongUsage.check(
                range.isEmpty() || range.size() == 2, "--range needs two ranks, the smaller first, got " + range);
        try {
            return new MiningRules(
                    negatives,
                    range.isEmpty() ? 0 : range.get(0),
                    range.isEmpty() ? OptionalInt.empty() : OptionalInt.of(range.get(1)),
                    optional(minScore),
                    optional(maxScore),
                    optional(absoluteMargin),
                    optional(relativeMargin),
                    sampling,
                    seed);
        } catch (IllegalArgumentException e) {
            throw WrongUsage.because(asOption(e.getMessage()));
        }
    }

    /** What becomes of rows with too few negatives. */
    public ShortRows shortRows() {
        return shortRows;
    }

    private static OptionalDouble optional(Double value) {
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /** {@code rangeMax must …} becomes {@code --range: the larger must …}, {@code minScore} {@code --min-score}. */
    private static String asOption(String message) {
        return "--"
                + message.replaceFirst("^rangeMin", "range: the first rank")
                        .replaceFirst("^rangeMax", "range: the second rank")
                        .replace("absoluteMargin", "absolute-margin")
                        .replace("relativeMargin", "relative-margin")
                        .replace("minScore", "min-score")
                        .replace("maxScore", "max-score");
    }
}

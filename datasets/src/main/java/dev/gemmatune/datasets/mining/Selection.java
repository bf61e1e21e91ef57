package dev.gemmatune.datasets.mining;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The negatives of one anchor.
 *
 * @param negatives at most as many as the rules want, the best first
 * @param refused how many candidates each rule refused
 */
public record Selection(List<Candidate> negatives, Map<Refusal, Integer> refused) {

    /** Copies both. */
    public Selection {
        negatives = List.copyOf(negatives);
        refused = Collections.unmodifiableMap(new EnumMap<>(refused));
    }

    /**
     * Counts of positives, on which the depth depends that nobody has set.
     *
     * @param own the anchor's own, each once
     * @param most how many rows the anchor with the most rows has
     */
    public record Positives(int own, int most) {}

    /**
     * Selects.
     *
     * @param found what the search found, the best first
     * @param isPositive whether a document must not become a negative of this anchor; it has no rank
     * @param positive the lowest score of the anchor's positives
     * @param rules which candidates are taken
     * @param positives how many positives the anchor has, and how many the one with the most
     * @param anchorSeed something that is another for another anchor; with the rules' seed it decides random sampling
     */
    public static Selection of(
            List<Candidate> found,
            IntPredicate isPositive,
            double positive,
            MiningRules rules,
            Positives positives,
            long anchorSeed) {
        Map<Refusal, Integer> refused = new EnumMap<>(Refusal.class);
        for (Refusal refusal : Refusal.values()) {
            refused.put(refusal, 0);
        }
        List<Candidate> passed = new ArrayList<>();
        int depth = rules.depth(positives.most());
        int places = 0;
        int rank = 0;
        for (Candidate candidate : found) {
            if (isPositive.test(candidate.document())) {
                int passedOver = refused.merge(Refusal.POSITIVE, 1, Integer::sum);
                // What else is passed over, such as the anchor's own text, makes room for the next one.
                places += rules.rangeMax().isEmpty() && passedOver <= positives.own() ? 1 : 0;
                continue;
            }
            if (places >= depth) {
                break;
            }
            places++;
            Optional<Refusal> refusal =
                    rank < rules.rangeMin() ? Optional.of(Refusal.RANGE) : rules.refusal(candidate.score(), positive);
            refusal.ifPresentOrElse(why -> refused.merge(why, 1, Integer::sum), () -> passed.add(candidate));
            rank++;
        }
        return new Selection(sample(passed, rules, anchorSeed), refused);
    }

    private static List<Candidate> sample(List<Candidate> passed, MiningRules rules, long anchorSeed) {
        int count = Math.min(rules.negatives(), passed.size());
        if (rules.sampling() == Sampling.TOP) {
            return passed.subList(0, count);
        }
        List<Integer> places =
                new ArrayList<>(IntStream.range(0, passed.size()).boxed().toList());
        Collections.shuffle(places, new Random(rules.seed() * 0x9E3779B97F4A7C15L + anchorSeed));
        return places.subList(0, count).stream()
                .sorted(Comparator.naturalOrder())
                .map(passed::get)
                .toList();
    }
}

package dev.gemmatune.datasets.mining;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class SelectionTest {

    private static final OptionalDouble NONE = OptionalDouble.empty();
    private static final Selection.Positives NO_COUNTS = new Selection.Positives(0, 0);

    /** Documents 0 to 6. */
    private static final double[] SCORES = {0.9, 0.8, 0.75, 0.5, 0.5, 0.25, -0.5};

    private static MiningRules rules(
            int negatives,
            int rangeMin,
            OptionalInt rangeMax,
            OptionalDouble min,
            OptionalDouble max,
            OptionalDouble absolute,
            OptionalDouble relative) {
        return new MiningRules(negatives, rangeMin, rangeMax, min, max, absolute, relative, Sampling.TOP, 0);
    }

    private static MiningRules limits(
            OptionalDouble min, OptionalDouble max, OptionalDouble absolute, OptionalDouble relative) {
        return rules(7, 0, OptionalInt.empty(), min, max, absolute, relative);
    }

    private static Selection select(double positive, MiningRules rules, Integer... positives) {
        List<Candidate> found = new ArrayList<>();
        for (int i = 0; i < SCORES.length; i++) {
            found.add(new Candidate(i, SCORES[i]));
        }
        Set<Integer> known = Set.of(positives);
        return Selection.of(found, known::contains, positive, rules, NO_COUNTS, 7);
    }

    private static List<Integer> taken(Selection selection) {
        return selection.negatives().stream().map(Candidate::document).toList();
    }

    private static Map<Refusal, Integer> refused(Selection selection) {
        return selection.refused().entrySet().stream()
                .filter(entry -> entry.getValue() > 0)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Test
    void bestOnesAreTaken() {
        Selection selection = select(0.1, MiningRules.top(3));
        assertEquals(List.of(0, 1, 2), taken(selection));
        assertEquals(0.75, selection.negatives().get(2).score());
        assertEquals(Map.of(), refused(selection));
    }

    @Test
    void positivesHaveNoRank() {
        MiningRules rules = rules(2, 1, OptionalInt.of(3), NONE, NONE, NONE, NONE);
        assertEquals(List.of(1, 2), taken(select(1, rules)));
        Selection selection = select(1, rules, 0, 2);
        assertEquals(List.of(3, 4), taken(selection));
        assertEquals(Map.of(Refusal.POSITIVE, 2, Refusal.RANGE, 1), refused(selection));
    }

    @Test
    void rangeEndsBeforeItsSecondRank() {
        assertEquals(List.of(2, 3), taken(select(1, rules(2, 2, OptionalInt.of(4), NONE, NONE, NONE, NONE))));
        MiningRules narrow = rules(2, 0, OptionalInt.of(3), NONE, OptionalDouble.of(0.8), NONE, NONE);
        assertEquals(List.of(1, 2), taken(select(1, narrow)));
        MiningRules tooNarrow = rules(3, 0, OptionalInt.of(3), NONE, OptionalDouble.of(0.8), NONE, NONE);
        assertEquals(List.of(1, 2), taken(select(1, tooNarrow)), "fewer than wanted rather than a lower rank");
    }

    @Test
    void limitsThemselvesAreNotRefused() {
        Selection selection = select(1, limits(OptionalDouble.of(0.5), OptionalDouble.of(0.75), NONE, NONE));
        assertEquals(List.of(2, 3, 4), taken(selection));
        assertEquals(Map.of(Refusal.MAX_SCORE, 2, Refusal.MIN_SCORE, 2), refused(selection));
    }

    @Test
    void absoluteMarginRefusesWhatComesTooNear() {
        // score + 0.25 > 0.75 holds above 0.5, not at it.
        Selection selection = select(0.75, limits(NONE, NONE, OptionalDouble.of(0.25), NONE));
        assertEquals(List.of(3, 4, 5, 6), taken(selection));
        assertEquals(Map.of(Refusal.ABSOLUTE_MARGIN, 3), refused(selection));
        assertEquals(List.of(2, 3, 4, 5, 6), taken(select(0.75, limits(NONE, NONE, OptionalDouble.of(0), NONE))));
    }

    @Test
    void relativeMarginIsAShareOfThePositive() {
        // 1 - 1 · 0.25 = 0.75, which is not refused.
        assertEquals(List.of(2, 3, 4, 5, 6), taken(select(1, limits(NONE, NONE, NONE, OptionalDouble.of(0.25)))));
    }

    @Test
    void relativeMarginOfANegativePositiveLowersTheBar() {
        // -0.4 - 0.4 · 0.25 = -0.5; without the absolute value it would be -0.3.
        assertEquals(List.of(6), taken(select(-0.4, limits(NONE, NONE, NONE, OptionalDouble.of(0.25)))));
        assertEquals(List.of(), taken(select(-0.4, limits(NONE, NONE, NONE, OptionalDouble.of(0.26)))));
    }

    @Test
    void candidateIsCountedByTheFirstRuleThatRefusesIt() {
        Selection selection =
                select(1, limits(NONE, OptionalDouble.of(0.3), OptionalDouble.of(0.15), OptionalDouble.of(0.25)));
        assertEquals(
                Map.of(Refusal.ABSOLUTE_MARGIN, 1, Refusal.RELATIVE_MARGIN, 1, Refusal.MAX_SCORE, 3),
                refused(selection));
        assertEquals(List.of(5, 6), taken(selection));
    }

    @Test
    void depthIsThatOfSentenceTransformers() {
        assertEquals(3, MiningRules.top(3).depth(0));
        assertEquals(
                35,
                rules(3, 5, OptionalInt.empty(), NONE, OptionalDouble.of(1), NONE, NONE)
                        .depth(0));
        assertEquals(
                8,
                rules(3, 5, OptionalInt.empty(), OptionalDouble.of(0), NONE, NONE, NONE)
                        .depth(0));
        assertEquals(
                50,
                rules(3, 5, OptionalInt.of(50), NONE, OptionalDouble.of(1), NONE, NONE)
                        .depth(0));
    }

    /** 3 negatives with a margin: range_max is 30 + 8, and 38 + 8 documents are searched, the positives among them. */
    @Test
    void positivesDeepenTheSearchAsInSentenceTransformers() {
        MiningRules rules = rules(3, 0, OptionalInt.empty(), NONE, OptionalDouble.of(0.5), NONE, NONE);
        assertEquals(46, rules.depth(8));
        List<Candidate> found = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            found.add(new Candidate(i, i < 44 ? 0.9 : 0.1));
        }
        Set<Integer> excluded = Set.of(0, 1, 2);
        // Two of the three are positives and take their places; the third makes room for document 46.
        Selection two = Selection.of(found, excluded::contains, 1, rules, new Selection.Positives(2, 8), 7);
        assertEquals(List.of(44, 45, 46), taken(two));
        Selection three = Selection.of(found, excluded::contains, 1, rules, new Selection.Positives(3, 8), 7);
        assertEquals(List.of(44, 45), taken(three));
    }

    @Test
    void randomSamplingFollowsTheSeedAndKeepsTheOrder() {
        Set<List<Integer>> seen = new HashSet<>();
        for (int seed = 0; seed < 20; seed++) {
            MiningRules random = new MiningRules(
                    2, 1, OptionalInt.of(6), NONE, OptionalDouble.of(0.75), NONE, NONE, Sampling.RANDOM, seed);
            List<Integer> taken = taken(select(1, random));
            assertEquals(taken, taken(select(1, random)));
            assertEquals(2, taken.size());
            assertTrue(Set.of(2, 3, 4, 5).containsAll(taken), taken::toString);
            assertTrue(taken.get(0) < taken.get(1), taken::toString);
            seen.add(taken);
        }
        assertTrue(seen.size() >= 4, seen::toString);
    }

    @Test
    void randomSamplingTakesAllWhereThereAreTooFew() {
        MiningRules random = new MiningRules(
                5, 0, OptionalInt.empty(), NONE, OptionalDouble.of(0.5), NONE, NONE, Sampling.RANDOM, 1);
        assertEquals(List.of(3, 4, 5, 6), taken(select(1, random)));
    }

    @Test
    void anchorsOfOneSeedDrawDifferently() {
        List<Candidate> found = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            found.add(new Candidate(i, 1));
        }
        MiningRules random = new MiningRules(5, 0, OptionalInt.of(100), NONE, NONE, NONE, NONE, Sampling.RANDOM, 1);
        assertNotEquals(
                Selection.of(found, document -> false, 1, random, NO_COUNTS, 1),
                Selection.of(found, document -> false, 1, random, NO_COUNTS, 2));
    }

    @Test
    void rulesThatContradictEachOtherAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> MiningRules.top(0));
        assertThrows(IllegalArgumentException.class, () -> rules(3, 5, OptionalInt.of(7), NONE, NONE, NONE, NONE));
        assertThrows(
                IllegalArgumentException.class,
                () -> limits(OptionalDouble.of(0.5), OptionalDouble.of(0.5), NONE, NONE));
        assertThrows(IllegalArgumentException.class, () -> limits(NONE, NONE, NONE, OptionalDouble.of(1)));
        assertThrows(IllegalArgumentException.class, () -> limits(NONE, NONE, OptionalDouble.of(-0.1), NONE));
    }

    @Test
    void quantilesAreInterpolated() {
        assertEquals(new Quantiles(1, 1.75, 2.5, 3.25, 4), Quantiles.of(new double[] {4, 1, 3, 2}));
        assertTrue(Double.isNaN(Quantiles.of(new double[0]).median()));
    }

    @Test
    void textsThatDifferInCaseAndSpaceOnlyAreEqual() {
        assertEquals(TextKey.of("A loan\u00a0fee"), TextKey.of("  a  LOAN\nfee "));
        assertNotEquals(TextKey.of("a loan fee"), TextKey.of("a loan-fee"));
    }
}

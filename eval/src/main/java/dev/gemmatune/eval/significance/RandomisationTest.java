package dev.gemmatune.eval.significance;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Fisher's paired randomisation test, two-sided: if the two models were the same, each query's difference could as well
 * have the other sign. The p value is the share of all choices of signs whose mean is as far from 0 as the one seen or
 * farther (Smucker, Allan and Carterette 2007 compare it with other tests for retrieval).
 */
public final class RandomisationTest {

    /** Up to so many differences that are not 0 all choices of signs are tried: 65,536 of them. */
    static final int EXACT = 16;

    /** Sums that are equal but for rounding count as equal. */
    private static final double ROUNDING = 1e-12;

    private RandomisationTest() {}

    /**
     * The p value. Differences of 0 have no sign and change nothing.
     *
     * @param differences of each query, finite
     * @param rounds random choices of signs where there are too many to try all; then the p value is
     *     {@code (1 + as far or farther) / (1 + rounds)}, which is never 0 (Phipson and Smyth 2010)
     * @param seed of the random choices
     * @return above 0, at most 1; 1 if all differences are 0 or if there is none
     */
    public static double pValue(double[] differences, int rounds, long seed) {
        double[] signed = Arrays.stream(differences).filter(value -> value != 0).toArray();
        double seen = Math.abs(Arrays.stream(signed).sum());
        double bar = seen - ROUNDING * Arrays.stream(signed).map(Math::abs).sum();
        return signed.length <= EXACT ? exact(signed, bar) : sampled(signed, bar, rounds, seed);
    }

    private static double exact(double[] differences, double bar) {
        int choices = 1 << differences.length;
        int far = 0;
        for (int signs = 0; signs < choices; signs++) {
            if (Math.abs(sum(differences, 0, differences.length, signs)) >= bar) {
                far++;
            }
        }
        return (double) far / choices;
    }

    private static double sampled(double[] differences, double bar, int rounds, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int far = 0;
        for (int round = 0; round < rounds; round++) {
            double sum = 0;
            for (int from = 0; from < differences.length; from += Long.SIZE) {
                sum += sum(differences, from, Math.min(from + Long.SIZE, differences.length), random.nextLong());
            }
            if (Math.abs(sum) >= bar) {
                far++;
            }
        }
        return (1.0 + far) / (1.0 + rounds);
    }

    /** The sum of a stretch in which bit i turns the sign of difference {@code from + i}. */
    private static double sum(double[] differences, int from, int to, long signs) {
        double sum = 0;
        long left = signs;
        for (int i = from; i < to; i++) {
            sum += (left & 1) == 0 ? differences[i] : -differences[i];
            left >>>= 1;
        }
        return sum;
    }
}

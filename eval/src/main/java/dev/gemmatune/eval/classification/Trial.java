package dev.gemmatune.eval.classification;

/**
 * A length that a line search tried.
 *
 * @param length along the direction
 * @param value of the function there
 * @param slope of the function along the direction
 */
record Trial(double length, double value, double slope) {

    private static final double SHARE = 0.66;

    /**
     * What to try next.
     *
     * @param length along the direction
     * @param bracketed whether a minimum is known to lie between the trials
     */
    record Choice(double length, boolean bracketed) {}

    /** The same seen from a line of a slope through the origin. */
    Trial tilted(double tilt) {
        return new Trial(length, value - length * tilt, slope - tilt);
    }

    /**
     * The safeguarded step, section 4 of Moré and Thuente 1994 ({@code dcstep} of MINPACK-2).
     *
     * @param best the trial of least value
     * @param other the other end of the interval
     * @param last what was tried last
     */
    static Choice choose(Trial best, Trial other, Trial last, boolean bracketed, double lower, double upper) {
        double secant = last.length + last.slope / (last.slope - best.slope) * (best.length - last.length);
        if (last.value > best.value) {
            return new Choice(higher(best, last), true);
        }
        if (last.slope * Math.signum(best.slope) < 0) {
            double cubic = last.length + last.ratio(best, last.cubicRoot(best)) * (best.length - last.length);
            boolean cubicIsFarther = Math.abs(cubic - last.length) > Math.abs(secant - last.length);
            return new Choice(cubicIsFarther ? cubic : secant, true);
        }
        if (Math.abs(last.slope) < Math.abs(best.slope)) {
            return new Choice(flatter(best, other, last, secant, bracketed, lower, upper), bracketed);
        }
        if (bracketed) {
            return new Choice(
                    last.length + last.ratio(other, last.cubicRoot(other)) * (other.length - last.length), true);
        }
        return new Choice(last.length > best.length ? upper : lower, false);
    }

    /** The value rose: a minimum lies between, nearer to the best. */
    private static double higher(Trial best, Trial last) {
        double distance = last.length - best.length;
        double cubic = best.length + best.ratio(last, best.cubicRoot(last)) * distance;
        double fall = (best.value - last.value) / distance;
        double quadratic = best.length + best.slope / (fall + best.slope) / 2 * distance;
        return Math.abs(cubic - best.length) < Math.abs(quadratic - best.length)
                ? cubic
                : cubic + (quadratic - cubic) / 2;
    }

    /** The value fell and the slope is less: the cubic may have no minimum there. */
    private static double flatter(
            Trial best, Trial other, Trial last, double secant, boolean bracketed, double lower, double upper) {
        double root = last.cubicRoot(best);
        double ratio = last.ratioOfFlatter(best, root);
        double cubic = ratio < 0 && root != 0
                ? last.length + ratio * (best.length - last.length)
                : last.length > best.length ? upper : lower;
        boolean cubicIsNearer = Math.abs(cubic - last.length) < Math.abs(secant - last.length);
        if (!bracketed) {
            boolean cubicIsFarther = Math.abs(cubic - last.length) > Math.abs(secant - last.length);
            return Math.max(lower, Math.min(upper, cubicIsFarther ? cubic : secant));
        }
        double chosen = cubicIsNearer ? cubic : secant;
        double limit = last.length + SHARE * (other.length - last.length);
        return last.length > best.length ? Math.min(limit, chosen) : Math.max(limit, chosen);
    }

    /** The discriminant's root of the cubic through two trials, with the sign that leads to its minimum. */
    private double cubicRoot(Trial end) {
        double theta = theta(end);
        double scale = Math.max(Math.abs(theta), Math.max(Math.abs(slope), Math.abs(end.slope)));
        double inner = theta / scale * (theta / scale) - slope / scale * (end.slope / scale);
        double root = scale * Math.sqrt(Math.max(0, inner));
        return end.length < length ? -root : root;
    }

    private double theta(Trial end) {
        return 3 * (value - end.value) / (end.length - length) + slope + end.slope;
    }

    private double ratio(Trial end, double root) {
        return ((root - slope) + theta(end)) / (((root - slope) + root) + end.slope);
    }

    private double ratioOfFlatter(Trial end, double root) {
        return ((root - slope) + theta(end)) / ((root + (end.slope - slope)) + root);
    }
}

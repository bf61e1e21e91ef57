package dev.gemmatune.eval.classification;

/**
 * The line search of Moré and Thuente 1994, "Line search algorithms with guaranteed sufficient decrease", with the
 * constants that L-BFGS-B 3.0 gives it: the value must fall by a thousandth of what the slope promises, and the slope
 * to nine tenths.
 */
final class LineSearch {

    private static final double DECREASE = 1e-3;
    private static final double CURVATURE = 0.9;
    private static final double INTERVAL = 0.1;
    private static final double LONGEST = 1e10;
    private static final double LEAST_GROWTH = 1.1;
    private static final double MOST_GROWTH = 4;
    private static final double SHRINK = 0.66;
    /** scikit-learn's {@code maxls}. */
    private static final int EVALUATIONS = 50;

    private final double startValue;
    private final double startSlope;
    private Trial best;
    private Trial other;
    private boolean bracketed;
    private boolean firstStage = true;
    private double lower;
    private double upper;
    private double width = LONGEST;
    private double earlierWidth = 2 * LONGEST;

    /**
     * Where a search ended.
     *
     * @param length how far along the direction, as a multiple of it
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Step(double length, double[] point, double value, double[] gradient) {}

    private LineSearch(double value, double slope, double first) {
        startValue = value;
        startSlope = slope;
        best = new Trial(0, value, slope);
        other = best;
        upper = first + MOST_GROWTH * first;
    }

    /** Searches from a point; null if no length was good. */
    static Step along(
            DifferentiableFunction function,
            double[] from,
            double value,
            double[] direction,
            double slope,
            double first) {
        LineSearch search = new LineSearch(value, slope, first);
        double length = first;
        for (int i = 0; i < EVALUATIONS; i++) {
            double[] point = from.clone();
            for (int j = 0; j < point.length; j++) {
                point[j] += length * direction[j];
            }
            double[] gradient = new double[point.length];
            double found = function.at(point, gradient);
            Trial trial = new Trial(length, found, LimitedMemoryBfgs.dot(gradient, direction));
            if (search.isGood(trial)) {
                return new Step(length, point, found, gradient);
            }
            length = search.next(trial);
        }
        return null;
    }

    private boolean isGood(Trial trial) {
        double promised = startValue + trial.length() * DECREASE * startSlope;
        boolean low = trial.value() <= promised;
        if (firstStage && low && trial.slope() >= 0) {
            firstStage = false;
        }
        boolean exhausted =
                bracketed && (trial.length() <= lower || trial.length() >= upper || upper - lower <= INTERVAL * upper);
        boolean longest = trial.length() == LONGEST && low && trial.slope() <= DECREASE * startSlope;
        return exhausted || longest || (low && Math.abs(trial.slope()) <= CURVATURE * -startSlope);
    }

    private double next(Trial trial) {
        double gradual = DECREASE * startSlope;
        boolean modified =
                firstStage && trial.value() <= best.value() && trial.value() > startValue + trial.length() * gradual;
        double length = modified
                ? narrow(best.tilted(gradual), other.tilted(gradual), trial.tilted(gradual), gradual)
                : narrow(best, other, trial, 0);
        if (bracketed) {
            if (Math.abs(other.length() - best.length()) >= SHRINK * earlierWidth) {
                length = best.length() + 0.5 * (other.length() - best.length());
            }
            earlierWidth = width;
            width = Math.abs(other.length() - best.length());
            lower = Math.min(best.length(), other.length());
            upper = Math.max(best.length(), other.length());
        } else {
            lower = length + LEAST_GROWTH * (length - best.length());
            upper = length + MOST_GROWTH * (length - best.length());
        }
        length = Math.max(0, Math.min(LONGEST, length));
        boolean exhausted = bracketed && (length <= lower || length >= upper || upper - lower <= INTERVAL * upper);
        return exhausted ? best.length() : length;
    }

    /** Chooses the next length, and takes the trial into the interval. */
    private double narrow(Trial nearest, Trial farther, Trial trial, double tilt) {
        Trial.Choice choice = Trial.choose(nearest, farther, trial, bracketed, lower, upper);
        bracketed = choice.bracketed();
        if (trial.value() > nearest.value()) {
            best = nearest.tilted(-tilt);
            other = trial.tilted(-tilt);
        } else {
            boolean turned = trial.slope() * Math.signum(nearest.slope()) < 0;
            other = (turned ? nearest : farther).tilted(-tilt);
            best = trial.tilted(-tilt);
        }
        return choice.length();
    }
}

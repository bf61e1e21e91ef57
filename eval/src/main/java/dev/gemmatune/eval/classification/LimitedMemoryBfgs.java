package dev.gemmatune.eval.classification;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Minimises a smooth function by L-BFGS (Liu and Nocedal 1989, "On the limited memory BFGS method for large scale
 * optimization"), with the steps and the stopping rules of L-BFGS-B 3.0 (Morales and Nocedal 2011) as scipy 1.17 calls
 * it without bounds: ten pairs, first step of length 1, Moré and Thuente's line search.
 */
final class LimitedMemoryBfgs {

    private static final int PAIRS = 10;
    private static final double EPSILON = Math.ulp(1.0);
    /** scikit-learn's {@code ftol} of 64 ulp: stop when the value falls by less, relative to its size. */
    private static final double LEAST_GAIN = 64 * EPSILON;

    private final DifferentiableFunction function;
    private final double tolerance;
    private final int maximumIterations;
    private final Deque<Pair> pairs = new ArrayDeque<>();

    /** How a step changed the point and the gradient. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Pair(double[] step, double[] change, double product) {}

    /**
     * The point that was found.
     *
     * @param point the variables
     * @param iterations how many steps it took
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Minimum(double[] point, int iterations) {}

    /**
     * A minimiser.
     *
     * @param tolerance stop when no derivative is larger
     */
    LimitedMemoryBfgs(DifferentiableFunction function, double tolerance, int maximumIterations) {
        this.function = function;
        this.tolerance = tolerance;
        this.maximumIterations = maximumIterations;
    }

    /** Minimises from a start, which is not changed. */
    Minimum from(double[] start) {
        double[] point = start.clone();
        double[] gradient = new double[point.length];
        double value = function.at(point, gradient);
        int iterations = 0;
        while (largest(gradient) > tolerance && iterations < maximumIterations) {
            double[] direction = direction(gradient);
            double slope = dot(gradient, direction);
            if (slope >= 0) {
                // Rounding spoilt the pairs: go on along the gradient.
                pairs.clear();
                direction = direction(gradient);
                slope = dot(gradient, direction);
            }
            double first = iterations == 0 ? 1 / Math.sqrt(dot(direction, direction)) : 1;
            LineSearch.Step step = LineSearch.along(function, point, value, direction, slope, first);
            if (step == null) {
                if (pairs.isEmpty()) {
                    break;
                }
                pairs.clear();
                continue;
            }
            iterations++;
            remember(difference(step.point(), point), difference(step.gradient(), gradient), -slope * step.length());
            double gain = value - step.value();
            double size = Math.max(Math.max(Math.abs(value), Math.abs(step.value())), 1);
            point = step.point();
            value = step.value();
            gradient = step.gradient();
            if (gain <= LEAST_GAIN * size) {
                break;
            }
        }
        return new Minimum(point, iterations);
    }

    /** The two-loop recursion. */
    private double[] direction(double[] gradient) {
        double[] direction = gradient.clone();
        double[] weights = new double[pairs.size()];
        int i = 0;
        for (Iterator<Pair> newestFirst = pairs.descendingIterator(); newestFirst.hasNext(); i++) {
            Pair pair = newestFirst.next();
            weights[i] = dot(pair.step, direction) / pair.product;
            add(direction, -weights[i], pair.change);
        }
        if (!pairs.isEmpty()) {
            Pair newest = pairs.getLast();
            scale(direction, newest.product / dot(newest.change, newest.change));
        }
        for (Pair pair : pairs) {
            i--;
            add(direction, weights[i] - dot(pair.change, direction) / pair.product, pair.step);
        }
        scale(direction, -1);
        return direction;
    }

    private void remember(double[] step, double[] change, double descent) {
        double product = dot(step, change);
        if (product > EPSILON * descent) {
            if (pairs.size() == PAIRS) {
                pairs.removeFirst();
            }
            pairs.addLast(new Pair(step, change, product));
        }
    }

    private static double largest(double[] values) {
        double largest = 0;
        for (double value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    static double dot(double[] left, double[] right) {
        double sum = 0;
        for (int i = 0; i < left.length; i++) {
            sum += left[i] * right[i];
        }
        return sum;
    }

    private static double[] difference(double[] left, double[] right) {
        double[] difference = left.clone();
        add(difference, -1, right);
        return difference;
    }

    private static void add(double[] target, double factor, double[] values) {
        for (int i = 0; i < target.length; i++) {
            target[i] += factor * values[i];
        }
    }

    private static void scale(double[] target, double factor) {
        for (int i = 0; i < target.length; i++) {
            target[i] *= factor;
        }
    }
}

package dev.gemmatune.eval.classification;

/** A function of many variables. */
@FunctionalInterface
interface DifferentiableFunction {

    /**
     * The value at a point.
     *
     * @param point where
     * @param gradient of the same length; is overwritten with the derivatives
     */
    double at(double[] point, double[] gradient);
}

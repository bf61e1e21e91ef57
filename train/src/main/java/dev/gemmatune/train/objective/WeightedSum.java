package dev.gemmatune.train.objective;

import ai.djl.ndarray.NDArray;
import dev.gemmatune.datasets.training.TrainingData;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Several objectives at once: the sum of their losses, each with a weight.
 *
 * @param terms at least one
 */
public record WeightedSum(List<Term> terms) implements Objective {

    /**
     * A part of the sum.
     *
     * @param weight the factor of its loss
     * @param objective the loss
     */
    public record Term(double weight, Objective objective) {

        /** Checks the weight. */
        public Term {
            if (!(weight > 0) || Double.isInfinite(weight)) {
                throw new IllegalArgumentException("weight must be > 0, got " + weight);
            }
        }
    }

    /** Copies the terms. */
    public WeightedSum {
        terms = List.copyOf(terms);
        if (terms.isEmpty()) {
            throw new IllegalArgumentException("terms must be at least one, got none");
        }
    }

    /** The sum, or the objective itself where a single one has the weight 1. */
    public static Objective of(List<Term> terms) {
        boolean single = terms.size() == 1 && terms.get(0).weight() == 1;
        return single ? terms.get(0).objective() : new WeightedSum(terms);
    }

    @Override
    public NDArray loss(EmbeddedBatch batch) {
        NDArray sum = null;
        for (Term term : terms) {
            NDArray loss = Numbers.times(term.objective().loss(batch), term.weight());
            sum = sum == null ? loss : sum.add(loss);
        }
        return sum;
    }

    @Override
    public void check(TrainingData data) {
        terms.forEach(term -> term.objective().check(data));
    }

    @Override
    public boolean usesInBatchNegatives() {
        return terms.stream().anyMatch(term -> term.objective().usesInBatchNegatives());
    }

    @Override
    public Set<Reference> references() {
        Set<Reference> references = EnumSet.noneOf(Reference.class);
        terms.forEach(term -> references.addAll(term.objective().references()));
        return references;
    }
}

package dev.gemmatune.train.objective;

import ai.djl.ndarray.NDArray;
import dev.gemmatune.datasets.training.TrainingData;
import java.util.List;

/**
 * Another objective at several dimensions at once, so that the leading dimensions are embeddings of their own: the
 * weighted sum of its losses over embeddings cut to each dimension and normalised again.
 *
 * <p>The sum is not divided by the number of dimensions, as in sentence-transformers.
 *
 * @param inner the objective at each dimension
 * @param dimensions the dimensions, each at most that of the model
 * @param weights the weight of each dimension's loss; 1 by default
 * @see <a href="https://arxiv.org/abs/2205.13147">Matryoshka Representation Learning</a>
 */
public record Matryoshka(Objective inner, List<Integer> dimensions, List<Double> weights) implements Objective {

    /** Copies the lists and checks that they fit. */
    public Matryoshka {
        dimensions = List.copyOf(dimensions);
        weights = List.copyOf(weights);
        if (dimensions.isEmpty() || dimensions.size() != weights.size()) {
            throw new IllegalArgumentException("weights must be as many as dimensions and at least one, got "
                    + weights.size() + " and " + dimensions.size());
        }
        if (dimensions.stream().distinct().count() != dimensions.size()) {
            throw new IllegalArgumentException("dimensions must differ from each other, got " + dimensions);
        }
        if (inner instanceof Matryoshka) {
            throw new IllegalArgumentException("inner must not be a Matryoshka objective itself");
        }
    }

    /** All dimensions with weight 1. */
    public static Matryoshka of(Objective inner, List<Integer> dimensions) {
        return new Matryoshka(
                inner, dimensions, dimensions.stream().map(dimension -> 1.0).toList());
    }

    @Override
    public NDArray loss(EmbeddedBatch batch) {
        NDArray sum = null;
        for (int i = 0; i < dimensions.size(); i++) {
            NDArray loss =
                    inner.loss(batch.cut(dimensions.get(i))).mul(weights.get(i).floatValue());
            sum = sum == null ? loss : sum.add(loss);
        }
        return sum;
    }

    @Override
    public void check(TrainingData data) {
        inner.check(data);
    }
}

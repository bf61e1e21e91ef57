package dev.gemmatune.train.objective;

import ai.djl.ndarray.NDArray;
import dev.gemmatune.datasets.training.TrainingData;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Another objective at several dimensions at once, so that the leading dimensions are embeddings of their own: the
 * weighted sum of its losses over embeddings cut to each dimension and normalised again.
 *
 * <p>The sum is not divided by the number of dimensions, as in sentence-transformers.
 *
 * @param inner the objective at each dimension
 * @param dimensions the dimensions, each at most that of the model
 * @param weights the weight of each dimension's loss; 1 by default
 * @param perStep how many of the dimensions take part in a step, the largest one always; empty for all. The others are
 *     drawn anew for each batch, from its texts and the seed, so that the loss remains a function of the batch; what is
 *     left out is not made up for by larger weights
 * @param seed of the draw
 * @see <a href="https://arxiv.org/abs/2205.13147">Matryoshka Representation Learning</a>
 */
public record MatryoshkaObjective(
        Objective inner, List<Integer> dimensions, List<Double> weights, OptionalInt perStep, long seed)
        implements Objective {

    /** Copies the lists and checks that they fit. */
    public MatryoshkaObjective {
        dimensions = List.copyOf(dimensions);
        weights = List.copyOf(weights);
        if (dimensions.isEmpty() || dimensions.size() != weights.size()) {
            throw new IllegalArgumentException("weights must be as many as dimensions and at least one, got "
                    + weights.size() + " and " + dimensions.size());
        }
        if (dimensions.stream().distinct().count() != dimensions.size()) {
            throw new IllegalArgumentException("dimensions must differ from each other, got " + dimensions);
        }
        if (inner instanceof MatryoshkaObjective) {
            throw new IllegalArgumentException("inner must not be a Matryoshka objective itself");
        }
        if (perStep.isPresent() && (perStep.getAsInt() < 1 || perStep.getAsInt() > dimensions.size())) {
            throw new IllegalArgumentException(
                    "perStep must be 1 to " + dimensions.size() + ", got " + perStep.getAsInt());
        }
    }

    /** All dimensions in every step, with weight 1. */
    public static MatryoshkaObjective of(Objective inner, List<Integer> dimensions) {
        List<Double> weights = Collections.nCopies(dimensions.size(), 1.0);
        return new MatryoshkaObjective(inner, dimensions, weights, OptionalInt.empty(), 0);
    }

    @Override
    public NDArray loss(EmbeddedBatch batch) {
        NDArray sum = null;
        for (int i : chosen(batch.layout())) {
            NDArray loss = Numbers.times(inner.loss(batch.cut(dimensions.get(i))), weights.get(i));
            sum = sum == null ? loss : sum.add(loss);
        }
        return sum;
    }

    @Override
    public void check(TrainingData data) {
        inner.check(data);
    }

    @Override
    public boolean usesInBatchNegatives() {
        return inner.usesInBatchNegatives();
    }

    @Override
    public Set<Reference> references() {
        return inner.references();
    }

    /** The places of the dimensions that take part, in ascending order. */
    private List<Integer> chosen(BatchLayout layout) {
        List<Integer> all = IntStream.range(0, dimensions.size()).boxed().toList();
        if (perStep.isEmpty() || perStep.getAsInt() == dimensions.size()) {
            return all;
        }
        int largest = dimensions.indexOf(Collections.max(dimensions));
        List<Integer> others = new ArrayList<>(all);
        others.remove(Integer.valueOf(largest));
        Collections.shuffle(
                others, new Random(seed * 0x9E3779B97F4A7C15L + layout.texts().hashCode()));
        List<Integer> chosen = new ArrayList<>(others.subList(0, perStep.getAsInt() - 1));
        chosen.add(largest);
        Collections.sort(chosen);
        return chosen;
    }
}

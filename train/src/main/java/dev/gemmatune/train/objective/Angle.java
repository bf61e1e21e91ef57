package dev.gemmatune.train.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.gemmatune.datasets.training.TrainingData;

/**
 * {@link Cosent} with the angle of complex vectors in place of the cosine, whose gradient does not vanish where cosines
 * are near 1: the first half of an embedding is the real part and the second half the imaginary part, and the
 * similarity of x and y is {@code |sum(Re(x / y) + Im(x / y))| * |y| / |x|}.
 *
 * <p>For unit vectors {@code x = (a, b)} and {@code y = (c, d)} this is {@code |a (c - d) + b (c + d)|}. An embedding of
 * odd dimension gets a 0 at its end.
 *
 * <p>Rows: as {@link Cosent}.
 *
 * @param scale the factor of the similarities; 20 by default
 * @see <a href="https://arxiv.org/abs/2309.12871">AnglE</a>
 */
public record Angle(double scale) implements Objective {

    /** Checks the scale. */
    public Angle {
        if (!(scale > 0) || Double.isInfinite(scale)) {
            throw new IllegalArgumentException("scale must be > 0, got " + scale);
        }
    }

    @Override
    public NDArray loss(EmbeddedBatch batch) {
        ScoredPairs pairs = ScoredPairs.of(batch);
        NDArray left = even(pairs.left());
        NDArray right = even(pairs.right());
        long half = right.getShape().get(1) / 2;
        NDArray real = right.get(new NDIndex(":, :{}", half));
        NDArray imaginary = right.get(new NDIndex(":, {}:", half));
        NDArray turned = real.sub(imaginary).concat(real.add(imaginary), 1);
        return pairs.orderLoss(Numbers.times(left.mul(turned).sum(new int[] {1}).abs(), scale));
    }

    @Override
    public void check(TrainingData data) {
        ScoredPairs.check(data);
    }

    private static NDArray even(NDArray vectors) {
        return vectors.getShape().get(1) % 2 == 0
                ? vectors
                : vectors.concat(
                        vectors.getManager().zeros(new Shape(vectors.getShape().get(0), 1)), 1);
    }
}

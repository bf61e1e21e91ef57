package dev.gemmatune.train.objective;

import ai.djl.ndarray.NDArray;
import dev.gemmatune.datasets.training.TrainingData;
import java.util.Set;

/**
 * Every text's embedding must be that of a teacher: the mean over all texts of the batch of a distance.
 *
 * <p>Rows of any shape. The teacher's vectors are cut to the dimension of the embeddings, whatever it is at present, and
 * scaled to length 1; they must have at least as many dimensions. A mean over texts is a mean over columns, as
 * sentence-transformers takes it, where every row has equally many texts.
 *
 * @param distance from the teacher's vector
 * @see <a href="https://arxiv.org/abs/2301.12005">EmbedDistill</a>
 */
public record EmbeddingDistillation(Distance distance) implements Objective {

    /** A distance of unit vectors. */
    public enum Distance {
        /** {@code 1 - cos(x, y)}. */
        COSINE,
        /** {@code |x - y|}. */
        L2,
        /** The mean of the squared differences of the components. */
        MSE
    }

    @Override
    public NDArray loss(EmbeddedBatch batch) {
        NDArray embeddings = batch.embeddings();
        int dimension = (int) embeddings.getShape().get(1);
        NDArray vectors = batch.requireTeacher();
        if (vectors.getShape().get(1) < dimension) {
            throw new IllegalArgumentException("teacher vectors must have at least " + dimension + " dimensions, got "
                    + vectors.getShape().get(1));
        }
        NDArray teacher = EmbeddedBatch.cut(vectors, dimension);
        return switch (distance) {
            case COSINE ->
                embeddings.mul(teacher).sum(new int[] {1}).mean().neg().add(1f);
            case L2 -> Triplet.length(embeddings.sub(teacher)).mean();
            case MSE -> embeddings.sub(teacher).square().mean();
        };
    }

    @Override
    public void check(TrainingData data) {
        // Every row has texts.
    }

    @Override
    public Set<Reference> references() {
        return Set.of(Reference.TEACHER);
    }
}

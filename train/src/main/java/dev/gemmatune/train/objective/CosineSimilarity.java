package dev.gemmatune.train.objective;

import ai.djl.ndarray.NDArray;
import dev.gemmatune.datasets.training.TrainingData;

/**
 * The cosine of two sentences must equal their score: the mean over rows of {@code (cos(u_i, v_i) - score_i)^2}.
 *
 * <p>Rows: {@code sentence1, sentence2, score}, the score between -1 and 1.
 *
 * @see <a href="https://arxiv.org/abs/1908.10084">Sentence-BERT</a>
 */
public record CosineSimilarity() implements Objective {

    @Override
    public NDArray loss(EmbeddedBatch batch) {
        float[] scores = new float[batch.rows()];
        for (int row = 0; row < scores.length; row++) {
            scores[row] = batch.layout().scores().get(row).floatValue();
        }
        NDArray cosines = batch.positiveCosines(); // (B)
        return cosines.sub(cosines.getManager().create(scores)).square().mean();
    }

    @Override
    public void check(TrainingData data) {
        data.scoredPairs();
    }
}

package dev.gemmatune.train.objective;

import ai.djl.ndarray.NDArray;
import dev.gemmatune.datasets.training.TrainingData;
import java.util.ArrayList;
import java.util.List;

/**
 * The positive must be ahead of each negative by as much as a teacher says: the mean over all negatives of {@code
 * (scale * (cos(a, p) - cos(a, n)) - (t_p - t_n))^2}.
 *
 * <p>Rows: {@code anchor, positive, negative…} with a teacher's scores; other rows play no part.
 *
 * @param scale the factor of the cosines, 1 by default as in sentence-transformers; a teacher whose scores are no
 *     cosines needs another one, since cosines are at most 2 apart
 * @see <a href="https://arxiv.org/abs/2010.02666">MarginMSE</a>
 */
public record MarginMse(double scale) implements Objective {

    /** Checks the scale. */
    public MarginMse {
        if (!(scale > 0) || Double.isInfinite(scale)) {
            throw new IllegalArgumentException("scale must be > 0, got " + scale);
        }
    }

    @Override
    public NDArray loss(EmbeddedBatch batch) {
        BatchLayout layout = batch.layout();
        if (layout.negativeRows().isEmpty()) {
            return batch.noLoss();
        }
        NDArray positives = EmbeddedBatch.rowsOf(batch.positiveCosines(), layout.negativeRows());
        NDArray margins = Numbers.times(positives.sub(batch.negativeCosines()), scale); // (K)
        return margins.sub(margins.getManager().create(teacherMargins(layout)))
                .square()
                .mean();
    }

    @Override
    public void check(TrainingData data) {
        TeacherScores.check(data);
    }

    private static float[] teacherMargins(BatchLayout layout) {
        List<Double> margins = new ArrayList<>();
        for (List<Double> scores : layout.teacherScores()) {
            scores.stream().skip(1).forEach(score -> margins.add(scores.get(0) - score));
        }
        float[] values = new float[margins.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = margins.get(i).floatValue();
        }
        return values;
    }
}

package dev.gemmatune.train.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.gemmatune.datasets.training.TrainingData;
import java.util.Arrays;
import java.util.List;

/**
 * Over the positive and the negatives of a row, the model must choose as a teacher does: the mean over rows of the
 * Kullback-Leibler divergence of {@code softmax(cos / temperature)} from {@code softmax(t / teacherTemperature)}, times
 * {@code temperature^2}.
 *
 * <p>Rows: {@code anchor, positive, negative…} with a teacher's scores; the number of negatives may differ from row to
 * row, other rows play no part.
 *
 * @param temperature of the model's cosines; 1 by default as in sentence-transformers. Cosines are at most 2 apart: at
 *     temperature 1 they cannot follow a teacher who is sure
 * @param teacherTemperature of the teacher's scores; 1 by default
 * @see <a href="https://arxiv.org/abs/1503.02531">Distilling the Knowledge in a Neural Network</a>
 * @see <a href="https://arxiv.org/abs/2010.11386">distillation of rankings</a>
 */
public record ScoreDistillation(double temperature, double teacherTemperature) implements Objective {

    /** Checks the temperatures. */
    public ScoreDistillation {
        if (!(temperature > 0) || Double.isInfinite(temperature)) {
            throw new IllegalArgumentException("temperature must be > 0, got " + temperature);
        }
        if (!(teacherTemperature > 0) || Double.isInfinite(teacherTemperature)) {
            throw new IllegalArgumentException("teacherTemperature must be > 0, got " + teacherTemperature);
        }
    }

    @Override
    public NDArray loss(EmbeddedBatch batch) {
        BatchLayout layout = batch.layout();
        if (layout.negativeRows().isEmpty()) {
            return batch.noLoss();
        }
        Table table = new Table(layout);
        NDManager manager = batch.embeddings().getManager();
        NDArray cosines = batch.positiveCosines().concat(batch.negativeCosines(), 0); // (B + K)
        NDArray logits = Numbers.over(cosines, temperature)
                .take(manager.create(table.places))
                .reshape(table.shape())
                .add(manager.create(table.leftOut, table.shape()));
        NDArray teacher = manager.create(table.teacher, table.shape());
        NDArray crossEntropy = logits.logSoftmax(1).mul(teacher).sum().neg();
        return Numbers.times(crossEntropy.sub((float) table.teacherEntropy), temperature * temperature / layout.rows());
    }

    @Override
    public void check(TrainingData data) {
        TeacherScores.check(data);
    }

    /** The candidates of each row side by side, the shorter rows filled up with what does not count. */
    private final class Table {

        private final int rows;
        private final int width;
        private final long[] places;
        private final float[] leftOut;
        private final float[] teacher;
        private double teacherEntropy;

        Table(BatchLayout layout) {
            rows = layout.rows();
            width = layout.teacherScores().stream().mapToInt(List::size).max().orElseThrow();
            places = new long[rows * width];
            leftOut = new float[rows * width];
            teacher = new float[rows * width];
            Arrays.fill(leftOut, PairMatrix.LEFT_OUT);
            int negative = rows;
            for (int row = 0; row < rows; row++) {
                List<Double> scores = layout.teacherScores().get(row);
                enter(row, 0, row);
                for (int i = 1; i < scores.size(); i++) {
                    enter(row, i, negative++);
                }
                enterTeacher(row, scores);
            }
        }

        Shape shape() {
            return new Shape(rows, width);
        }

        private void enter(int row, int column, int place) {
            places[row * width + column] = place;
            leftOut[row * width + column] = 0;
        }

        /** The teacher's softmax, in double: {@code sum t log t} is a constant of the loss. */
        private void enterTeacher(int row, List<Double> scores) {
            double highest = scores.stream().mapToDouble(score -> score).max().orElseThrow();
            double sum = 0;
            for (double score : scores) {
                sum += Math.exp((score - highest) / teacherTemperature);
            }
            for (int i = 0; i < scores.size(); i++) {
                double logit = (scores.get(i) - highest) / teacherTemperature;
                double probability = Math.exp(logit) / sum;
                teacher[row * width + i] = (float) probability;
                teacherEntropy -= probability * (logit - Math.log(sum));
            }
        }
    }
}

package dev.gemmatune.train.objective;

import dev.gemmatune.datasets.training.TrainingData;
import dev.gemmatune.datasets.training.TrainingExample;
import dev.gemmatune.model.UserError;
import java.util.List;

/** What losses that imitate a teacher's scores ask of rows. */
final class TeacherScores {

    private TeacherScores() {}

    /**
     * Checks that every row has a negative and scores of all its texts.
     *
     * @throws UserError if one has not
     */
    static void check(TrainingData data) {
        String expected = "{anchor, positive, negative…} with a teacher's scores (scores: [positive, negative…], or"
                + " positive_score and negative_score…)";
        ScoredPairs.requireNegatives(data, expected);
        List<TrainingExample.Contrast> rows = data.contrasts();
        for (int row = 0; row < rows.size(); row++) {
            if (rows.get(row).teacherScores().isEmpty()) {
                throw new UserError(data.name() + ": expected rows of " + expected + ", but row " + (row + 1)
                        + " has no scores; add them, or use another objective");
            }
        }
    }
}

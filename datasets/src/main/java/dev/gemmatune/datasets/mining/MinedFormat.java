package dev.gemmatune.datasets.mining;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** How rows with negatives are written, each as one or several lines of JSON that training reads. */
public enum MinedFormat {
    /** A line for each negative: {@code anchor, positive, negative}. */
    TRIPLET {
        @Override
        List<JsonObject> lines(MinedRow row, boolean scores, Set<List<String>> written) {
            List<JsonObject> lines = new ArrayList<>();
            for (MinedRow.Negative negative : row.negatives()) {
                JsonObject line = pair(row);
                line.addProperty("negative", negative.text());
                addScore(line, "positive_score", row.positiveScore(), scores);
                addScore(line, "negative_score", negative.score(), scores);
                lines.add(line);
            }
            return lines.isEmpty() ? List.of(withoutNegative(row, scores)) : lines;
        }
    },
    /** A line for each row: {@code anchor, positive, negative_1, negative_2…}. */
    N_TUPLE {
        @Override
        List<JsonObject> lines(MinedRow row, boolean scores, Set<List<String>> written) {
            JsonObject line = pair(row);
            for (int i = 0; i < row.negatives().size(); i++) {
                line.addProperty("negative_" + (i + 1), row.negatives().get(i).text());
            }
            addScore(line, "positive_score", row.positiveScore(), scores);
            for (int i = 0; i < row.negatives().size(); i++) {
                addScore(
                        line,
                        "negative_" + (i + 1) + "_score",
                        row.negatives().get(i).score(),
                        scores);
            }
            return List.of(line);
        }
    },
    /** A line for each pair of texts: {@code sentence1, sentence2, score}, 1 for positives and 0 for negatives. */
    LABELED_PAIR {
        @Override
        List<JsonObject> lines(MinedRow row, boolean scores, Set<List<String>> written) {
            List<JsonObject> lines = new ArrayList<>();
            addOnce(lines, row.pair().anchor(), row.pair().positive(), 1, written);
            row.negatives().forEach(negative -> addOnce(lines, row.pair().anchor(), negative.text(), 0, written));
            return lines;
        }
    };

    /**
     * The lines of a row.
     *
     * @param scores whether the model's scores are written; pairs with a label have no place for them, because a second
     *     number would be taken for the label
     * @param written pairs that other rows have written, to which those of this row are added
     */
    abstract List<JsonObject> lines(MinedRow row, boolean scores, Set<List<String>> written);

    /** Hands over the lines of all rows, in order. Rows without a negative stay as pairs. */
    public void forEachLine(List<MinedRow> rows, boolean scores, Consumer<JsonObject> consumer) {
        Set<List<String>> written = new HashSet<>();
        rows.forEach(row -> lines(row, scores, written).forEach(consumer));
    }

    private static JsonObject pair(MinedRow row) {
        JsonObject line = new JsonObject();
        line.addProperty("anchor", row.pair().anchor());
        line.addProperty("positive", row.pair().positive());
        return line;
    }

    private static JsonObject withoutNegative(MinedRow row, boolean scores) {
        JsonObject line = pair(row);
        addScore(line, "positive_score", row.positiveScore(), scores);
        return line;
    }

    /** As float32, which is what was computed. */
    private static void addScore(JsonObject line, String key, double score, boolean wanted) {
        if (wanted) {
            line.addProperty(key, (float) score);
        }
    }

    private static void addOnce(
            List<JsonObject> lines, String anchor, String text, int label, Set<List<String>> written) {
        if (written.add(List.of(anchor, text))) {
            JsonObject line = new JsonObject();
            line.addProperty("sentence1", anchor);
            line.addProperty("sentence2", text);
            line.addProperty("score", label);
            lines.add(line);
        }
    }
}

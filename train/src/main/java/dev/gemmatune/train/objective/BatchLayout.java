package dev.gemmatune.train.objective;

import java.util.ArrayList;
import java.util.List;

/**
 * What is known of a batch's texts beside their embeddings, in the order of the embeddings: those of the first column,
 * those of the second, then the negatives row by row.
 *
 * @param texts a number for each of the {@code 2 B + K} texts; equal texts have equal numbers
 * @param negativeRows for each of the {@code K} negatives the row that it belongs to, from 0, ascending
 * @param scores the wanted cosine of each row for scored pairs, else empty
 * @param teacherScores for each row a teacher's score of the positive and of each negative, if there are any
 */
public record BatchLayout(
        List<Integer> texts, List<Integer> negativeRows, List<Double> scores, List<List<Double>> teacherScores) {

    /** Copies the lists and checks that they fit. */
    public BatchLayout {
        texts = List.copyOf(texts);
        negativeRows = List.copyOf(negativeRows);
        scores = List.copyOf(scores);
        teacherScores = teacherScores.stream().map(List::copyOf).toList();
        int columns = texts.size() - negativeRows.size();
        if (columns < 2 || columns % 2 != 0) {
            throw new IllegalArgumentException("texts must be two for each row and the negatives, got " + texts.size()
                    + " with " + negativeRows.size() + " negatives");
        }
        int rows = columns / 2;
        int before = 0;
        for (int row : negativeRows) {
            require(row >= before && row < rows, "negativeRows must ascend from 0 to " + (rows - 1), row);
            before = row;
        }
        require(scores.isEmpty() || scores.size() == rows, "scores must be " + rows + " or none", scores.size());
        require(
                teacherScores.isEmpty() || teacherScores.size() == rows,
                "teacherScores must be " + rows + " or none",
                teacherScores.size());
        int scored = teacherScores.stream().mapToInt(List::size).sum();
        require(
                teacherScores.isEmpty() || scored == rows + negativeRows.size(),
                "teacherScores must be one for each positive and negative, " + (rows + negativeRows.size()),
                scored);
    }

    /** A layout of rows without scores. */
    public static BatchLayout of(List<Integer> texts, List<Integer> negativeRows) {
        return new BatchLayout(texts, negativeRows, List.of(), List.of());
    }

    /** {@code B}. */
    public int rows() {
        return (texts.size() - negativeRows.size()) / 2;
    }

    /** {@code N = B + K}: the second column and all negatives. */
    public int candidates() {
        return texts.size() - rows();
    }

    /** The row to which a candidate belongs. */
    public int rowOf(int candidate) {
        return candidate < rows() ? candidate : negativeRows.get(candidate - rows());
    }

    /** The places of the texts by column: first, second, first negatives of the rows, their second negatives, … */
    List<List<Integer>> columns() {
        List<List<Integer>> columns = new ArrayList<>();
        columns.add(new ArrayList<>());
        columns.add(new ArrayList<>());
        for (int row = 0; row < rows(); row++) {
            columns.get(0).add(row);
            columns.get(1).add(rows() + row);
        }
        int rank = 0;
        for (int i = 0; i < negativeRows.size(); i++) {
            rank = i > 0 && negativeRows.get(i).equals(negativeRows.get(i - 1)) ? rank + 1 : 0;
            if (columns.size() == rank + 2) {
                columns.add(new ArrayList<>());
            }
            columns.get(rank + 2).add(2 * rows() + i);
        }
        return columns;
    }

    private static void require(boolean holds, String rule, int value) {
        if (!holds) {
            throw new IllegalArgumentException(rule + ", got " + value);
        }
    }
}

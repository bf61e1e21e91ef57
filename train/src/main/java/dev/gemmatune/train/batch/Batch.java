package dev.gemmatune.train.batch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.gemmatune.datasets.training.TrainingData;
import dev.gemmatune.train.objective.BatchLayout;
import dev.gemmatune.train.objective.EmbeddedBatch;
import dev.gemmatune.train.vectors.ReferenceVectors;
import dev.gemmatune.train.vectors.TextVectors;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Rows of one set that are seen together.
 *
 * @param set index of the set
 * @param rows indices into the set's rows
 */
public record Batch(int set, List<Integer> rows) {

    private static final int ROWS_SHOWN = 16;

    /** Copies the rows. */
    public Batch {
        rows = List.copyOf(rows);
    }

    /** The number of rows. */
    public int size() {
        return rows.size();
    }

    /** Ids of all first texts, then of all second ones, then of all negatives: the order that objectives expect. */
    public List<int[]> texts(TokenizedData data) {
        List<int[]> texts = new ArrayList<>();
        rows.forEach(row -> texts.add(data.rows().get(row).ids().get(0)));
        rows.forEach(row -> texts.add(data.rows().get(row).ids().get(1)));
        for (int row : rows) {
            List<int[]> ids = data.rows().get(row).ids();
            texts.addAll(ids.subList(2, ids.size()));
        }
        return texts;
    }

    /**
     * What objectives may know of the texts beside their embeddings, in the order of {@link #texts}. Scores are there
     * if every row has them.
     */
    public BatchLayout layout(TokenizedData data) {
        List<Integer> numbers = new ArrayList<>();
        rows.forEach(row -> numbers.add(data.rows().get(row).texts().get(0)));
        rows.forEach(row -> numbers.add(data.rows().get(row).texts().get(1)));
        List<Integer> negativeRows = new ArrayList<>();
        List<Double> scores = new ArrayList<>();
        List<List<Double>> teacherScores = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            TokenizedData.Row row = data.rows().get(rows.get(i));
            for (int negative : row.texts().subList(2, row.texts().size())) {
                numbers.add(negative);
                negativeRows.add(i);
            }
            if (!Double.isNaN(row.score())) {
                scores.add(row.score());
            }
            if (!row.teacherScores().isEmpty()) {
                teacherScores.add(row.teacherScores());
            }
        }
        return new BatchLayout(
                numbers, negativeRows, scores, teacherScores.size() == rows.size() ? teacherScores : List.of());
    }

    /**
     * The batch as objectives see it.
     *
     * @param embeddings {@code (texts, E)} unit vectors in the order of {@link #texts}
     * @param data the tokenized rows
     * @param source the same rows as texts
     * @param references constant vectors; they become arrays of the manager of {@code embeddings}
     */
    public EmbeddedBatch embedded(
            NDArray embeddings, TokenizedData data, TrainingData source, ReferenceVectors references) {
        NDManager manager = embeddings.getManager();
        return new EmbeddedBatch(
                embeddings,
                layout(data),
                references.guide().map(vectors -> vectors(vectors, source, manager)),
                references.teacher().map(vectors -> vectors(vectors, source, manager)));
    }

    private NDArray vectors(TextVectors vectors, TrainingData source, NDManager manager) {
        List<String> firsts = new ArrayList<>();
        List<String> others = new ArrayList<>();
        List<String> negatives = new ArrayList<>();
        for (int row : rows) {
            List<String> texts = source.examples().get(row).texts();
            firsts.add(texts.get(0));
            others.add(texts.get(1));
            negatives.addAll(texts.subList(2, texts.size()));
        }
        others.addAll(negatives);
        return manager.create(vectors.of(firsts, others));
    }

    /** The rows counted from 1, as a user counts them, shortened. */
    public String describeRows() {
        String shown = rows.stream()
                .limit(ROWS_SHOWN)
                .map(row -> String.valueOf(row + 1))
                .collect(Collectors.joining(", "));
        return rows.size() > ROWS_SHOWN ? shown + ", … " + rows.size() + " in all" : shown;
    }
}

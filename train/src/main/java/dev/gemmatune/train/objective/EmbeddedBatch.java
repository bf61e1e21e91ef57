package dev.gemmatune.train.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import java.util.List;
import java.util.Optional;

/**
 * The embeddings of a batch's texts and what is constant beside them.
 *
 * @param embeddings {@code (2 B + K, E)} unit vectors through which gradients flow, in the order of the layout
 * @param layout rows, numbers of texts, scores
 * @param guide {@code (2 B + K, G)} unit vectors of the same texts by the guide model
 * @param teacher {@code (2 B + K, T)} vectors of the same texts by the teacher
 */
public record EmbeddedBatch(
        NDArray embeddings, BatchLayout layout, Optional<NDArray> guide, Optional<NDArray> teacher) {

    /** Keeps the length of a vector of zeros away from 0. */
    static final double SMALLEST_NORM = 1e-12;

    /** Checks the sizes. */
    public EmbeddedBatch {
        int texts = layout.texts().size();
        requireRows("embeddings", embeddings, texts);
        guide.ifPresent(vectors -> requireRows("guide", vectors, texts));
        teacher.ifPresent(vectors -> requireRows("teacher", vectors, texts));
    }

    /** A batch without guide and teacher. */
    public EmbeddedBatch(NDArray embeddings, BatchLayout layout) {
        this(embeddings, layout, Optional.empty(), Optional.empty());
    }

    /** {@code B}. */
    public int rows() {
        return layout.rows();
    }

    /** The first column: {@code (B, E)}. */
    public NDArray anchors() {
        return anchors(embeddings);
    }

    /** The second column: {@code (B, E)}. */
    public NDArray positives() {
        return positives(embeddings);
    }

    /** All positives, then all negatives: {@code (N, E)}; the positive of row i is candidate i. */
    public NDArray candidates() {
        return candidates(embeddings);
    }

    /** All negatives: {@code (K, E)}. */
    public NDArray negatives() {
        return embeddings.get(new NDIndex("{}:", 2 * rows()));
    }

    /** For each negative the anchor of its row: {@code (K, E)}. */
    public NDArray anchorsOfNegatives() {
        return rowsOf(anchors(), layout.negativeRows());
    }

    /** The cosine of each anchor and its positive: {@code (B)}. */
    public NDArray positiveCosines() {
        return anchors().mul(positives()).sum(new int[] {1});
    }

    /** The cosine of each negative and its anchor: {@code (K)}. */
    public NDArray negativeCosines() {
        return anchorsOfNegatives().mul(negatives()).sum(new int[] {1});
    }

    /** The part of a matrix of texts that belongs to the first column. */
    NDArray anchors(NDArray vectors) {
        return vectors.get(new NDIndex("0:{}", rows()));
    }

    NDArray positives(NDArray vectors) {
        return vectors.get(new NDIndex("{}:{}", rows(), 2 * rows()));
    }

    NDArray candidates(NDArray vectors) {
        return vectors.get(new NDIndex("{}:", rows()));
    }

    /** Rows of a matrix, in any order, also repeatedly. */
    static NDArray rowsOf(NDArray vectors, List<Integer> rows) {
        long[] indices = rows.stream().mapToLong(Integer::longValue).toArray();
        return vectors.get(new NDIndex("{}", vectors.getManager().create(indices)));
    }

    /** The guide's vectors, which {@link Objective#references()} has asked for. */
    NDArray requireGuide() {
        return guide.orElseThrow(() -> new IllegalStateException("guide vectors are missing"));
    }

    /** The teacher's vectors, which {@link Objective#references()} has asked for. */
    NDArray requireTeacher() {
        return teacher.orElseThrow(() -> new IllegalStateException("teacher vectors are missing"));
    }

    /** A loss of 0 with gradients of 0. */
    NDArray noLoss() {
        return Numbers.times(embeddings.sum(), 0);
    }

    /** The same batch with embeddings cut to {@code dimension} and normalised again. */
    public EmbeddedBatch cut(int dimension) {
        return new EmbeddedBatch(cut(embeddings, dimension), layout, guide, teacher);
    }

    /** Vectors cut to {@code dimension} and scaled to length 1. */
    static NDArray cut(NDArray vectors, int dimension) {
        return vectors.get(new NDIndex(":, :{}", dimension)).normalize(2, 1, SMALLEST_NORM);
    }

    private static void requireRows(String name, NDArray vectors, int texts) {
        if (vectors.getShape().dimension() != 2 || vectors.getShape().get(0) != texts) {
            throw new IllegalArgumentException(
                    name + " must have a row for each of the " + texts + " texts, got " + vectors.getShape());
        }
    }
}

package dev.gemmatune.train.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import dev.gemmatune.datasets.training.TrainingData;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Each anchor must find its own positive among the texts of the whole batch: the mean over rows of {@code
 * logsumexp_j(scale * s_ij) - scale * cos(a_i, p_i)}, where {@code s_ij} are the cosines of the directions.
 *
 * <p>Rows: {@code anchor, positive} and any number of negatives, which may differ from row to row. A larger batch gives
 * more negatives. A batch of one row without a negative has loss 0. Memory: {@code B * N} similarities for each
 * direction.
 *
 * <p>As in sentence-transformers 6, the positive stands twice in the sum when {@link Direction#DOC_TO_QUERY} is joint
 * with the others: once as {@code cos(a_i, p_i)} and once as {@code cos(p_i, a_i)}. Then even a batch of one row has
 * the loss ln 2. {@link Partition#PER_DIRECTION} does not have this.
 *
 * @param scale the inverse temperature; 20 by default
 * @param directions where negatives are looked for; {@link Direction#QUERY_TO_DOC} must be among them
 * @param partition how the directions are put together; {@link Partition#PER_DIRECTION} takes {@link
 *     Direction#QUERY_TO_DOC} and {@link Direction#DOC_TO_QUERY} only, because the others have no positive
 * @param hardness weighs the documents in {@link Direction#QUERY_TO_DOC}
 * @param falseNegatives what is no negative in any direction
 * @see <a href="https://arxiv.org/abs/1807.03748">InfoNCE</a>
 * @see <a href="https://arxiv.org/abs/1705.00652">in-batch negatives</a>
 * @see <a href="https://arxiv.org/abs/2308.03281">GTE</a>, for all directions jointly
 */
public record MultipleNegativesRanking(
        double scale, List<Direction> directions, Partition partition, Hardness hardness, FalseNegatives falseNegatives)
        implements Objective {

    /** The default of sentence-transformers. */
    public static final double DEFAULT_SCALE = 20;

    /** Checks the values and orders the directions. */
    public MultipleNegativesRanking {
        directions = directions.stream().distinct().sorted().toList();
        if (!(scale > 0) || Double.isInfinite(scale)) {
            throw new IllegalArgumentException("scale must be > 0, got " + scale);
        }
        if (!directions.contains(Direction.QUERY_TO_DOC)) {
            throw new IllegalArgumentException("directions must contain QUERY_TO_DOC, got " + directions);
        }
        boolean withoutPositive =
                directions.contains(Direction.QUERY_TO_QUERY) || directions.contains(Direction.DOC_TO_DOC);
        if (partition == Partition.PER_DIRECTION && withoutPositive) {
            throw new IllegalArgumentException(
                    "directions must be QUERY_TO_DOC and DOC_TO_QUERY for PER_DIRECTION, got " + directions);
        }
    }

    /** Anchors against all documents, equal texts left out. */
    public MultipleNegativesRanking(double scale) {
        this(scale, List.of(Direction.QUERY_TO_DOC), Partition.JOINT, Hardness.NONE, FalseNegatives.EQUAL_TEXTS);
    }

    @Override
    public NDArray loss(EmbeddedBatch batch) {
        NDArray toDocuments = cosines(batch.anchors(), batch.candidates()); // (B, N)
        Optional<NDArray> limits = falseNegatives
                .margin()
                .map(margin ->
                        margin.limits(batch.positiveCosines().stopGradient().expandDims(1)));
        List<NDArray> logits = new ArrayList<>();
        for (Direction direction : directions) {
            logits.add(logits(direction, batch, toDocuments, limits));
        }
        if (partition == Partition.JOINT) {
            return meanOfOwn(logits.size() == 1 ? logits.get(0) : NDArrays.concat(new NDList(logits), 1));
        }
        NDArray sum = meanOfOwn(logits.get(0));
        for (NDArray others : logits.subList(1, logits.size())) {
            sum = sum.add(meanOfOwn(others));
        }
        return Numbers.over(sum, logits.size());
    }

    @Override
    public void check(TrainingData data) {
        data.contrasts();
    }

    @Override
    public boolean usesInBatchNegatives() {
        return true;
    }

    /** The mean over rows of {@code -log softmax} at the row's own column. */
    static NDArray meanOfOwn(NDArray logits) {
        return logits.logSoftmax(1).diagonal().mean().neg();
    }

    private static NDArray cosines(NDArray left, NDArray right) {
        return left.matMul(right.transpose());
    }

    /** {@code (B, B or N)}: a direction's scaled cosines, with what does not count far below all others. */
    private NDArray logits(Direction direction, EmbeddedBatch batch, NDArray toDocuments, Optional<NDArray> limits) {
        NDArray cosines = switch (direction) {
            case QUERY_TO_DOC -> toDocuments;
            case QUERY_TO_QUERY -> cosines(batch.anchors(), batch.anchors());
            case DOC_TO_QUERY ->
                toDocuments.get(new NDIndex(":, :{}", batch.rows())).transpose();
            case DOC_TO_DOC -> cosines(batch.positives(), batch.candidates());
        };
        NDArray logits = Numbers.times(cosines, scale);
        if (direction == Direction.QUERY_TO_DOC && hardness.strength() > 0) {
            logits = logits.add(cosines.stopGradient().mul(weights(batch, cosines)));
        }
        Optional<PairMatrix.Condition> leftOut = leftOut(direction, batch.layout());
        if (leftOut.isPresent()) {
            logits = logits.add(constant(cosines, PairMatrix.LEFT_OUT, leftOut.get()));
        }
        if (limits.isPresent()) {
            NDArray tooHigh = cosines.stopGradient().gt(limits.get()).toType(DataType.FLOAT32, false);
            NDArray others = constant(cosines, PairMatrix.LEFT_OUT, ofOtherRow(direction, batch.layout()));
            logits = logits.add(tooHigh.mul(others));
        }
        return logits;
    }

    private NDArray weights(EmbeddedBatch batch, NDArray cosines) {
        BatchLayout layout = batch.layout();
        return constant(cosines, (float) hardness.strength(), (row, column) -> hardness.weighs(layout, row, column));
    }

    private Optional<PairMatrix.Condition> leftOut(Direction direction, BatchLayout layout) {
        if (!falseNegatives.equalTexts() || EqualTexts.allDiffer(layout)) {
            return switch (direction) {
                case QUERY_TO_DOC, DOC_TO_QUERY -> Optional.empty();
                case QUERY_TO_QUERY -> Optional.of((row, column) -> row == column);
                case DOC_TO_DOC -> Optional.of((row, column) -> layout.rowOf(column) == row);
            };
        }
        EqualTexts texts = new EqualTexts(layout);
        return Optional.of(
                switch (direction) {
                    case QUERY_TO_DOC -> (row, column) -> row != column && texts.isRight(row, column);
                    case QUERY_TO_QUERY -> texts::anchorsBelongTogether;
                    case DOC_TO_QUERY -> (row, column) -> row != column && texts.isRight(column, row);
                    case DOC_TO_DOC -> (row, column) -> layout.rowOf(column) == row || texts.isRight(row, column);
                });
    }

    private static PairMatrix.Condition ofOtherRow(Direction direction, BatchLayout layout) {
        boolean documents = direction == Direction.QUERY_TO_DOC || direction == Direction.DOC_TO_DOC;
        return documents ? (row, column) -> layout.rowOf(column) != row : (row, column) -> row != column;
    }

    /** A constant of the shape of {@code like}. */
    private static NDArray constant(NDArray like, float value, PairMatrix.Condition condition) {
        return PairMatrix.where(
                like.getManager(),
                (int) like.getShape().get(0),
                (int) like.getShape().get(1),
                value,
                condition);
    }
}

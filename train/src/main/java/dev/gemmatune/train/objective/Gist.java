package dev.gemmatune.train.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import dev.gemmatune.datasets.training.TrainingData;
import java.util.Set;

/**
 * Ranking among the texts of a batch, in which a guide model says what is no negative: a text whose similarity to the
 * anchor, in the guide's eyes, exceeds that of the positive less a margin does not count. The mean over rows of {@code
 * -log softmax(cos / temperature)} at the positive, over all documents, the other anchors, and the positive against the
 * other positives.
 *
 * <p>Rows: {@code anchor, positive} and any number of negatives. Where everything but the positive is left out, a row's
 * loss is 0. The guide's similarities are matrix products; memory is {@code B * N} of them and of the model's own.
 * Unlike sentence-transformers, a text is never its own negative, whatever the margin.
 *
 * @param temperature of the softmax; 0.01 by default
 * @param margin how far below the positive the guide's limit lies; 0 by default
 * @param contrastAnchors whether other anchors are negatives
 * @param contrastPositives whether other positives are negatives of the positive
 * @see <a href="https://arxiv.org/abs/2402.16829">GISTEmbed</a>
 */
public record Gist(double temperature, Margin margin, boolean contrastAnchors, boolean contrastPositives)
        implements Objective {

    /** Checks the temperature. */
    public Gist {
        if (!(temperature > 0) || Double.isInfinite(temperature)) {
            throw new IllegalArgumentException("temperature must be > 0, got " + temperature);
        }
    }

    @Override
    public NDArray loss(EmbeddedBatch batch) {
        NDArray guide = batch.requireGuide();
        NDArray guideAnchors = batch.anchors(guide);
        NDArray guidePositives = batch.positives(guide);
        // From the same product as what they are held against: equal texts have equal cosines there, to the last bit.
        NDArray own = guideAnchors.matMul(guidePositives.transpose());
        NDArray eye = own.getManager().eye((int) own.getShape().get(0));
        NDArray limits = margin.limits(own.mul(eye).sum(new int[] {1}, true)); // (B, 1)
        NDList blocks = new NDList();
        blocks.add(block(batch.anchors(), batch.candidates(), guideAnchors, batch.candidates(guide), limits, false));
        if (contrastAnchors) {
            blocks.add(block(batch.anchors(), batch.anchors(), guideAnchors, guideAnchors, limits, true));
        }
        if (contrastPositives) {
            blocks.add(block(batch.positives(), batch.positives(), guidePositives, guidePositives, limits, true));
        }
        return MultipleNegativesRanking.meanOfOwn(blocks.size() == 1 ? blocks.get(0) : NDArrays.concat(blocks, 1));
    }

    @Override
    public void check(TrainingData data) {
        data.contrasts();
    }

    @Override
    public boolean usesInBatchNegatives() {
        return true;
    }

    @Override
    public Set<Reference> references() {
        return Set.of(Reference.GUIDE);
    }

    /** Logits without what the guide leaves out; on the diagonal the positive always counts, and a text itself never. */
    private NDArray block(
            NDArray left, NDArray right, NDArray guideLeft, NDArray guideRight, NDArray limits, boolean sameColumn) {
        NDArray logits = Numbers.over(left.matMul(right.transpose()), temperature);
        NDArray tooNear = guideLeft.matMul(guideRight.transpose()).gt(limits).toType(DataType.FLOAT32, false);
        NDArray diagonal = logits.getManager()
                .eye((int) logits.getShape().get(0), (int) logits.getShape().get(1), 0, DataType.FLOAT32);
        NDArray leftOut = sameColumn ? tooNear.maximum(diagonal) : Numbers.atLeast(tooNear.sub(diagonal), 0);
        return logits.add(Numbers.times(leftOut, PairMatrix.LEFT_OUT));
    }
}

package dev.gemmatune.train.objective;

/** Between which texts of a batch a contrastive loss looks for negatives. The positive is always anchor and document. */
public enum Direction {
    /** Anchors against all positives and negatives of the batch. */
    QUERY_TO_DOC,
    /** Anchors against the other anchors. */
    QUERY_TO_QUERY,
    /** Positives against all anchors. */
    DOC_TO_QUERY,
    /** Positives against the positives and negatives of other rows. */
    DOC_TO_DOC
}

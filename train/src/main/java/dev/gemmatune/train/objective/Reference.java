package dev.gemmatune.train.objective;

/** Vectors of a batch's texts that come from elsewhere and do not change. */
public enum Reference {
    /** Of a model that judges which negatives are wrong answers indeed. */
    GUIDE,
    /** Of a model whose embeddings are to be imitated. */
    TEACHER
}

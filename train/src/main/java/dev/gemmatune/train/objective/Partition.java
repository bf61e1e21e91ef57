package dev.gemmatune.train.objective;

/** How the directions of a contrastive loss are put together. */
public enum Partition {
    /** One softmax over the texts of all directions. */
    JOINT,
    /** A softmax for each direction; the loss is their mean. */
    PER_DIRECTION
}

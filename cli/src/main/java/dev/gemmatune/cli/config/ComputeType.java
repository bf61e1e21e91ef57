package dev.gemmatune.cli.config;

/** The type of matrix products and attention. */
public enum ComputeType {
    /** Everything in float32. */
    FLOAT32,
    /** Matrix products in bfloat16. */
    BFLOAT16
}

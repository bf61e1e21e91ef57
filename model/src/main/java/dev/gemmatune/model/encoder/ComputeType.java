package dev.gemmatune.model.encoder;

/**
 * The type in which matrix products and attention are computed; weights, norms, the residual stream, pooling and the
 * dense layers stay in float32.
 *
 * <p>There is no float16: activations of Gemma 3 exceed its largest value, 65,504.
 */
public enum ComputeType {
    /** Everything in float32. */
    FLOAT32,
    /** Matrix products in bfloat16: about twice as fast where the processor has instructions for it. */
    BFLOAT16
}

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
    BFLOAT16;

    /** Why there is no third one, for messages. */
    public static final String NO_FLOAT16 =
            "float16 is not offered: Gemma's activations exceed its largest value, 65,504. Take bfloat16";

    /**
     * The type of a name.
     *
     * @throws IllegalArgumentException for other names; the message is empty or the reason
     */
    public static ComputeType of(String name) {
        return switch (name) {
            case "float32" -> FLOAT32;
            case "bfloat16" -> BFLOAT16;
            case "float16", "fp16", "half" -> throw new IllegalArgumentException(NO_FLOAT16);
            default -> throw new IllegalArgumentException("");
        };
    }
}

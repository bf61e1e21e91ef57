package dev.gemmatune.eval.quantized;

import java.util.LinkedHashSet;
import java.util.List;

/**
 * In which precisions a retrieval is evaluated beside float32.
 *
 * @param precisions each once, without {@link Precision#FLOAT32}, which is always there
 * @param candidates how many of the documents that the codes find are rescored, at least 1
 */
public record Quantization(List<Precision> precisions, int candidates) {

    /** Ten times what one looks at in nDCG@10. */
    public static final int CANDIDATES = 100;

    /** Float32 alone. */
    public static final Quantization NONE = new Quantization(List.of(), CANDIDATES);

    /** Copies the precisions and checks the number. */
    public Quantization {
        precisions = new LinkedHashSet<>(precisions)
                .stream().filter(precision -> precision != Precision.FLOAT32).toList();
        if (candidates < 1) {
            throw new IllegalArgumentException("candidates must be >= 1, got " + candidates);
        }
    }
}

package dev.gemmatune.export;

import dev.gemmatune.export.report.Verification;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;

/** An export whose embeddings are not the trainer's; nothing was left in the target. */
public final class VerificationFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Verification verification;

    VerificationFailed(Path target, Verification verification) {
        super(message(target, verification));
        this.verification = verification;
    }

    /** What was compared and came out. */
    public Verification verification() {
        return verification;
    }

    private static String message(Path target, Verification verification) {
        String failures = verification.comparisons().stream()
                .filter(comparison -> !comparison.within(verification.limit()))
                .map(comparison -> String.format(
                        Locale.ROOT,
                        "%s differs by %.2g at %d tokens (cosine %.7f)",
                        comparison.name(),
                        comparison.maxAbsoluteDifference(),
                        comparison.worstTokens(),
                        comparison.minCosine()))
                .collect(Collectors.joining("; "));
        return String.format(
                Locale.ROOT,
                "the export does not compute what the trainer computes, and %s was not written: %s; the limit is %.2g",
                target,
                failures,
                verification.limit());
    }
}

package dev.gemmatune.export;

import dev.gemmatune.export.report.Verification;
import java.nio.file.Path;

/** An export whose embeddings are not the trainer's; nothing was left in the target. */
public final class VerificationFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Verification verification;

    VerificationFailed(Path target, Verification verification) {
        super("the export does not compute what the trainer computes, and " + target + " was not written: "
                + String.join("; ", verification.failures()));
        this.verification = verification;
    }

    /** What was compared and came out. */
    public Verification verification() {
        return verification;
    }
}

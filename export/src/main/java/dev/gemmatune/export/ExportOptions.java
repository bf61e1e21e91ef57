package dev.gemmatune.export;

import dev.gemmatune.export.report.Limits;
import java.util.Optional;

/**
 * How to export.
 *
 * @param limits what passes; if empty, the format's own limits
 * @param sampledTexts how many of the given texts are compared as they are, beside those of chosen lengths
 * @param overwrite whether an earlier export may be replaced
 */
public record ExportOptions(Optional<Limits> limits, int sampledTexts, boolean overwrite) {

    /** Checks the ranges. */
    public ExportOptions {
        if (sampledTexts < 1) {
            throw new IllegalArgumentException("sampledTexts must be >= 1, got " + sampledTexts);
        }
    }

    /** The format's limits, 24 texts, nothing is overwritten. */
    public static ExportOptions defaults() {
        return new ExportOptions(Optional.empty(), 24, false);
    }

    /** The same with other limits. */
    public ExportOptions withLimits(Limits newLimits) {
        return new ExportOptions(Optional.of(newLimits), sampledTexts, overwrite);
    }

    /** The same, overwriting or not. */
    public ExportOptions withOverwrite(boolean newOverwrite) {
        return new ExportOptions(limits, sampledTexts, newOverwrite);
    }
}

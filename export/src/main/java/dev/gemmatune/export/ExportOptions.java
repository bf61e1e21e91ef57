package dev.gemmatune.export;

/**
 * How to export.
 *
 * @param limit largest absolute difference from the trainer's embedding that passes, in any dimension of any text
 * @param sampledTexts how many of the given texts are compared as they are, beside those of chosen lengths
 * @param overwrite whether an earlier export may be replaced
 */
public record ExportOptions(double limit, int sampledTexts, boolean overwrite) {

    /** Checks the ranges. */
    public ExportOptions {
        if (!(limit > 0)) {
            throw new IllegalArgumentException("limit must be > 0, got " + limit);
        }
        if (sampledTexts < 1) {
            throw new IllegalArgumentException("sampledTexts must be >= 1, got " + sampledTexts);
        }
    }

    /** 1e-5, 24 texts, nothing is overwritten. */
    public static ExportOptions defaults() {
        return new ExportOptions(1e-5, 24, false);
    }

    /** The same with another limit. */
    public ExportOptions withLimit(double newLimit) {
        return new ExportOptions(newLimit, sampledTexts, overwrite);
    }

    /** The same, overwriting or not. */
    public ExportOptions withOverwrite(boolean newOverwrite) {
        return new ExportOptions(limit, sampledTexts, newOverwrite);
    }
}

package dev.gemmatune.export.report;

import dev.gemmatune.eval.Progress;

/** Hears how far an export is; called from the exporting thread. */
@FunctionalInterface
public interface ExportProgress {

    /** Hears nothing. */
    ExportProgress NONE = (stage, done) -> {};

    /**
     * Hears of progress.
     *
     * @param stage what is being done, such as {@code writing weights}
     * @param done the part of the stage that is done, 0 to 1
     */
    void update(String stage, double done);

    /** What an evaluation tells of itself, as parts of a stage. */
    default Progress ofEvaluation(String stage) {
        return (part, done, total) -> update(stage + ": " + part, total == 0 ? 1 : done / (double) total);
    }
}

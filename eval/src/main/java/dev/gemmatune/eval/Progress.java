package dev.gemmatune.eval;

/** Is told how far a long computation is. */
@FunctionalInterface
public interface Progress {

    /** Tells nobody. */
    Progress SILENT = (stage, done, total) -> {};

    /**
     * Called after each step, always from the thread that started the computation.
     *
     * @param stage what is being done: {@code documents}, {@code queries}
     * @param done how much is done, from 0 to {@code total}
     * @param total how much there is to do in this stage
     */
    void update(String stage, long done, long total);
}

package dev.gemmatune.eval.retrieval;

/** How much of what an exact search finds another search finds as well. */
public final class FoundShare {

    private FoundShare() {}

    /**
     * The recall at k against the exact search: the share of its best k documents that are among the first k of the other.
     * A document as near as the exact search's k-th counts as that one, whichever the order of ids preferred.
     *
     * @param k at least 1 and at most the depth of the exact search
     * @param exact of all documents, falling
     * @param found of some, falling, scores bit by bit as the exact search has them
     * @return 0 to 1; of fewer than k documents the share of all; NaN if there are none
     */
    public static double at(int k, Hits exact, Hits found) {
        int wanted = Math.min(k, exact.documents().length);
        if (wanted == 0) {
            return Double.NaN;
        }
        float bar = exact.scores()[wanted - 1];
        int hits = 0;
        while (hits < Math.min(k, found.scores().length) && found.scores()[hits] >= bar) {
            hits++;
        }
        return (double) hits / wanted;
    }
}

package dev.gemmatune.eval.hnsw;

/**
 * How an HNSW graph is built and searched (Malkov and Yashunin 2016, arXiv 1603.09320).
 *
 * @param connections M: neighbours of a document in each layer, twice as many in the lowest; 2 to 512. More find more and
 *     take more memory
 * @param beamWidth ef_construction: documents that are looked at to find the neighbours of a new one; 1 to 3200. More make
 *     a better graph and a longer building
 * @param candidates ef: documents that a search keeps in view, and finds; at least 10, which nDCG@10 looks at. More find
 *     more and take longer
 */
public record HnswSettings(int connections, int beamWidth, int candidates) {

    /** Lucene's own numbers, and the hundred candidates of many services. */
    public static final HnswSettings DEFAULT = new HnswSettings(16, 100, 100);

    private static final int FEWEST_CONNECTIONS = 2;
    private static final int MOST_CONNECTIONS = 512;
    private static final int WIDEST_BEAM = 3200;
    private static final int FEWEST_CANDIDATES = 10;

    /** Checks the ranges. */
    public HnswSettings {
        if (connections < FEWEST_CONNECTIONS || connections > MOST_CONNECTIONS) {
            throw new IllegalArgumentException(
                    "connections must be " + FEWEST_CONNECTIONS + " to " + MOST_CONNECTIONS + ", got " + connections);
        }
        if (beamWidth < 1 || beamWidth > WIDEST_BEAM) {
            throw new IllegalArgumentException("beamWidth must be 1 to " + WIDEST_BEAM + ", got " + beamWidth);
        }
        if (candidates < FEWEST_CANDIDATES) {
            throw new IllegalArgumentException("candidates must be >= " + FEWEST_CANDIDATES + ", got " + candidates);
        }
    }
}

package dev.gemmatune.eval.results;

import java.util.Map;
import java.util.TreeMap;

/**
 * What result files say about the model.
 *
 * @param name {@code organisation/model}; mteb groups results by it
 * @param revision which state of the model: a commit, a hash of its weights, a run's name
 * @param dimension of the full embedding
 * @param maximumTokens the longest input
 * @param parameters the number of weights
 */
public record ModelMeta(String name, String revision, int dimension, int maximumTokens, long parameters) {

    /** Checks that the name and the revision can be folders. */
    public ModelMeta {
        if (!name.matches("[^/\\\\]+/[^/\\\\]+")) {
            throw new IllegalArgumentException("name must be organisation/model, got \"" + name + "\"");
        }
        if (!revision.matches("[^/\\\\]+")) {
            throw new IllegalArgumentException("revision must be usable as a folder's name, got \"" + revision + "\"");
        }
        if (dimension < 1) {
            throw new IllegalArgumentException("dimension must be >= 1, got " + dimension);
        }
    }

    /**
     * What distinguishes the scores at a dimension from those of the whole model: {@code embed_dim}, in the names and
     * the order in which mteb names folders by it; nothing at the full dimension.
     */
    Map<String, Object> experiment(int atDimension) {
        Map<String, Object> experiment = new TreeMap<>();
        if (atDimension != dimension) {
            experiment.put("embed_dim", atDimension);
        }
        return experiment;
    }
}

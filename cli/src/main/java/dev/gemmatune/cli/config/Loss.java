package dev.gemmatune.cli.config;

import dev.gemmatune.cli.yaml.Default;
import dev.gemmatune.cli.yaml.Doc;

/** The loss of a batch; formulas are those of sentence-transformers 6. */
public sealed interface Loss {

    /**
     * Each anchor against every positive and negative of its batch.
     *
     * @param scale the factor of the cosines, 1 / temperature
     */
    record MultipleNegativesRanking(
            @Doc("factor of the cosines (1 / temperature); higher weighs the hardest negatives more") @Default("20")
            double scale)
            implements Loss {
        /** Checks the scale. */
        public MultipleNegativesRanking {
            Rules.positive("scale", scale);
        }
    }

    /** The squared difference between the cosine of two sentences and their score. */
    record CosineSimilarity() implements Loss {}
}

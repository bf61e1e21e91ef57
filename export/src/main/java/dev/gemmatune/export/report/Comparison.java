package dev.gemmatune.export.report;

import com.google.gson.JsonObject;
import dev.gemmatune.model.files.Json;
import java.util.Locale;

/**
 * One way of computing embeddings held against the trainer's.
 *
 * @param name what was compared, such as {@code sentence_embedding, padded in a batch}
 * @param against which weights the trainer had
 * @param texts how many texts
 * @param maxAbsoluteDifference largest difference in any dimension of any text; NaN if there was a NaN
 * @param minCosine the worst text's cosine
 * @param meanCosine the mean cosine
 * @param worstTokens length in tokens of the text with the largest difference
 */
public record Comparison(
        String name,
        Against against,
        int texts,
        double maxAbsoluteDifference,
        double minCosine,
        double meanCosine,
        int worstTokens) {

    /** The weights that the trainer computed with. */
    public enum Against {
        /** Those that a reader of the export gets back. */
        STORED_WEIGHTS("the trainer with the stored weights"),
        /** Those of the checkpoint. */
        ORIGINAL_WEIGHTS("the trainer");

        private final String description;

        Against(String description) {
            this.description = description;
        }

        @Override
        public String toString() {
            return description;
        }
    }

    /** Whether the difference (for stored weights) or the mean cosine (for the original ones) is within the limit. */
    public boolean within(Limits limits) {
        return against == Against.STORED_WEIGHTS
                ? maxAbsoluteDifference <= limits.maxDifference()
                : meanCosine >= limits.meanCosine();
    }

    /** What is wrong, for a message. */
    String failure(Limits limits) {
        return against == Against.STORED_WEIGHTS
                ? String.format(
                        Locale.ROOT,
                        "%s differs by %.2g at %d tokens (cosine %.7f); the limit is %.1e",
                        name,
                        maxAbsoluteDifference,
                        worstTokens,
                        minCosine,
                        limits.maxDifference())
                : String.format(
                        Locale.ROOT,
                        "%s has a mean cosine of %.5f to the trainer's embeddings; the limit is %.5f",
                        name,
                        meanCosine,
                        limits.meanCosine());
    }

    JsonObject toJson(Limits limits) {
        JsonObject json = new JsonObject();
        json.addProperty("compared", name);
        json.addProperty("with", against.toString());
        json.addProperty("texts", texts);
        json.add("max_abs_difference", Json.ofNumber(maxAbsoluteDifference));
        json.add("min_cosine", Json.ofNumber(minCosine));
        json.add("mean_cosine", Json.ofNumber(meanCosine));
        json.addProperty("worst_tokens", worstTokens);
        json.addProperty("passed", within(limits));
        return json;
    }
}

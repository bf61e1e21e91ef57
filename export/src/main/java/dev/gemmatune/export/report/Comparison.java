package dev.gemmatune.export.report;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;

/**
 * One way of computing embeddings held against the trainer's.
 *
 * @param name what was compared, such as {@code sentence_embedding, padded in a batch}
 * @param texts how many texts
 * @param maxAbsoluteDifference largest difference in any dimension of any text; NaN if there was a NaN
 * @param minCosine the worst text's cosine
 * @param meanCosine the mean cosine
 * @param worstTokens length in tokens of the text with the largest difference
 */
public record Comparison(
        String name, int texts, double maxAbsoluteDifference, double minCosine, double meanCosine, int worstTokens) {

    /** Whether the largest difference is a number and at most {@code limit}. */
    public boolean within(double limit) {
        return maxAbsoluteDifference <= limit;
    }

    JsonObject toJson(double limit) {
        JsonObject json = new JsonObject();
        json.addProperty("compared", name);
        json.addProperty("texts", texts);
        json.add("max_abs_difference", number(maxAbsoluteDifference));
        json.add("min_cosine", number(minCosine));
        json.add("mean_cosine", number(meanCosine));
        json.addProperty("worst_tokens", worstTokens);
        json.addProperty("passed", within(limit));
        return json;
    }

    private static JsonElement number(double value) {
        return Double.isFinite(value) ? new JsonPrimitive(value) : JsonNull.INSTANCE;
    }
}

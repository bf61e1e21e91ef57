package dev.gemmatune.export.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;

/**
 * What came out when an exported model was run beside the trainer.
 *
 * @param limit the largest difference that passes
 * @param runtime name and version of what ran the export
 * @param texts how many texts
 * @param shortestTokens tokens of the shortest
 * @param longestTokens tokens of the longest
 * @param comparisons each way of computing embeddings
 * @param loadMilliseconds time to open the model
 * @param millisecondsPerText mean time of a text alone, over all lengths
 * @param meanTokens mean length of a text, for that time
 */
public record Verification(
        double limit,
        String runtime,
        int texts,
        int shortestTokens,
        int longestTokens,
        List<Comparison> comparisons,
        double loadMilliseconds,
        double millisecondsPerText,
        double meanTokens) {

    /** Copies the list. */
    public Verification {
        comparisons = List.copyOf(comparisons);
        if (comparisons.isEmpty()) {
            throw new IllegalArgumentException("comparisons must not be empty");
        }
    }

    /** Whether every comparison is within the limit. */
    public boolean passed() {
        return comparisons.stream().allMatch(comparison -> comparison.within(limit));
    }

    /** The largest difference of all comparisons; NaN if one is. */
    public double maxAbsoluteDifference() {
        return comparisons.stream()
                .mapToDouble(Comparison::maxAbsoluteDifference)
                .reduce(0, Math::max);
    }

    /** The content of {@code verification.json}. */
    public JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("passed", passed());
        json.addProperty("limit", limit);
        json.addProperty("runtime", runtime);
        json.addProperty("texts", texts);
        json.addProperty("shortest_tokens", shortestTokens);
        json.addProperty("longest_tokens", longestTokens);
        json.addProperty("mean_tokens", meanTokens);
        json.addProperty("load_milliseconds", loadMilliseconds);
        json.addProperty("milliseconds_per_text", millisecondsPerText);
        JsonArray array = new JsonArray();
        comparisons.forEach(comparison -> array.add(comparison.toJson(limit)));
        json.add("comparisons", array);
        return json;
    }
}

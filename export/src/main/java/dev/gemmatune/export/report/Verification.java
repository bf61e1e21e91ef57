package dev.gemmatune.export.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.gemmatune.model.files.Json;
import java.util.List;
import java.util.stream.Stream;

/**
 * What came out when an exported model was run beside the trainer.
 *
 * @param limits what passes
 * @param runtime name and version of what ran the export
 * @param texts how many texts
 * @param shortestTokens tokens of the shortest
 * @param longestTokens tokens of the longest
 * @param tokenizedTexts how many texts became the same ids with the written files alone
 * @param comparisons each way of computing embeddings
 * @param losses on the evaluation set at each dimension; empty if none was given
 * @param resources what running it costs
 */
public record Verification(
        Limits limits,
        String runtime,
        int texts,
        int shortestTokens,
        int longestTokens,
        int tokenizedTexts,
        List<Comparison> comparisons,
        List<RetrievalLoss> losses,
        Resources resources) {

    /** Copies the lists. */
    public Verification {
        comparisons = List.copyOf(comparisons);
        losses = List.copyOf(losses);
        if (comparisons.isEmpty()) {
            throw new IllegalArgumentException("comparisons must not be empty");
        }
    }

    /** Whether everything is within the limits. */
    public boolean passed() {
        return failures().isEmpty();
    }

    /** What is not within the limits, in words. */
    public List<String> failures() {
        return Stream.concat(
                        comparisons.stream()
                                .filter(comparison -> !comparison.within(limits))
                                .map(comparison -> comparison.failure(limits)),
                        losses.stream().filter(loss -> !loss.within(limits)).map(loss -> loss.failure(limits)))
                .toList();
    }

    /** The largest difference from the trainer with the stored weights; NaN if one is. */
    public double maxAbsoluteDifference() {
        return with(Comparison.Against.STORED_WEIGHTS)
                .mapToDouble(Comparison::maxAbsoluteDifference)
                .reduce(0, Math::max);
    }

    /** The lowest cosine of any text to the trainer with its own weights. */
    public double minCosine() {
        return with(Comparison.Against.ORIGINAL_WEIGHTS)
                .mapToDouble(Comparison::minCosine)
                .reduce(1, Math::min);
    }

    /** The lowest mean cosine to the trainer with its own weights. */
    public double meanCosine() {
        return with(Comparison.Against.ORIGINAL_WEIGHTS)
                .mapToDouble(Comparison::meanCosine)
                .reduce(1, Math::min);
    }

    /** The content of {@code verification.json}. */
    public JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("passed", passed());
        json.add("limit_max_abs_difference", Json.ofNumber(limits.maxDifference()));
        json.addProperty("limit_mean_cosine", limits.meanCosine());
        json.addProperty("limit_ndcg_loss", limits.ndcgLoss());
        json.addProperty("runtime", runtime);
        json.addProperty("texts", texts);
        json.addProperty("shortest_tokens", shortestTokens);
        json.addProperty("longest_tokens", longestTokens);
        json.addProperty("tokenized_texts", tokenizedTexts);
        json.addProperty("mean_tokens", resources.meanTokens());
        json.addProperty("load_milliseconds", resources.loadMilliseconds());
        json.addProperty("milliseconds_per_text", resources.millisecondsPerText());
        resources.residentMegabytes().ifPresent(megabytes -> json.addProperty("resident_megabytes", megabytes));
        JsonArray array = new JsonArray();
        comparisons.forEach(comparison -> array.add(comparison.toJson(limits)));
        json.add("comparisons", array);
        JsonArray retrieval = new JsonArray();
        losses.forEach(loss -> retrieval.add(loss.toJson(limits)));
        json.add("retrieval", retrieval);
        return json;
    }

    private Stream<Comparison> with(Comparison.Against against) {
        return comparisons.stream().filter(comparison -> comparison.against() == against);
    }
}

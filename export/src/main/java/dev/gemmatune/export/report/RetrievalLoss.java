package dev.gemmatune.export.report;

import com.google.gson.JsonObject;
import dev.gemmatune.model.files.Json;
import java.util.Locale;

/**
 * What an export loses on an evaluation set at one dimension.
 *
 * @param dimension of the embeddings
 * @param metric such as {@code ndcg_at_10}
 * @param trainer the trainer's score, 0 to 1
 * @param export the export's score, 0 to 1
 */
public record RetrievalLoss(int dimension, String metric, double trainer, double export) {

    /** How much lower the export's score is; negative if it is higher. */
    public double loss() {
        return trainer - export;
    }

    /** Whether the loss is a number and at most the limit. */
    public boolean within(Limits limits) {
        return loss() <= limits.ndcgLoss();
    }

    String failure(Limits limits) {
        return String.format(
                Locale.ROOT,
                "%s at %d dimensions falls from %.4f to %.4f; the limit of the loss is %.4f",
                metric,
                dimension,
                trainer,
                export,
                limits.ndcgLoss());
    }

    JsonObject toJson(Limits limits) {
        JsonObject json = new JsonObject();
        json.addProperty("dimension", dimension);
        json.addProperty("metric", metric);
        json.add("trainer", Json.ofNumber(trainer));
        json.add("export", Json.ofNumber(export));
        json.addProperty("passed", within(limits));
        return json;
    }
}

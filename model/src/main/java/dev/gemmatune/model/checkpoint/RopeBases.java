package dev.gemmatune.model.checkpoint;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.gemmatune.model.files.Json;

/**
 * The rotary bases of the two kinds of layers, read from {@code rope_parameters} or, where it does not have them, from
 * the older keys, or else transformers' own.
 *
 * @param full of layers with full attention
 * @param sliding of layers with a sliding window
 */
record RopeBases(double full, double sliding) {

    private static final String PARAMETERS = "rope_parameters";
    private static final String BASE = "rope_theta";
    private static final double DEFAULT_FULL = 1_000_000;
    private static final double DEFAULT_SLIDING = 10_000;
    /** A base below 1 would turn later pairs faster than the first; far above, float32 holds no angles of it. */
    private static final double LEAST = 1;

    private static final double MOST = 1e30;

    static RopeBases read(JsonObject config, String place) {
        JsonObject parameters = new JsonObject();
        JsonElement found = config.get(PARAMETERS);
        if (found != null && !found.isJsonNull()) {
            String inside = place + " (" + PARAMETERS + ")";
            parameters = Json.asObject(found, inside);
            CheckpointKeys.check(parameters, CheckpointFiles.CONFIG + " (" + PARAMETERS + ")", inside);
        }
        return new RopeBases(
                base(parameters, "full_attention", config, BASE, DEFAULT_FULL, place),
                base(parameters, "sliding_attention", config, "rope_local_base_freq", DEFAULT_SLIDING, place));
    }

    private static double base(
            JsonObject parameters, String kind, JsonObject config, String olderKey, double otherwise, String place) {
        JsonElement found = parameters.get(kind);
        if (found != null && !found.isJsonNull()) {
            String inside = place + " (" + PARAMETERS + "." + kind + ")";
            JsonObject entry = Json.asObject(found, inside);
            CheckpointKeys.check(entry, CheckpointFiles.CONFIG + " (" + PARAMETERS + " of a kind)", inside);
            if (entry.has(BASE)) {
                return ConfigReader.number(entry, BASE, LEAST, MOST, inside);
            }
        }
        return config.has(olderKey) ? ConfigReader.number(config, olderKey, LEAST, MOST, place) : otherwise;
    }
}

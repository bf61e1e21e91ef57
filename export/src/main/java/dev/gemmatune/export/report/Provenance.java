package dev.gemmatune.export.report;

import com.google.gson.JsonObject;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.files.Json;
import dev.gemmatune.model.files.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/** Where an export comes from and how its model wants to be used, as properties that travel inside the file. */
public final class Provenance {

    /** The name of the writing program. */
    public static final String PRODUCER = "gemmatune";

    private Provenance() {}

    /** The version of this program. */
    public static String version() {
        Properties properties = new Properties();
        try (InputStream stream = Provenance.class.getResourceAsStream("version.properties")) {
            properties.load(stream);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the resource version.properties", e);
        }
        return properties.getProperty("version");
    }

    /**
     * The properties of a checkpoint: SHA-256 of each of its weight files (as {@code sha256sum} prints them), prompts,
     * longest text, dimension. Costs one pass over the weights.
     *
     * @throws dev.gemmatune.model.UserError if a weight file cannot be read
     */
    public static Map<String, String> of(Checkpoint checkpoint) {
        Map<String, String> properties = new LinkedHashMap<>();
        for (Path file : checkpoint.weightFiles()) {
            String name = checkpoint.folder().relativize(file).toString().replace('\\', '/');
            properties.put("source_sha256:" + name, Sha256.hexOf(file));
        }
        JsonObject prompts = new JsonObject();
        checkpoint.prompts().byName().forEach(prompts::addProperty);
        properties.put("prompts", Json.compact(prompts));
        properties.put("max_sequence_length", Integer.toString(checkpoint.maxSequenceLength()));
        properties.put("embedding_dimension", Integer.toString(checkpoint.dimension()));
        properties.put("sliding_window", Integer.toString(checkpoint.config().slidingWindow()));
        return properties;
    }
}

package dev.gemmatune.cli.train;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.gemmatune.cli.config.CheckedConfig;
import dev.gemmatune.cli.config.CheckedSet;
import dev.gemmatune.cli.config.ConfigLoader;
import dev.gemmatune.cli.evaluation.ContentHash;
import dev.gemmatune.cli.report.ApplicationVersion;
import dev.gemmatune.model.checkpoint.CheckpointFiles;
import dev.gemmatune.model.files.AtomicFiles;
import dev.gemmatune.model.files.Json;
import dev.gemmatune.train.run.RunFolder;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** From what a run was made: enough to make it again, or to see why another one differs. */
final class Provenance {

    /** The file's name. */
    static final String FILE = RunFolder.PROVENANCE;

    private Provenance() {}

    /** Writes the file into the run's folder. Costs reading the weights and the training files once. */
    static void write(CheckedConfig checked, Path runFolder) {
        JsonObject json = new JsonObject();
        json.addProperty("gemmatune", ApplicationVersion.text());
        json.addProperty(
                "created", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        json.addProperty("config", ContentHash.ofTexts(List.of(ConfigLoader.resolved(checked.config()))));
        JsonObject model = new JsonObject();
        Path folder = checked.checkpoint().folder();
        model.addProperty("path", folder.toString());
        model.addProperty("weights", ContentHash.ofWeights(checked.checkpoint()));
        model.addProperty("tokenizer", ContentHash.ofFile(folder.resolve(CheckpointFiles.TOKENIZER)));
        model.addProperty("parameters", checked.checkpoint().parameters());
        json.add("model", model);
        JsonArray data = new JsonArray();
        for (CheckedSet set : checked.sets()) {
            for (Path file : set.config().files().stream()
                    .flatMap(source -> source.files().stream())
                    .toList()) {
                JsonObject entry = new JsonObject();
                entry.addProperty("set", set.name());
                entry.addProperty("path", file.toString());
                entry.addProperty("content", ContentHash.ofFile(file));
                data.add(entry);
            }
        }
        json.add("training_data", data);
        json.addProperty("rows", checked.examples().size());
        json.addProperty("seed", checked.config().training().seed());
        json.addProperty("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.version"));
        json.addProperty("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        json.addProperty("processors", Runtime.getRuntime().availableProcessors());
        AtomicFiles.writeString(runFolder.resolve(FILE), Json.pretty(json));
    }
}

package dev.gemmatune.model.checkpoint;

import com.google.gson.JsonObject;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.files.Json;
import dev.gemmatune.model.safetensors.SafetensorsFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The safetensors files of one module's weights: {@code model.safetensors}, or the shards that {@code
 * model.safetensors.index.json} names, as transformers' {@code save_pretrained} with {@code max_shard_size} writes them.
 */
final class WeightFiles {

    private final Path described;
    private final Map<String, SafetensorsFile> files;
    private final Map<String, SafetensorsFile> byTensor = new LinkedHashMap<>();

    private WeightFiles(Path described, Map<String, SafetensorsFile> files) {
        this.described = described;
        this.files = files;
        files.values()
                .forEach(file -> file.entries().keySet().forEach(name -> {
                    SafetensorsFile other = byTensor.put(name, file);
                    if (other != null) {
                        throw new UserError(file.path() + " and " + other.path() + " both have the tensor " + name
                                + "; the shards do not belong together");
                    }
                }));
    }

    /**
     * Opens the files of a folder.
     *
     * @throws UserError if there are none, a shard is missing or unsound, or there are pickled weights alone
     */
    static WeightFiles open(Path folder) {
        Path single = folder.resolve(CheckpointFiles.WEIGHTS);
        if (Files.exists(single)) {
            return new WeightFiles(single, Map.of(CheckpointFiles.WEIGHTS, SafetensorsFile.open(single)));
        }
        Path index = folder.resolve(CheckpointFiles.WEIGHT_INDEX);
        if (Files.exists(index)) {
            return shards(folder, index);
        }
        pickled(folder).ifPresent(WeightFiles::refuse);
        throw new UserError(
                single + " does not exist; a checkpoint folder needs its weights there, or in the shards of "
                        + CheckpointFiles.WEIGHT_INDEX);
    }

    /** The file that holds a tensor; where none does, the first, whose error then names the tensor. */
    SafetensorsFile of(String tensor) {
        return byTensor.getOrDefault(tensor, files.values().iterator().next());
    }

    /** Whether there is such a tensor. */
    boolean has(String tensor) {
        return byTensor.containsKey(tensor);
    }

    /** The file that lists the tensors, for messages. */
    Path described() {
        return described;
    }

    /** The files, in the order in which they are named. */
    List<Path> paths() {
        return files.values().stream().map(SafetensorsFile::path).toList();
    }

    private static WeightFiles shards(Path folder, Path index) {
        String place = index + " (weight_map)";
        JsonObject map = Json.asObject(Json.readObject(index).get("weight_map"), place);
        Map<String, SafetensorsFile> files = new LinkedHashMap<>();
        for (String tensor : map.keySet()) {
            String name = Json.string(map, tensor, place);
            if (!name.equals(Path.of(name).getFileName().toString())) {
                throw new UserError(place + ": " + tensor + " is said to be in " + name
                        + "; the name of a file in the same folder is expected");
            }
            SafetensorsFile shard = files.computeIfAbsent(name, shardName -> open(folder.resolve(shardName), index));
            if (!shard.entries().containsKey(tensor)) {
                throw new UserError(shard.path() + " has no tensor " + tensor + ", which " + index + " says it has;"
                        + " download or copy the shards again");
            }
        }
        if (files.isEmpty()) {
            throw new UserError(place + " names no tensors");
        }
        return new WeightFiles(index, files);
    }

    private static SafetensorsFile open(Path shard, Path index) {
        if (!Files.exists(shard)) {
            throw new UserError(shard + " does not exist, but " + index + " names it; copy all shards, or download the"
                    + " model again");
        }
        return SafetensorsFile.open(shard);
    }

    private static Optional<Path> pickled(Path folder) {
        return List.of("pytorch_model.bin", "pytorch_model.bin.index.json", "model.pt", "pytorch_model.pt").stream()
                .map(folder::resolve)
                .filter(Files::exists)
                .findFirst();
    }

    private static void refuse(Path pickle) {
        throw new UserError(
                pickle + " holds pickled weights, which can run any code when they are read, and so are not read"
                        + " here; write the model with safetensors and open that: python -c \"from sentence_transformers import"
                        + " SentenceTransformer; SentenceTransformer('FOLDER').save_pretrained('NEW_FOLDER')\"");
    }
}

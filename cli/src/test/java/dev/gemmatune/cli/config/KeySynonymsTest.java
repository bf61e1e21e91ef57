package dev.gemmatune.cli.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.cli.yaml.Reference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KeySynonymsTest {

    @TempDir
    Path folder;

    @Test
    void everySynonymLeadsToAKeyThatExists() {
        Set<String> known = ConfigLoader.keys(Config.class).stream()
                .flatMap(section -> Stream.concat(section.self().stream(), section.keys().stream()))
                .map(Reference.Key::path)
                .collect(Collectors.toSet());
        Set<String> unknown = new TreeSet<>(KeySynonyms.PATHS.values());
        unknown.removeAll(known);
        assertEquals(Set.of(), unknown);
        assertTrue(KeySynonyms.PATHS.size() > 80, KeySynonyms.PATHS.size() + " synonyms");
    }

    @ParameterizedTest
    @CsvSource({
        "training, lr, learning_rate",
        "training, bs, batch_size",
        "training, batch, batch_size",
        "training, epoch, epochs",
        "training, num_train_epochs, epochs",
        "training, warmup, warmup_ratio",
        "training, warmup_steps, warmup_ratio",
        "training, random_seed, seed",
        "training, max_len, model.max_sequence_length",
        "training, per_device_train_batch_size, batch_size",
        "training, perDeviceTrainBatchSize, batch_size",
        "training, lora-r, training.lora.rank",
        "model, max_seq_length, max_sequence_length",
        "model, lr, training.learning_rate",
        "model, seed, it belongs to data.train.split or training",
        "objective, bs, training.batch_size",
        "objective, dims, objective.matryoshka.dimensions",
        "output, output_dir, folder",
    })
    void namesOfOtherTrainersLeadToTheRightKey(String section, String key, String meant) throws IOException {
        Path file = folder.resolve("c.yaml");
        String train = "data: {train: {files: t.jsonl}}\n";
        String model = section.equals("model") ? "" : "model: {path: m}\n";
        Files.writeString(file, model + train + section + ":\n  " + key + ": 1\n");
        PathLookup lookup = new PathLookup(folder, Optional.empty(), Optional.empty(), folder);
        String found = ConfigLoader.read("c.yaml", List.of(), Config.class, lookup)
                .problems()
                .all()
                .toString();
        String expected = section + "." + key + " is no known key; "
                + (meant.startsWith("it ") ? meant : "did you mean " + meant + "?");
        assertTrue(found.contains(expected), found);
    }

    @Test
    void keysWithoutASectionAndOverridesAreLedThereToo() throws IOException {
        Files.writeString(
                folder.resolve("c.yaml"),
                "model: {path: m}\ndata: {train: {files: t.jsonl}}\nlearning_rate: 1\nlr: 1\n");
        PathLookup lookup = new PathLookup(folder, Optional.empty(), Optional.empty(), folder);
        String found = ConfigLoader.read("c.yaml", List.of("training.bs=3", "bs=3"), Config.class, lookup)
                .problems()
                .all()
                .toString();
        for (String expected : List.of(
                "lr is no known key; did you mean training.learning_rate?",
                "learning_rate is no known key; it belongs to training",
                "training.bs is no known key; did you mean batch_size?",
                "bs is no known key; did you mean training.batch_size?")) {
            assertTrue(found.contains(expected), found);
        }
    }
}

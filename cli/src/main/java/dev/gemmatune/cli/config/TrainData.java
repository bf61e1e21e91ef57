package dev.gemmatune.cli.config;

import dev.gemmatune.cli.yaml.Default;
import dev.gemmatune.cli.yaml.Doc;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The training rows.
 *
 * @param files JSON Lines, all of one shape
 * @param columns from a column's name in the files to its role
 * @param ignore columns that are not read
 * @param prompts the prompt of each role
 * @param scoreRange smallest and largest score in the files, mapped to 0 and 1; empty if they are cosines already
 * @param mining hard negatives that are looked for before the training
 */
public record TrainData(
        @Doc("JSON Lines files with {anchor, positive[, negative…]} or {sentence1, sentence2, score} on each line")
        List<Path> files,

        @Doc("what a column is where its name does not say it: {my_question: anchor}") @Default("{}")
        Map<String, String> columns,

        @Doc("columns that are not read") @Default("[]") List<String> ignore,
        PromptNames prompts,

        @Doc("smallest and largest score in the files, such as [0, 5]; they are mapped to 0 and 1") @Default("[]")
        List<Double> scoreRange,

        @Doc("hard negatives that are looked for before the training; {} for the defaults")
        Optional<MiningConfig> mining) {

    /** Copies the collections and checks the range. */
    public TrainData {
        files = List.copyOf(files);
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
        ignore = List.copyOf(ignore);
        scoreRange = List.copyOf(scoreRange);
        Rules.check(!files.isEmpty(), "files", "at least one file", files);
        Rules.scoreRange(scoreRange);
    }
}

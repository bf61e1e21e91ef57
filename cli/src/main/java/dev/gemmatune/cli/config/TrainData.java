package dev.gemmatune.cli.config;

import dev.gemmatune.cli.yaml.Default;
import dev.gemmatune.cli.yaml.Doc;
import dev.gemmatune.datasets.rows.RowSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A set of training rows.
 *
 * @param name in metrics and messages
 * @param files where the rows are, all of one shape
 * @param columns from a column's name in the files to its role
 * @param ignore columns that are not read
 * @param split rows that are held out
 * @param prompts the prompt of each role
 * @param scoreRange smallest and largest score in the files, mapped to 0 and 1; empty if they are cosines already
 * @param weight the set's share of the batches where there are several and {@code training.sampling} is by_weight
 * @param loss the losses of its batches, added up; empty for those of the objective
 * @param mining hard negatives that are looked for before the training
 */
public record TrainData(
        @Doc("the set's name in metrics and messages; absent: that of its first file")
        Optional<String> name,

        @Doc(
                "rows of {anchor, positive[, negative…]} or {sentence1, sentence2, score}: files (.jsonl, .json, .csv, .tsv,"
                        + " .parquet; all but the last perhaps with .gz or .zst behind it), patterns of files, BEIR folders, folders of"
                        + " data sets, or hf://datasets/…; #split or #configuration/split behind a folder names its part")
        List<RowSource> files,

        @Doc("what a column is where its name does not say it: {my_question: anchor}") @Default("{}")
        Map<String, String> columns,

        @Doc("columns that are not read") @Default("[]") List<String> ignore,

        @Doc(
                "holds rows out to measure with: {by: ticker, dev: 0.1, test: 0.1}; what joins data.evaluation and data.test has the"
                        + " set's name")
        Optional<SplitConfig> split,

        PromptNames prompts,

        @Doc("smallest and largest score in the files, such as [0, 5]; they are mapped to 0 and 1") @Default("[]")
        List<Double> scoreRange,

        @Doc("the set's share of the batches, where there are several sets and training.sampling is by_weight")
        @Default("1")
        double weight,

        @Doc("one loss or a list that is added up for this set, as in objective.loss; where absent, objective.loss")
        @Default("[]")
        List<Loss> loss,

        @Doc("hard negatives that are looked for before the training; {} for the defaults")
        Optional<MiningConfig> mining) {

    /** Copies the collections and checks the values. */
    public TrainData {
        files = List.copyOf(files);
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
        ignore = List.copyOf(ignore);
        scoreRange = List.copyOf(scoreRange);
        loss = List.copyOf(loss);
        name.ifPresent(text -> Rules.check(
                text.matches("[A-Za-z0-9][A-Za-z0-9._-]*"), "name", "letters, digits, '.', '_', '-'", text));
        Rules.check(!files.isEmpty(), "files", "at least one file", files);
        Rules.scoreRange(scoreRange);
        Rules.check(weight > 0 && Double.isFinite(weight), "weight", "> 0", weight);
    }

    /** The name that was given, or that of the first file without its ending. */
    public String nameOrFile() {
        return name.orElseGet(() -> {
            String file = files.get(0).files().get(0).getFileName().toString();
            return file.replaceFirst("(?<=.)(\\.[A-Za-z]+){1,2}$", "").replaceAll("[^A-Za-z0-9._-]", "-");
        });
    }
}

package dev.gemmatune.cli.config;

import dev.gemmatune.cli.yaml.Default;
import dev.gemmatune.cli.yaml.Doc;
import dev.gemmatune.datasets.rows.Quotes;
import dev.gemmatune.datasets.rows.RowSource;
import dev.gemmatune.datasets.rows.TableSettings;
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
 * @param separator between the values of tables; empty to recognise it
 * @param encoding of tables; empty to recognise it
 * @param quotes what a quote means in tables
 * @param sheet of workbooks; empty for the first
 * @param split rows that are held out
 * @param prompts the prompt of each role
 * @param scoreRange smallest and largest score in the files, mapped to 0 and 1; empty if they are cosines already
 * @param weight the set's share of the batches where there are several and {@code training.sampling} is by_weight
 * @param loss the losses of its batches, added up; empty for those of the objective
 * @param mining hard negatives that are looked for before the training
 */
@Doc("a set of training rows; a list of such sections makes several sets")
public record TrainData(
        @Doc(
                value = "the set's name in metrics and messages; absent: that of its first file",
                allowed = "letters, digits, '.', '_', '-'",
                change = "where the file's name says little")
        Optional<String> name,

        @Doc(
                value =
                        "rows of {anchor, positive[, negative…]} or {sentence1, sentence2, score}: files (.jsonl, .json, .csv, .tsv,"
                                + " .xlsx, .parquet; all but the last two perhaps with .gz or .zst behind it), patterns of files, BEIR folders,"
                                + " folders of data sets, or hf://datasets/…; #split or #configuration/split behind a folder names its part",
                allowed = "at least one",
                change = "to your training rows")
        List<RowSource> files,

        @Doc(
                value = "what a column is where its name does not say it: {my_question: anchor}",
                change = "where your columns have names of their own")
        @Default("{}")
        Map<String, String> columns,

        @Doc(
                value = "columns that are not read",
                change = "where files have columns that are no texts of the row, such as ids")
        @Default("[]")
        List<String> ignore,

        @Doc(value = TableKeys.SEPARATOR, allowed = TableKeys.SEPARATORS, change = TableKeys.SEPARATOR_CHANGE)
        Optional<String> separator,

        @Doc(value = TableKeys.ENCODING, allowed = TableKeys.ENCODINGS, change = TableKeys.ENCODING_CHANGE)
        Optional<String> encoding,

        @Doc(value = TableKeys.QUOTES, change = TableKeys.QUOTES_CHANGE) @Default("auto")
        Quotes quotes,

        @Doc(value = TableKeys.SHEET, allowed = TableKeys.SHEETS, change = TableKeys.SHEET_CHANGE)
        Optional<String> sheet,

        @Doc(
                value =
                        "holds rows out to measure with: {by: ticker, dev: 0.1, test: 0.1}; what joins data.evaluation and"
                                + " data.test has the set's name",
                change = "where you have no evaluation data of its own")
        Optional<SplitConfig> split,

        PromptNames prompts,

        @Doc(
                value = "smallest and largest score in the files, such as [0, 5]; they are mapped to 0 and 1",
                allowed = "two numbers, the smaller first",
                change = "where scores are ratings, not cosines")
        @Default("[]")
        List<Double> scoreRange,

        @Doc(
                value =
                        "the set's share of the batches, where there are several sets and training.sampling is by_weight",
                unit = "share",
                allowed = "> 0",
                change = "upwards for a small set that matters more than its size")
        @Default("1")
        double weight,

        @Doc(
                value =
                        "one loss or a list that is added up for this set, as in objective.loss; where absent, objective.loss",
                change = "where sets need different losses, such as pairs and scored sentences")
        @Default("[]")
        List<Loss> loss,

        @Doc(
                value = "hard negatives that are looked for before the training; {} for the defaults",
                change = "when the batch's own negatives have become too easy: the loss is low, the scores are not")
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
        TableKeys.check(separator, encoding);
        Rules.check(weight > 0 && Double.isFinite(weight), "weight", "> 0", weight);
    }

    /** How tables among the files are written. */
    TableSettings tables() {
        return TableSettings.of(separator, encoding, quotes, sheet);
    }

    /** The name that was given, or that of the first file without its ending. */
    public String nameOrFile() {
        return name.orElseGet(() -> {
            String file = files.get(0).files().get(0).getFileName().toString();
            return file.replaceFirst("(?<=.)(\\.[A-Za-z]+){1,2}$", "").replaceAll("[^A-Za-z0-9._-]", "-");
        });
    }
}

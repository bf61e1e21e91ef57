package dev.gemmatune.datasets.training;

import dev.gemmatune.datasets.lines.Problems;
import dev.gemmatune.datasets.rows.RowSource;
import dev.gemmatune.datasets.sources.RowSources;
import dev.gemmatune.model.UserError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Rows to train on, all of one shape; only the number of negatives may differ from row to row.
 *
 * @param name where they come from, for messages
 * @param columns what the texts of a row with all negatives are: {@code anchor, positive, negative_1…} or
 *     {@code sentence1, sentence2}
 * @param examples the rows in the order of the file; not empty
 */
public record TrainingData(String name, List<String> columns, List<TrainingExample> examples) {

    /** Copies the lists and checks that all rows have one shape. */
    public TrainingData {
        columns = List.copyOf(columns);
        examples = List.copyOf(examples);
        if (examples.isEmpty()) {
            throw new IllegalArgumentException("examples must not be empty, got none from " + name);
        }
        Class<?> shape = examples.get(0).getClass();
        for (TrainingExample example : examples) {
            if (example.getClass() != shape || example.texts().size() > columns.size()) {
                throw new IllegalArgumentException("examples must all be " + columns + ", got " + example);
            }
        }
    }

    /**
     * Reads a file whose scores, if it has any, lie between -1 and 1.
     *
     * @param file rows in any format, all with the same columns
     * @param columns what the keys mean where their names do not say it
     * @throws UserError with up to 20 problems, each with its place
     */
    public static TrainingData read(Path file, Columns columns) {
        return read(RowSource.of(file), columns, Optional.empty());
    }

    /**
     * The same of what a text names.
     *
     * @param rows a file, a pattern, a folder or an address on the hub ({@code hf://datasets/organization/name}), perhaps
     *     with {@code #split} behind it, see {@link RowSources#open(String)}
     */
    public static TrainingData read(String rows, Columns columns) {
        return read(RowSources.open(rows), columns, Optional.empty());
    }

    /**
     * Reads rows. Equal texts are kept in memory once.
     *
     * @param source rows, all with the same columns
     * @param columns what the columns mean where their names do not say it
     * @param scoreRange the range of the scores in the file, mapped to 0..1; if empty they are used as they are and
     *     must lie between -1 and 1
     * @throws UserError with up to 20 problems, each with its place
     */
    public static TrainingData read(RowSource source, Columns columns, Optional<ScoreRange> scoreRange) {
        return read(source, columns, scoreRange, new Problems(source.name()));
    }

    /** The same with the place where problems are collected, or where what is left out is counted. */
    public static TrainingData read(
            RowSource source, Columns columns, Optional<ScoreRange> scoreRange, Problems problems) {
        return new TrainingReader(source, columns, scoreRange, problems).read();
    }

    /** The number of rows. */
    public int size() {
        return examples.size();
    }

    /** Whether the rows are scored pairs. */
    public boolean scored() {
        return examples.get(0) instanceof TrainingExample.ScoredPair;
    }

    /**
     * The rows as pairs, perhaps with negatives.
     *
     * @throws UserError if they are scored pairs
     */
    public List<TrainingExample.Contrast> contrasts() {
        return as(TrainingExample.Contrast.class, "{anchor, positive} with or without negatives");
    }

    /**
     * The rows as scored pairs.
     *
     * @throws UserError if they are pairs without a score
     */
    public List<TrainingExample.ScoredPair> scoredPairs() {
        return as(TrainingExample.ScoredPair.class, "{sentence1, sentence2, score}");
    }

    private <T extends TrainingExample> List<T> as(Class<T> shape, String expected) {
        List<T> rows = new ArrayList<>(examples.size());
        for (TrainingExample example : examples) {
            if (!shape.isInstance(example)) {
                throw new UserError(name + ": expected rows of " + expected + ", found " + columns
                        + (scored() ? " with a score" : "") + "; use another file or another objective");
            }
            rows.add(shape.cast(example));
        }
        return rows;
    }
}

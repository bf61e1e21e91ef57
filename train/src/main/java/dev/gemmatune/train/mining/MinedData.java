package dev.gemmatune.train.mining;

import dev.gemmatune.datasets.mining.MinedRow;
import dev.gemmatune.datasets.mining.MiningReport;
import dev.gemmatune.datasets.training.TrainingData;
import dev.gemmatune.datasets.training.TrainingExample;
import dev.gemmatune.model.UserError;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Rows with the negatives that were found for them.
 *
 * @param name where the rows come from
 * @param rows in their order, without those that were dropped
 * @param report what was found and what was not
 */
public record MinedData(String name, List<MinedRow> rows, MiningReport report) {

    /** Copies the rows. */
    public MinedData {
        rows = List.copyOf(rows);
    }

    /** The same with the negatives that the rows had before those that were found; the former have no score, NaN. */
    public MinedData withOwnNegatives() {
        return new MinedData(name, rows.stream().map(MinedRow::withOwnNegatives).toList(), report);
    }

    /**
     * Checks that something is left to train on.
     *
     * @throws UserError if every row was dropped
     */
    public void requireRows() {
        if (rows.isEmpty()) {
            throw new UserError(
                    name + ": for none of the " + report.rows() + " rows enough negatives were found, and rows with"
                            + " fewer are dropped; loosen the margins or score"
                            + " limits, widen the range, or keep short rows");
        }
    }

    /**
     * The rows to train on.
     *
     * @param keepOwn whether the negatives that a row had come before those that were found
     * @throws UserError if every row was dropped
     */
    public TrainingData trainingData(boolean keepOwn) {
        requireRows();
        List<TrainingExample> examples =
                rows.stream().<TrainingExample>map(row -> row.example(keepOwn)).toList();
        int negatives = examples.stream()
                        .mapToInt(example -> example.texts().size())
                        .max()
                        .orElseThrow()
                - 2;
        List<String> columns = Stream.concat(
                        Stream.of("anchor", "positive"),
                        IntStream.rangeClosed(1, negatives).mapToObj(i -> "negative_" + i))
                .toList();
        return new TrainingData(name, columns, examples);
    }
}

package dev.gemmatune.datasets.split;

import dev.gemmatune.datasets.lines.Problems;
import dev.gemmatune.datasets.rows.Row;
import dev.gemmatune.datasets.rows.RowSource;
import dev.gemmatune.datasets.rows.TableSettings;
import dev.gemmatune.model.UserError;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Parts rows by the hash of a column, so that rows of one group (a company, a document, a question) are never in two parts,
 * and a row keeps its part when others come or go.
 *
 * <p>The first eight bytes of the SHA-256 of {@code seed:value} in UTF-8, read as a whole number without sign and divided by
 * 2^64, are a number from 0 to 1. Below {@code test} the row belongs to the test part, below {@code test + dev} to the dev
 * part, else to the training part. The shares hold for groups, not for rows.
 *
 * @param column the group's
 * @param dev share of the groups in the dev part
 * @param test share of the groups in the test part
 * @param seed another one gives other parts
 */
public record GroupSplit(String column, double dev, double test, long seed) {

    /** A part of the rows. */
    public enum Part {
        /** To train on. */
        TRAIN,
        /** To choose with. */
        DEV,
        /** To judge by in the end. */
        TEST
    }

    /** Checks the shares. */
    public GroupSplit {
        if (!(dev >= 0 && test >= 0 && dev + test < 1)) {
            throw new IllegalArgumentException(
                    "dev and test must be >= 0 and below 1 together, got " + dev + " and " + test);
        }
    }

    /** The part of a group. */
    public Part partOf(String value) {
        double place = place(value);
        if (place < test) {
            return Part.TEST;
        }
        return place < test + dev ? Part.DEV : Part.TRAIN;
    }

    /** The rows of a part. A row without the column is an error. */
    public RowSource part(RowSource rows, Part part) {
        return new PartOfRows(rows, this, part);
    }

    /** A number from 0 to below 1 that follows from the value and the seed alone. */
    double place(String value) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest((seed + ":" + value).getBytes(StandardCharsets.UTF_8));
            // 53 bits are what a double holds; so 1 is never reached.
            return (ByteBuffer.wrap(hash).getLong() >>> 11) * 0x1p-53;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private record PartOfRows(RowSource rows, GroupSplit split, Part part) implements RowSource {

        @Override
        public String name() {
            return rows.name();
        }

        @Override
        public RowSource written(TableSettings settings) {
            return new PartOfRows(rows.written(settings), split, part);
        }

        @Override
        public List<Path> files() {
            return rows.files();
        }

        @Override
        public void forEach(Consumer<Row> consumer) {
            boolean[] anything = {false};
            rows.forEach(row -> take(row, consumer, anything));
            if (!anything[0]) {
                throw new UserError(nothing());
            }
        }

        @Override
        public void forEach(Problems problems, Consumer<Row> consumer) {
            boolean[] anything = {false};
            int before = problems.count();
            rows.forEach(problems, row -> take(row, consumer, anything));
            if (!anything[0] && problems.count() == before) {
                problems.add(nothing());
            }
        }

        private void take(Row row, Consumer<Row> consumer, boolean[] anything) {
            if (split.partOf(row.label(split.column())) == part) {
                anything[0] = true;
                consumer.accept(row);
            }
        }

        private String nothing() {
            return name() + ": no group of \"" + split.column() + "\" falls into the part "
                    + part.name().toLowerCase(Locale.ROOT)
                    + "; raise its share, or take another seed or a column with more values";
        }
    }
}

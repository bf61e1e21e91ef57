package dev.gemmatune.datasets.rows;

import dev.gemmatune.datasets.lines.Problems;
import dev.gemmatune.model.UserError;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads the rows of one file in the format that its name shows. Memory: one row; of Parquet, one row group. */
public final class RowFile {

    /** The column of files that have only texts. */
    public static final String TEXT = "text";

    private RowFile() {}

    /**
     * Hands every row to {@code consumer}, in order.
     *
     * @throws UserError at the first row that is wrong, if the file cannot be read, or if it holds no row
     */
    public static void read(Path file, Consumer<Row> consumer) {
        read(file, RowFormat.of(file), TableSettings.AUTO, consumer);
    }

    /** The same in a format that the file's name need not show. */
    static void read(Path file, RowFormat format, TableSettings tables, Consumer<Row> consumer) {
        try (RowReader rows = format.open(file, tables)) {
            readToEnd(rows, file.toString(), consumer);
        }
    }

    /** The same for a stream, which is closed; {@code name} stands for its file in messages. */
    public static void read(InputStream input, String name, RowFormat format, Consumer<Row> consumer) {
        try (RowReader rows = format.open(input, name)) {
            readToEnd(rows, name, consumer);
        }
    }

    /**
     * Hands every row to {@code consumer}, in order. The {@link UserError} of a row, be it broken or refused by the
     * consumer, is added to {@code problems}, and reading goes on behind it.
     *
     * @throws UserError if the file cannot be read at all, or with all problems when there are too many
     */
    public static void read(Path file, Problems problems, Consumer<Row> consumer) {
        read(file, RowFormat.of(file), TableSettings.AUTO, problems, consumer);
    }

    /** The same in a format that the file's name need not show. */
    static void read(Path file, RowFormat format, TableSettings tables, Problems problems, Consumer<Row> consumer) {
        try (RowReader rows = format.open(file, tables)) {
            boolean anything = false;
            Optional<UserError> refused = Optional.empty();
            boolean more = true;
            while (more) {
                try {
                    Row row = rows.next();
                    more = row != null;
                    if (more) {
                        consumer.accept(row);
                        anything = true;
                    }
                } catch (UnreadableRest e) {
                    throw problems.last(e.getMessage());
                } catch (UserError e) {
                    if (problems.isEnded()) {
                        throw e;
                    }
                    refused = refused.or(() -> Optional.of(e));
                    problems.add(e);
                }
            }
            if (!anything && refused.isEmpty()) {
                problems.add(withoutRows(file.toString()));
            } else if (!anything && problems.isLenient()) {
                throw problems.last("none of the rows of " + file + " can be used; the first: "
                        + refused.get().getMessage());
            }
        }
    }

    private static void readToEnd(RowReader rows, String name, Consumer<Row> consumer) {
        Row row = rows.next();
        if (row == null) {
            throw new UserError(withoutRows(name));
        }
        while (row != null) {
            consumer.accept(row);
            row = rows.next();
        }
    }

    private static String withoutRows(String name) {
        return name + " has no rows; at least one is expected";
    }
}

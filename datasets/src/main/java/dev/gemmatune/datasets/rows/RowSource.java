package dev.gemmatune.datasets.rows;

import dev.gemmatune.datasets.lines.Problems;
import dev.gemmatune.model.UserError;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Where rows come from. They can be gone through again and again and are not kept. */
public interface RowSource {

    /** For messages. */
    String name();

    /** The files that are read; not empty. */
    List<Path> files();

    /**
     * Hands every row to {@code consumer}, each time in the same order.
     *
     * @throws UserError at the first row that is wrong, if a file cannot be read or holds no row
     */
    void forEach(Consumer<Row> consumer);

    /**
     * Hands every row to {@code consumer}, in order. The {@link UserError} of a row, be it broken or refused by the
     * consumer, is added to {@code problems}, and reading goes on behind it.
     *
     * @throws UserError if a file cannot be read at all, or with all problems when there are too many
     */
    void forEach(Problems problems, Consumer<Row> consumer);

    /**
     * The same under other names.
     *
     * @param columns from the names that the consumer asks for to those in the files, where they differ
     */
    default void forEach(Map<String, String> columns, Problems problems, Consumer<Row> consumer) {
        forEach(problems, row -> consumer.accept(row.renamed(columns)));
    }

    /**
     * The same rows of tables that are written so.
     *
     * @throws UserError if there are settings that none of the files can follow
     */
    default RowSource with(TableSettings settings) {
        settings.check(name(), files());
        return written(settings);
    }

    /** The same where it does not matter whether any of the files can follow the settings. */
    RowSource written(TableSettings settings);

    /** The rows of one file. */
    static RowSource of(Path file) {
        return new RowFiles(file.toString(), List.of(file));
    }
}

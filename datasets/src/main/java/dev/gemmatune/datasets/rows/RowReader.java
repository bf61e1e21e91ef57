package dev.gemmatune.datasets.rows;

import java.io.Closeable;

/** Gives the rows of one file, in order. */
interface RowReader extends Closeable {

    /**
     * The next row, or null after the last one.
     *
     * @throws UnreadableRest if reading cannot go on
     * @throws dev.gemmatune.model.UserError if one row is broken; the next call goes on behind it
     */
    Row next();

    @Override
    void close();
}

package dev.gemmatune.datasets.lines;

import java.io.IOException;
import java.io.InputStream;

/** A stream that gives bytes by the array; a single one costs an array of its own. */
abstract class BulkInput extends InputStream {

    @Override
    public final int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public abstract int read(byte[] bytes, int offset, int length) throws IOException;
}

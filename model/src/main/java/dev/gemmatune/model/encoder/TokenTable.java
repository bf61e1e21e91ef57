package dev.gemmatune.model.encoder;

import ai.djl.Device;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.checkpoint.TensorNames;
import dev.gemmatune.model.files.ByteSink;
import dev.gemmatune.model.safetensors.StoredRows;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.BitSet;

/**
 * The token embedding of which some rows, the active ones, are trained and the others stay in the checkpoint's file; or
 * none is trained, and all of them are read from the file when a text has them.
 *
 * <p>A row that no training text uses has no gradient and moments of 0: in dense training AdamW multiplies it by
 * {@code 1 - rate * decay} at every step and does nothing else to it. So one factor stands for all of them.
 */
final class TokenTable {

    private final StoredRows stored;
    private final int[] tokens;
    private final int[] rowOf;
    private double factor = 1;

    private TokenTable(StoredRows stored, int[] tokens) {
        this.stored = stored;
        this.tokens = tokens;
        this.rowOf = new int[stored.rows()];
        Arrays.fill(rowOf, -1);
        for (int row = 0; row < tokens.length; row++) {
            rowOf[tokens[row]] = row;
        }
    }

    /** Over the checkpoint's table; every active token must be one of its rows, and there must be one. */
    static TokenTable active(Checkpoint checkpoint, BitSet active) {
        StoredRows stored = checkpoint.rows(TensorNames.EMBEDDING);
        if (active.isEmpty() || active.length() > stored.rows()) {
            throw new IllegalArgumentException(
                    "the active tokens must be at least one and all below " + stored.rows() + ", got " + active);
        }
        return new TokenTable(stored, active.stream().toArray());
    }

    /** The checkpoint's table with no row that is trained. */
    static TokenTable frozen(Checkpoint checkpoint) {
        return new TokenTable(checkpoint.rows(TensorNames.EMBEDDING), new int[0]);
    }

    /**
     * Whether a weight is a token embedding of 16 bits or codes on the CPU: widened whole it would be two thirds of the
     * released model's memory, and a text needs few of its rows.
     */
    static boolean staysInFile(Checkpoint checkpoint, String name, Device device) {
        return name.equals(TensorNames.EMBEDDING) && device.equals(Device.cpu()) && !checkpoint.isMapped(name);
    }

    /** Whether no row is trained. */
    boolean isFrozen() {
        return tokens.length == 0;
    }

    /** The number of active rows. */
    int rows() {
        return tokens.length;
    }

    /** D. */
    int columns() {
        return stored.columns();
    }

    /** The stored values of the active rows, {@code [rows, D]}, in the order of the tokens. */
    float[] activeRows() {
        return storedRows(tokens);
    }

    /** The active row of a token, -1 if it has none. */
    int rowOf(int token) {
        return rowOf[token];
    }

    /** The present values of rows that are not active: {@code [outside.length, D]}. */
    float[] outsideRows(int[] outside) {
        float[] rows = storedRows(outside);
        scale(rows);
        return rows;
    }

    /** Multiplies the rows that are not active, as a step's weight decay does. */
    void decay(double step) {
        // A float32 weight is multiplied by a float32 factor.
        factor *= (float) step;
    }

    double factor() {
        return factor;
    }

    void setFactor(double factor) {
        this.factor = factor;
    }

    /**
     * Writes the whole table with its present values.
     *
     * @param active values of the active rows
     * @param parts the stored values, some rows at a time; they are written over
     */
    void write(FloatBuffer active, Iterable<ByteBuffer> parts, ByteSink sink) throws IOException {
        float[] row = new float[columns()];
        int token = 0;
        for (ByteBuffer part : parts) {
            FloatBuffer rows = part.asFloatBuffer();
            for (int begin = 0; begin < rows.limit(); begin += row.length, token++) {
                if (rowOf[token] >= 0) {
                    active.get(rowOf[token] * row.length, row);
                } else {
                    rows.get(begin, row);
                    scale(row);
                }
                rows.put(begin, row);
            }
            sink.put(part);
        }
    }

    private float[] storedRows(int[] wanted) {
        float[] rows = new float[wanted.length * columns()];
        for (int i = 0; i < wanted.length; i++) {
            stored.copy(wanted[i], rows, i * columns());
        }
        return rows;
    }

    private void scale(float[] rows) {
        if (factor != 1) {
            float by = (float) factor;
            for (int i = 0; i < rows.length; i++) {
                rows[i] *= by;
            }
        }
    }
}

package dev.gemmatune.export.verify;

import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.checkpoint.WeightSource;
import dev.gemmatune.model.safetensors.StoredRows;
import java.nio.ByteBuffer;
import java.util.List;

/** A checkpoint with the weights that the reader of an export gets back, for the trainer to compute with. */
public final class StoredCheckpoint {

    /** Gives what a reader gets back. */
    @FunctionalInterface
    public interface Rounding {
        /** The values of whole rows of {@code columns} values after storing and reading; {@code values} may be changed. */
        float[] of(String name, float[] values, int columns);
    }

    private StoredCheckpoint() {}

    /** The checkpoint with rounded weights, each computed when it is asked for; nothing is written. */
    public static Checkpoint of(Checkpoint source, Rounding rounding) {
        return source.withWeights(new RoundedWeights(source, rounding));
    }

    private record RoundedWeights(Checkpoint source, Rounding rounding) implements WeightSource {

        @Override
        public ByteBuffer weights(String name) {
            List<Long> shape = source.shapes().get(name);
            return shape.size() == 1
                    ? source.weights(name)
                    : rows(name, Math.toIntExact(shape.get(1))).toFloat32();
        }

        @Override
        public StoredRows rows(String name, int columns) {
            return new RoundedRows(name, source.rows(name), rounding);
        }
    }

    /** No format rounds a row by looking at others. */
    private record RoundedRows(String name, StoredRows original, Rounding rounding) implements StoredRows {

        @Override
        public int rows() {
            return original.rows();
        }

        @Override
        public int columns() {
            return original.columns();
        }

        @Override
        public void copy(int row, float[] target, int offset) {
            float[] values = new float[columns()];
            original.copy(row, values, 0);
            System.arraycopy(rounding.of(name, values, columns()), 0, target, offset, columns());
        }
    }
}

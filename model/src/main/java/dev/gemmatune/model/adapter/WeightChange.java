package dev.gemmatune.model.adapter;

import dev.gemmatune.model.safetensors.SafetensorsFile;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Map;

/** What an adapter does to one weight of its base model. */
sealed interface WeightChange {

    /**
     * Changes rows of the weight in place.
     *
     * @param part whole rows, little-endian float32
     * @param first the number of the first of them
     * @param columns values in a row
     */
    void apply(ByteBuffer part, int first, int columns);

    /** {@code W + scaling * B A}. */
    record LowRank(LowRankUpdate update, double scaling) implements WeightChange {
        @Override
        public void apply(ByteBuffer part, int first, int columns) {
            update.addTo(part, first, scaling);
        }
    }

    /**
     * DoRA: every row of {@code W + scaling * B A} is brought to the length that the adapter has learned for it.
     *
     * @see <a href="https://arxiv.org/abs/2402.09353">DoRA</a>
     */
    final class Decomposed implements WeightChange {
        private final LowRankUpdate update;
        private final double scaling;
        private final float[] magnitudes;

        /** A change by B and A, the factor of their product, and the lengths, one a row; no array is copied. */
        Decomposed(LowRankUpdate update, double scaling, float[] magnitudes) {
            this.update = update;
            this.scaling = scaling;
            this.magnitudes = magnitudes;
        }

        @Override
        public void apply(ByteBuffer part, int first, int columns) {
            update.addTo(part, first, scaling);
            FloatBuffer rows = part.asFloatBuffer();
            float[] row = new float[columns];
            for (int begin = 0; begin < rows.limit(); begin += columns) {
                rows.get(begin, row);
                double squares = 0;
                for (float value : row) {
                    squares += (double) value * value;
                }
                double factor = magnitudes[first + begin / columns] / Math.sqrt(squares);
                for (int i = 0; i < columns; i++) {
                    row[i] = (float) (factor * row[i]);
                }
                rows.put(begin, row);
            }
        }
    }

    /** Another weight in its place; its values come from the adapter's file, and nothing of the base is read. */
    record Replacement(SafetensorsFile file, String tensor) implements WeightChange {
        @Override
        public void apply(ByteBuffer part, int first, int columns) {}
    }

    /** Other rows for some tokens, by their ids. */
    record TokenRows(Map<Integer, float[]> rows) implements WeightChange {
        @Override
        public void apply(ByteBuffer part, int first, int columns) {
            int count = part.remaining() / Float.BYTES / columns;
            rows.forEach((row, values) -> {
                if (row >= first && row < first + count) {
                    part.asFloatBuffer().position((row - first) * columns).put(values);
                }
            });
        }
    }
}

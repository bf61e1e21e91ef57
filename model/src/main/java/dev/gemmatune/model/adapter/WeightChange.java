package dev.gemmatune.model.adapter;

import dev.gemmatune.model.safetensors.SafetensorsFile;
import java.nio.ByteBuffer;
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

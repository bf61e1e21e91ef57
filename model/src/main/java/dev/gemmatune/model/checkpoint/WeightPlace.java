package dev.gemmatune.model.checkpoint;

import dev.gemmatune.model.quantization.PackedWeight;
import dev.gemmatune.model.safetensors.ElementType;
import dev.gemmatune.model.safetensors.SafetensorsFile;
import dev.gemmatune.model.safetensors.StoredRows;
import java.nio.ByteBuffer;

/** Where the values of a weight come from. */
sealed interface WeightPlace {
    ElementType type();

    ByteBuffer values();

    StoredRows rows(int columns);

    /** The same rows for a pass over all of them. */
    default StoredRows rowsInOrder(int columns) {
        return rows(columns);
    }

    boolean mapped();

    /** A tensor of floats. */
    record Floats(SafetensorsFile file, String name) implements WeightPlace {
        @Override
        public ElementType type() {
            return file.entry(name).type();
        }

        @Override
        public ByteBuffer values() {
            return mapped() ? file.map(name) : file.copyAsFloat32(name);
        }

        @Override
        public StoredRows rows(int columns) {
            return file.rows(name);
        }

        @Override
        public StoredRows rowsInOrder(int columns) {
            return file.rowsInOrder(name);
        }

        @Override
        public boolean mapped() {
            return type() == ElementType.F32;
        }
    }

    /** Codes and scales. */
    record Quantized(PackedWeight weight) implements WeightPlace {
        @Override
        public ElementType type() {
            return ElementType.F32;
        }

        @Override
        public ByteBuffer values() {
            return weight.values();
        }

        @Override
        public StoredRows rows(int columns) {
            return weight.rows();
        }

        @Override
        public boolean mapped() {
            return false;
        }
    }

    /** Another source. */
    record Elsewhere(String name, WeightSource source) implements WeightPlace {
        @Override
        public ElementType type() {
            return ElementType.F32;
        }

        @Override
        public ByteBuffer values() {
            return source.weights(name);
        }

        @Override
        public StoredRows rows(int columns) {
            return source.rows(name, columns);
        }

        @Override
        public boolean mapped() {
            return false;
        }
    }
}

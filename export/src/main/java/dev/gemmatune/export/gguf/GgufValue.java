package dev.gemmatune.export.gguf;

import java.util.List;

/** A value of a file's metadata. */
sealed interface GgufValue {

    /** An unsigned number of 32 bits. */
    record Whole(int value) implements GgufValue {}

    /** A float32. */
    record Real(float value) implements GgufValue {}

    /** True or false. */
    record Truth(boolean value) implements GgufValue {}

    /** A text. */
    record Text(String value) implements GgufValue {}

    /** Texts. */
    record Texts(List<String> values) implements GgufValue {
        /** Copies the list. */
        public Texts {
            values = List.copyOf(values);
        }
    }

    /** Signed numbers of 32 bits. */
    record Wholes(List<Integer> values) implements GgufValue {
        /** Copies the list. */
        public Wholes {
            values = List.copyOf(values);
        }
    }

    /** Float32 numbers. */
    record Reals(List<Float> values) implements GgufValue {
        /** Copies the list. */
        public Reals {
            values = List.copyOf(values);
        }
    }

    /** Writes the value behind its type's number. */
    default void write(GgufBytes bytes) {
        if (this instanceof Whole whole) {
            bytes.type(GgufBytes.UINT32).number(whole.value());
        } else if (this instanceof Real real) {
            bytes.type(GgufBytes.FLOAT32).number(Float.floatToIntBits(real.value()));
        } else if (this instanceof Truth truth) {
            bytes.type(GgufBytes.BOOL).small(truth.value() ? 1 : 0);
        } else if (this instanceof Text text) {
            bytes.type(GgufBytes.STRING).text(text.value());
        } else if (this instanceof Texts texts) {
            bytes.array(GgufBytes.STRING, texts.values().size());
            texts.values().forEach(bytes::text);
        } else if (this instanceof Wholes wholes) {
            bytes.array(GgufBytes.INT32, wholes.values().size());
            wholes.values().forEach(bytes::number);
        } else if (this instanceof Reals reals) {
            bytes.array(GgufBytes.FLOAT32, reals.values().size());
            reals.values().forEach(value -> bytes.number(Float.floatToIntBits(value)));
        }
    }
}

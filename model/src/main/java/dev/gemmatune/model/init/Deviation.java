package dev.gemmatune.model.init;

/** How wide a matrix's random weights spread. */
public sealed interface Deviation {

    /** The standard deviation for a matrix of so many input columns. */
    double of(int inputs);

    /**
     * The same deviation for every matrix.
     *
     * @param value the standard deviation
     */
    record Fixed(double value) implements Deviation {

        /** Checks that the value is a number of at least 0. */
        public Fixed {
            WeightSettings.requireNotNegative("value", value);
        }

        @Override
        public double of(int inputs) {
            return value;
        }
    }

    /**
     * A deviation of {@code gain / sqrt(inputs)}, with which a matrix keeps the scale of its input at gain 1.
     *
     * @param gain the ratio of output to input scale
     */
    record PerInputs(double gain) implements Deviation {

        /** Checks that the gain is a number of at least 0. */
        public PerInputs {
            WeightSettings.requireNotNegative("gain", gain);
        }

        @Override
        public double of(int inputs) {
            return gain / Math.sqrt(inputs);
        }
    }
}

package dev.gemmatune.model;

import java.nio.file.Path;
import java.util.Locale;

/**
 * The promise of every embedding that leaves this project: its components are finite and its length is 1.
 *
 * <p>A model breaks it where its weights or the settings of its {@code config.json} are damaged: then nothing that is
 * made of its vectors means anything.
 */
public final class UnitVectors {

    /** Float32 sums of a few thousand squares are off by some 1e-6; bfloat16 touches no sum of squares. */
    private static final double TOLERANCE = 1e-3;

    private UnitVectors() {}

    /**
     * Checks rows; costs one pass over them.
     *
     * @param rows vectors of one model
     * @param model the folder of the model, for the message
     * @throws UserError naming the first row that is none
     */
    public static void check(float[][] rows, Path model) {
        for (float[] row : rows) {
            double squares = 0;
            for (float value : row) {
                squares += (double) value * value;
            }
            // Written so that NaN is caught.
            if (!(Math.abs(Math.sqrt(squares) - 1) <= TOLERANCE)) {
                throw new UserError(String.format(
                        Locale.ROOT,
                        "the model %s gives a vector %s; its weights or the settings of its config.json are damaged:"
                                + " compare them with the original, or load the model again",
                        model,
                        Double.isFinite(squares)
                                ? String.format(
                                        Locale.ROOT,
                                        "of %d components with the length %.3g",
                                        row.length,
                                        Math.sqrt(squares))
                                : "that is not finite"));
            }
        }
    }
}

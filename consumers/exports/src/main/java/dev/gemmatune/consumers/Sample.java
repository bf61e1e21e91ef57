package dev.gemmatune.consumers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * A text and its embedding. Uses nothing but the JDK, so that it brings nothing into the frameworks' class paths.
 *
 * @param text with its prompt
 * @param vector the embedding by the export's own verification
 */
public record Sample(String text, float[] vector) {

    /** Beside every export. */
    public static final String FILE = "samples.tsv";

    /** The folder of the exports, from the folder of any of these modules. */
    public static final Path EXPORTS = Path.of("..", "exports", "target", "exports");

    /** The samples of an export. */
    public static List<Sample> of(Path export) {
        try {
            return Files.readAllLines(export.resolve(FILE)).stream()
                    .map(Sample::parse)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(export + " has no samples; the module exports writes them", e);
        }
    }

    /** A line of the file. */
    public String line() {
        StringBuilder line = new StringBuilder(text);
        for (float value : vector) {
            line.append('\t').append(value);
        }
        return line.toString();
    }

    private static Sample parse(String line) {
        String[] cells = line.split("\t", -1);
        float[] vector = new float[cells.length - 1];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = Float.parseFloat(cells[i + 1]);
        }
        return new Sample(cells[0], vector);
    }

    /** The largest difference of a number of {@code found} from this embedding. */
    public double difference(float[] found) {
        if (found.length != vector.length) {
            throw new AssertionError("expected " + vector.length + " dimensions, found " + found.length);
        }
        double difference = 0;
        for (int i = 0; i < vector.length; i++) {
            double distance = Math.abs((double) vector[i] - found[i]);
            difference = distance <= difference ? difference : distance; // NaN stays
        }
        return difference;
    }

    /** A vector brought to length 1. */
    public static float[] normalised(float[] vector) {
        double square = 0;
        for (float value : vector) {
            square += (double) value * value;
        }
        float[] unit = Arrays.copyOf(vector, vector.length);
        for (int i = 0; i < unit.length; i++) {
            unit[i] /= (float) Math.sqrt(square);
        }
        return unit;
    }
}

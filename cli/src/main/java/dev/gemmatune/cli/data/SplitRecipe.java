package dev.gemmatune.cli.data;

import com.google.gson.JsonPrimitive;
import dev.gemmatune.datasets.split.SplitRows;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** The config that trains on parted rows and measures with what was held out, ready to be used and to be changed. */
public final class SplitRecipe {

    /** As {@code training.batch_size} is by default; so many rows of a batch need twice as many rows to be mixed. */
    private static final int USUAL_BATCH = 32;

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_/][A-Za-z0-9_./+-]*");

    private SplitRecipe() {}

    /**
     * The text of the config.
     *
     * @param folder where the parts are, as it is to be written
     */
    public static String text(SplitRows parts, Path folder) {
        StringBuilder text = new StringBuilder();
        text.append(
                "# Trains on the rows of this folder and measures with the questions that were held out. With the toy,"
                        + " in seconds:\n#   gemmatune train --config " + folder.resolve("config.yaml")
                        + " --set model.path=checkpoints/mini --set training.learning_rate=1e-3\n\n");
        text.append("model:\n  path: google/embeddinggemma-300m\n\n");
        boolean scored = parts.train().scored();
        text.append("data:\n  train:\n    files: " + scalar(folder.resolve("train.jsonl")) + "\n");
        parts.dev()
                .ifPresent(rows -> text.append(
                        "  evaluation: " + set(scored, folder, "dev") + " # chooses the best" + " checkpoint\n"));
        parts.test()
                .ifPresent(rows -> text.append(
                        "  test: " + set(scored, folder, "test") + " # measured only before and" + " after\n"));
        text.append("\nobjective:\n  loss: " + (scored ? "cosent" : "multiple_negatives_ranking") + "\n\n");
        text.append(
                "training:\n  epochs: 3\n  batch_size: " + batch(parts.train().size())
                        + " # the other rows of a batch are the wrong answers: more is better, and more memory\n"
                        + "  learning_rate: 2e-5 # of the real model\n\n");
        text.append("export:\n  formats: [onnx]\n\noutput:\n  name: " + name(folder) + "\n");
        return text.toString();
    }

    private static String set(boolean scored, Path folder, String part) {
        return scored
                ? "{type: sts, file: " + scalar(folder.resolve(part + ".jsonl")) + "}"
                : "{type: retrieval, folder: " + scalar(folder) + ", split: " + part + "}";
    }

    /** The usual one, or the largest power of two that is no more than half of the rows. */
    private static int batch(int rows) {
        return Math.max(2, Math.min(USUAL_BATCH, Integer.highestOneBit(rows / 2)));
    }

    /** A JSON string is one of YAML too. */
    private static String scalar(Path path) {
        String text = path.toString();
        return PLAIN.matcher(text).matches() ? text : new JsonPrimitive(text).toString();
    }

    private static String name(Path folder) {
        String name = folder.toAbsolutePath().normalize().getFileName().toString();
        String allowed = name.replaceAll("[^A-Za-z0-9._-]", "-").replaceFirst("^[^A-Za-z0-9]+", "");
        return allowed.isEmpty() ? "tuned" : allowed;
    }
}

package dev.gemmatune.export;

import dev.gemmatune.export.report.Verification;
import java.nio.file.Path;

/**
 * A finished export.
 *
 * @param format its name, such as {@code onnx-q4}
 * @param folder where it is
 * @param bytes size of all its files
 * @param writeSeconds time to write it
 * @param verifySeconds time to verify it, the trainer's embeddings included
 * @param verification what the comparison gave; always passed
 */
public record ExportReport(
        String format, Path folder, long bytes, double writeSeconds, double verifySeconds, Verification verification) {}

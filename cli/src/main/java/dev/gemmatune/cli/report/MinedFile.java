package dev.gemmatune.cli.report;

import com.google.gson.JsonObject;
import dev.gemmatune.datasets.mining.MinedFormat;
import dev.gemmatune.model.files.AtomicFiles;
import dev.gemmatune.model.files.Json;
import dev.gemmatune.train.mining.MinedData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Mined rows as JSON Lines. */
public final class MinedFile {

    private MinedFile() {}

    /**
     * Writes the rows.
     *
     * @param scores whether with the scores of positives and negatives
     * @throws dev.gemmatune.model.UserError if the file cannot be written
     */
    public static void write(Path file, MinedData mined, MinedFormat format, boolean scores) {
        AtomicFiles.write(file, part -> {
            try (Writer writer = Files.newBufferedWriter(part)) {
                format.forEachLine(mined.rows(), scores, line(writer));
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        });
    }

    private static Consumer<JsonObject> line(Writer writer) {
        return line -> {
            try {
                writer.write(Json.compact(line) + "\n");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }
}

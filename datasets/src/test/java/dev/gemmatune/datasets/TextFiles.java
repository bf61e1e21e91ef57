package dev.gemmatune.datasets;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.model.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.function.Executable;

/** Small files for tests, and what messages about them must hold. */
public final class TextFiles {

    private TextFiles() {}

    /** Writes lines, each ended by a line feed. */
    public static Path write(Path file, String... lines) {
        return writeExactly(file, lines.length == 0 ? "" : String.join("\n", lines) + "\n");
    }

    /** Writes a text as it is. */
    public static Path writeExactly(Path file, String content) {
        try {
            Files.createDirectories(file.getParent());
            return Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Holds the message of the {@link UserError} that must come against parts that it must hold. */
    public static String assertUserError(Executable action, String... parts) {
        String message = assertThrows(UserError.class, action).getMessage();
        for (String part : parts) {
            assertTrue(message.contains(part), "expected <" + part + "> in <" + message + ">");
        }
        return message;
    }
}

package dev.gemmatune.model.files;

import dev.gemmatune.model.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What Git leaves in place of a large file where Git LFS is not installed: three lines of text with the size and the hash
 * of the real one. Format: version 1 of the Git LFS specification.
 */
public final class LargeFilePointer {

    private static final String START = "version https://git-lfs.github.com/spec/";

    /** How many bytes tell a pointer from other content. */
    public static final int START_BYTES = START.length();

    private LargeFilePointer() {}

    /**
     * Refuses a file that is a pointer.
     *
     * @param start its first characters, at least {@link #START_BYTES} if it has so many
     * @throws UserError with the way to the real file
     */
    public static void refuse(Path file, String start) {
        if (start.startsWith(START)) {
            throw new UserError(
                    file + " is a Git LFS pointer and not the file itself; run git lfs pull in its folder, or"
                            + " download the file again");
        }
    }

    /**
     * Refuses a file that is a pointer, by its first bytes; one that cannot be read is left to its reader.
     *
     * @throws UserError with the way to the real file
     */
    public static void refuse(Path file) {
        if (!Files.isRegularFile(file)) {
            return;
        }
        try (InputStream stream = Files.newInputStream(file)) {
            refuse(file, stream.readNBytes(START_BYTES));
        } catch (IOException e) {
            // Whoever reads it says so.
        }
    }

    /** The same for bytes. */
    public static void refuse(Path file, byte[] start) {
        refuse(file, new String(start, StandardCharsets.ISO_8859_1));
    }
}

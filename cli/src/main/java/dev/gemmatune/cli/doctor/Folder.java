package dev.gemmatune.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A folder that is written to.
 *
 * @param use for what
 * @param path where
 * @param variable what moves it
 * @param writable whether a file could be made in it, or in the nearest folder around it that exists
 * @param freeBytes what is left there; -1 if that is not known
 */
record Folder(String use, Path path, String variable, boolean writable, long freeBytes) {

    /** Tries it. */
    static Folder of(String use, Path path, String variable) {
        Path existing = path.toAbsolutePath();
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        return new Folder(use, path, variable, canWrite(existing), free(existing));
    }

    private static boolean canWrite(Path folder) {
        if (folder == null || !Files.isDirectory(folder)) {
            return false;
        }
        try {
            Files.delete(Files.createTempFile(folder, ".gemmatune", ".probe"));
            return true;
        } catch (IOException | SecurityException e) {
            return false;
        }
    }

    private static long free(Path folder) {
        try {
            return folder == null ? -1 : Files.getFileStore(folder).getUsableSpace();
        } catch (IOException e) {
            return -1;
        }
    }
}

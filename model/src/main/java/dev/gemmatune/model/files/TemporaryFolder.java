package dev.gemmatune.model.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A folder for files that nobody wants afterwards. It is removed when it is closed, and also when the process ends before
 * that, by Ctrl-C for one; only a process that is killed outright leaves it.
 */
public final class TemporaryFolder implements Closeable {

    /** While another thread still writes, a folder may be filled again between emptying and removing it. */
    private static final int ATTEMPTS = 5;

    private final Path path;
    private final Thread atExit = new Thread(this::removeAtExit, "remove-temporary-folder");

    private TemporaryFolder(Path path) {
        this.path = path;
    }

    /**
     * Makes an empty folder.
     *
     * @param parent an existing folder
     * @param prefix how its name begins
     */
    public static TemporaryFolder create(Path parent, String prefix) throws IOException {
        TemporaryFolder folder = new TemporaryFolder(Files.createTempDirectory(parent, prefix));
        Unfinished.begin(folder.path);
        Runtime.getRuntime().addShutdownHook(folder.atExit);
        return folder;
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException ending) {
            // The process ends, and what would remove the folder is running or has run.
            return;
        }
        AtomicFiles.deleteTree(path);
        Unfinished.end(path);
    }

    private void removeAtExit() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                AtomicFiles.deleteTree(path);
                return;
            } catch (IOException | RuntimeException stillWritten) {
                // Once more.
            }
        }
    }
}

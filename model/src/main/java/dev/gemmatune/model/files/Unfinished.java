package dev.gemmatune.model.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What this process is writing and nobody wants half of: files and folders that are removed when the process ends before
 * they are complete. Whoever begins one says so here, and says when it is over.
 */
public final class Unfinished {

    /** While another thread still writes, a folder may be filled again between emptying and removing it. */
    private static final int ATTEMPTS = 20;

    private static final long PAUSE_MILLIS = 10;

    private static final Set<Path> PATHS = ConcurrentHashMap.newKeySet();
    /** Folders that were made for what is being written; they go too where they are empty. */
    private static final Set<Path> FOLDERS = ConcurrentHashMap.newKeySet();
    /** Held while something is begun or becomes complete, and for ever once the process ends. */
    private static final ReentrantLock CHANGES = new ReentrantLock();

    /** Something that is done with files. */
    @FunctionalInterface
    interface Change {
        void make() throws IOException;
    }

    private Unfinished() {}

    /** Notes a file or folder that is about to be written. */
    public static void begin(Path path) {
        CHANGES.lock();
        try {
            PATHS.add(absolute(path));
        } finally {
            CHANGES.unlock();
        }
    }

    /** Forgets it: it was renamed to what it shall be, or removed. */
    public static void end(Path path) {
        PATHS.remove(absolute(path));
    }

    /** Whether a path lies in a folder that this process is writing. */
    static boolean covers(Path path) {
        for (Path at = absolute(path).getParent(); at != null; at = at.getParent()) {
            if (PATHS.contains(at)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Makes a folder and those above it.
     *
     * @return those that were not there, the deepest first; they are to be given to {@link #keep} or {@link #drop}
     */
    static List<Path> makeFolders(Path folder) throws IOException {
        List<Path> missing = new ArrayList<>();
        for (Path at = absolute(folder); at != null && !Files.exists(at); at = at.getParent()) {
            missing.add(at);
        }
        CHANGES.lock();
        try {
            FOLDERS.addAll(missing);
            Files.createDirectories(folder);
        } finally {
            CHANGES.unlock();
        }
        return missing;
    }

    /** Something complete lies in these folders. */
    static void keep(List<Path> folders) {
        folders.forEach(FOLDERS::remove);
    }

    /** Removes these folders, where they are empty. */
    static void drop(List<Path> folders) {
        folders.forEach(folder -> {
            AtomicFiles.deleteIfEmpty(folder);
            FOLDERS.remove(folder);
        });
    }

    /** Makes a change that the end of the process must not cut in two, such as two renames. */
    static void whole(Change change) throws IOException {
        CHANGES.lock();
        try {
            change.make();
        } finally {
            CHANGES.unlock();
        }
    }

    /**
     * Removes everything unfinished. For the end of the process: from now on, threads that begin or complete something
     * wait for ever.
     *
     * @param patience how long a change under way is waited for
     */
    public static void abandon(Duration patience) {
        try {
            if (!CHANGES.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return; // a rename that hangs; what is there stays
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        PATHS.forEach(Unfinished::remove);
        FOLDERS.stream().sorted(Comparator.reverseOrder()).forEach(AtomicFiles::deleteIfEmpty);
    }

    private static void remove(Path path) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                AtomicFiles.deleteTree(path);
                return;
            } catch (IOException | RuntimeException stillWritten) {
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }
}

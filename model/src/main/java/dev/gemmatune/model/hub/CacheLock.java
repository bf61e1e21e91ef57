package dev.gemmatune.model.hub;

import dev.gemmatune.model.files.AtomicFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Holds a file of the cache against other threads and processes: a lock on {@code .locks/REPOSITORY/HASH.lock}, where
 * huggingface_hub has its own. Java's locks and Python's do not see each other on every system (fcntl and flock), so
 * nothing depends on that: each has a part file of its own name, and complete files appear by renaming.
 */
final class CacheLock implements AutoCloseable {

    private static final ConcurrentHashMap<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

    private final ReentrantLock thread;
    private final FileChannel process;

    private CacheLock(ReentrantLock thread, FileChannel process) {
        this.thread = thread;
        this.process = process;
    }

    /** Waits for the lock. */
    static CacheLock on(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        ReentrantLock thread = THREADS.computeIfAbsent(absolute, key -> new ReentrantLock());
        thread.lock();
        try {
            Files.createDirectories(absolute.getParent());
            FileChannel process = FileChannel.open(absolute, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            lockIfPossible(process);
            return new CacheLock(thread, process);
        } catch (IOException e) {
            thread.unlock();
            throw AtomicFiles.cannotWrite(absolute, e);
        }
    }

    /** Some network file systems have no locks, and a folder may have two names; then only the threads of this process wait for each other. */
    private static void lockIfPossible(FileChannel channel) {
        try {
            channel.lock();
        } catch (IOException | OverlappingFileLockException ignored) {
            // Correct without it, see above: at worst a file is downloaded twice.
        }
    }

    @Override
    public void close() {
        try {
            process.close();
        } catch (IOException ignored) {
            // The lock ends with the process at the latest.
        } finally {
            thread.unlock();
        }
    }
}

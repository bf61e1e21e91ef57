package dev.gemmatune.model.hub;

import dev.gemmatune.model.files.AtomicFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Holds a repository of the cache against other threads and processes that download it: a lock of the operating system on
 * {@code .locks/REPOSITORY/gemmatune.lock}, which ends with the process, however that ends. There is one for the whole
 * repository, and it is tried again and again and not waited for: such locks belong to processes and not to threads, so
 * that two processes of which each has one and waits for another count as a deadlock and are refused.
 *
 * <p>huggingface_hub has locks of its own beside it. Java's and Python's do not see each other on every system (fcntl and
 * flock), so nothing depends on that: each has a part file of its own name, and complete files appear by renaming.
 */
final class CacheLock implements AutoCloseable {

    private static final ConcurrentHashMap<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();
    private static final Duration POLL = Duration.ofMillis(50);
    /** After so many attempts whoever waits is told. */
    private static final int SILENT = 20;

    private final ReentrantLock thread;
    private final FileChannel process;

    private CacheLock(ReentrantLock thread, FileChannel process) {
        this.thread = thread;
        this.process = process;
    }

    /**
     * Waits for the lock.
     *
     * @param what for messages: {@code model google/embeddinggemma-300m}
     */
    static CacheLock on(Path path, String what, HubListener listener) {
        try {
            Files.createDirectories(path.getParent());
            Path file = path.getParent().toRealPath().resolve(path.getFileName());
            ReentrantLock thread = THREADS.computeIfAbsent(file, key -> new ReentrantLock());
            thread.lockInterruptibly();
            try {
                return new CacheLock(thread, locked(file, what, listener));
            } catch (IOException | InterruptedException | RuntimeException e) {
                thread.unlock();
                throw e;
            }
        } catch (InterruptedException e) {
            throw Retries.interrupted(e);
        } catch (IOException e) {
            throw AtomicFiles.cannotWrite(path, e);
        }
    }

    private static FileChannel locked(Path file, String what, HubListener listener)
            throws IOException, InterruptedException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            for (int attempt = 0; isHeldElsewhere(channel); attempt++) {
                if (attempt == SILENT) {
                    listener.notes("another process downloads the " + what + "; waiting for it");
                }
                Thread.sleep(POLL.toMillis());
            }
            return channel;
        } catch (InterruptedException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Some network file systems have no locks; then only the threads of this process wait for each other. */
    private static boolean isHeldElsewhere(FileChannel channel) {
        try {
            Optional<FileLock> lock = Optional.ofNullable(channel.tryLock());
            return lock.isEmpty();
        } catch (OverlappingFileLockException e) {
            return true;
        } catch (IOException impossible) {
            // Correct without it, see above: at worst a file is downloaded twice.
            return false;
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

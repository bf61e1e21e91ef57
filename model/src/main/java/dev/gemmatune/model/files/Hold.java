package dev.gemmatune.model.files;

import dev.gemmatune.model.UserError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A file or folder that this process alone may write: a lock of the operating system on {@code .NAME.lock} beside it, or in
 * it where nothing can be made beside. The lock ends with the process, however that ends; the file's content only tells
 * others who has it, and the file goes when the hold does.
 *
 * <p>A thread may hold what it holds already once more. Where the file system has no locks, nobody is kept away.
 */
public final class Hold implements AutoCloseable {

    /** A byte that no file has: on Windows a lock hinders others from reading what is locked. */
    private static final int LOOKS = 20;

    private static final long LOCKED = Long.MAX_VALUE - 1;

    private static final long PAUSE_MILLIS = 20;
    private static final int LONGEST_NOTE = 200;
    private static final Map<Path, Hold> HELD = new HashMap<>();

    private final Path target;
    private final Thread owner = Thread.currentThread();
    private final Optional<Locked> lock;
    private int count = 1;

    /** A lock file and the channel that has the lock. */
    private record Locked(Path file, FileChannel channel) {}

    private Hold(Path target, Optional<Locked> lock) {
        this.target = target;
        this.lock = lock;
    }

    /**
     * Holds a file or folder, which need not be there.
     *
     * @throws UserError if another process or thread holds it, naming the process
     */
    public static Hold of(Path target) {
        return of(target, Duration.ZERO);
    }

    /**
     * Does work while a file or folder is held.
     *
     * @throws UserError as {@link #of(Path)} does
     */
    public static <T> T during(Path target, Supplier<T> work) {
        Hold hold = of(target);
        try {
            return work.get();
        } finally {
            hold.close();
        }
    }

    /** The same as {@link #of(Path)}, waiting for a while for others to end. */
    static Hold of(Path target, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            String other = null;
            synchronized (HELD) {
                Path key = key(target);
                Hold own = HELD.get(key);
                if (own == null) {
                    Attempt attempt = attempt(key);
                    if (attempt.other().isEmpty()) {
                        Hold hold = new Hold(key, attempt.lock());
                        HELD.put(key, hold);
                        return hold;
                    }
                    other = attempt.other().get();
                } else if (own.owner == Thread.currentThread()) {
                    own.count++;
                    return own;
                } else {
                    other = "another thread of this process (\"" + own.owner.getName() + "\")";
                }
            }
            if (System.nanoTime() >= end) {
                throw new UserError(target + " is being written by " + other
                        + "; wait until that has ended, or choose another place");
            }
            pause();
        }
    }

    /** Whether this process holds a folder that a path lies in. */
    static boolean covers(Path path) {
        synchronized (HELD) {
            for (Path at = key(path).getParent(); at != null; at = at.getParent()) {
                if (HELD.containsKey(at)) {
                    return true;
                }
            }
            return false;
        }
    }

    @Override
    public void close() {
        synchronized (HELD) {
            count--;
            if (count == 0) {
                HELD.remove(target);
                lock.ifPresent(Hold::release);
            }
        }
    }

    /**
     * What came of an attempt.
     *
     * @param other who holds it, if somebody does
     * @param lock the lock; empty where there can be none
     */
    private record Attempt(Optional<String> other, Optional<Locked> lock) {

        static final Attempt WITHOUT_LOCK = new Attempt(Optional.empty(), Optional.empty());
    }

    private static Attempt attempt(Path key) {
        Path name = key.getFileName();
        if (name == null) {
            return Attempt.WITHOUT_LOCK;
        }
        try {
            Files.createDirectories(key.getParent());
            return lock(key.resolveSibling("." + name + ".lock"));
        } catch (IOException impossible) {
            // A folder whose own parent may not be written, such as a mounted one.
        }
        try {
            return Files.isDirectory(key) ? lock(key.resolve(".lock")) : Attempt.WITHOUT_LOCK;
        } catch (IOException impossible) {
            // Whoever writes there will say what hinders.
            return Attempt.WITHOUT_LOCK;
        }
    }

    private static Attempt lock(Path file) throws IOException {
        while (true) {
            Object before = identity(file);
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            boolean keep = false;
            try {
                Object opened = identity(file);
                FileLock lock = tryLock(channel);
                if (lock == null) {
                    return new Attempt(Optional.of(holder(channel)), Optional.empty());
                }
                // Who held it may have removed the file after it was opened here: then this lock is of no use.
                boolean isThatFile = Objects.equals(opened, identity(file))
                        && (before == null || before.equals(opened))
                        && Files.exists(file);
                if (isThatFile) {
                    write(channel);
                    Unfinished.begin(file);
                    keep = true;
                    return new Attempt(Optional.empty(), Optional.of(new Locked(file, channel)));
                }
            } finally {
                if (!keep) {
                    channel.close();
                }
            }
        }
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        return channel.tryLock(LOCKED, 1, false);
    }

    private static void release(Locked lock) {
        try {
            Files.deleteIfExists(lock.file());
            Unfinished.end(lock.file());
            lock.channel().close();
        } catch (IOException ignored) {
            // The lock ends with the process at the latest; a file without one blocks nobody.
        }
    }

    private static void write(FileChannel channel) throws IOException {
        String note = "process " + ProcessHandle.current().pid() + ", since "
                + DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                        OffsetDateTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS))
                + "\n";
        channel.truncate(0);
        ByteBuffer bytes = ByteBuffer.wrap(note.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Whoever has the lock writes its name a moment later. */
    private static String holder(FileChannel channel) throws IOException {
        for (int i = 0; i < LOOKS; i++) {
            String note = note(channel);
            if (!note.isEmpty()) {
                return note;
            }
            pause();
        }
        return "another process";
    }

    private static String note(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(LONGEST_NOTE);
        channel.read(bytes, 0);
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8).strip();
    }

    /** What tells a file from another of the same name; null if there is none or the system has nothing like it. */
    private static Object identity(Path file) throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** The same for all names of a place: links above it are followed as far as they are there. */
    private static Path key(Path target) {
        Path absolute = target.toAbsolutePath().normalize();
        Path parent = absolute.getParent();
        try {
            return parent == null || !Files.exists(parent)
                    ? absolute
                    : parent.toRealPath().resolve(absolute.getFileName());
        } catch (IOException unreadable) {
            return absolute;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserError("interrupted while another process was waited for", e);
        }
    }
}

package dev.gemmatune.model.files;

import dev.gemmatune.model.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Writes files and folders beside their final place and renames them, so that nobody ever sees half of one. */
public final class AtomicFiles {

    /** Something that writes to a path. */
    @FunctionalInterface
    public interface Writing {
        /** Writes everything to {@code path}. */
        void to(Path path) throws IOException;
    }

    /** How long a short write of another process is waited for. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private AtomicFiles() {}

    /** Writes a UTF-8 text file. */
    public static void writeString(Path file, String content) {
        write(file, part -> Files.write(part, content.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Writes a file through {@code name.part}; an existing file is replaced only by a complete one.
     *
     * @throws UserError if the file cannot be written, naming it and the reason, or another process is writing it; the
     *     part is removed
     */
    public static void write(Path file, Writing writing) {
        Path part = beside(file);
        writePart(file, part, () -> {
            writing.to(part);
            Unfinished.whole(() -> move(part, file));
        });
    }

    /**
     * Writes a folder through {@code name.part}; an existing folder of that name is replaced only by a complete one.
     *
     * @throws UserError if it cannot be written, naming it and the reason, or another process is writing it; what was
     *     written is removed
     */
    public static void writeFolder(Path folder, Writing writing) {
        Path target = folder.toAbsolutePath().normalize();
        Path part = beside(target);
        writePart(folder, part, () -> {
            deleteTree(part);
            Files.createDirectories(part);
            writing.to(part);
            Unfinished.whole(() -> replace(target, part));
        });
    }

    /** Writes a part that no other process writes meanwhile, and that is gone afterwards, whatever happens. */
    private static void writePart(Path target, Path part, Unfinished.Change writing) {
        List<Path> made = foldersOf(target, part);
        Optional<Hold> hold = hold(target, part);
        boolean nested = Unfinished.covers(part);
        try {
            if (!nested) {
                Unfinished.begin(part);
            }
            writing.make();
            Unfinished.keep(made);
        } catch (IOException e) {
            deleteQuietly(part);
            Unfinished.drop(made);
            throw cannotWrite(target, e);
        } catch (RuntimeException | Error e) {
            deleteQuietly(part);
            Unfinished.drop(made);
            throw e;
        } finally {
            if (!nested) {
                Unfinished.end(part);
            }
            hold.ifPresent(Hold::close);
        }
    }

    private static List<Path> foldersOf(Path target, Path part) {
        try {
            return Unfinished.makeFolders(part.getParent());
        } catch (IOException e) {
            throw cannotWrite(target, e);
        }
    }

    /** Nothing where the part lies in something that this process holds or alone knows of. */
    private static Optional<Hold> hold(Path target, Path part) {
        return Unfinished.covers(part) || Hold.covers(target)
                ? Optional.empty()
                : Optional.of(Hold.of(target, PATIENCE));
    }

    /** No system renames over a folder that is not empty: the old one steps aside, and comes back if the new one fails. */
    private static void replace(Path folder, Path complete) throws IOException {
        if (!Files.exists(folder)) {
            move(complete, folder);
            return;
        }
        Path old = folder.resolveSibling(folder.getFileName() + ".old");
        deleteTree(old);
        move(folder, old);
        try {
            move(complete, folder);
        } catch (IOException e) {
            move(old, folder);
            throw e;
        }
        deleteTree(old);
    }

    /**
     * {@link #deleteTree} for callers that have nothing better to do about a failure.
     *
     * @throws UserError if something cannot be removed, naming it and the reason
     */
    public static void delete(Path root) {
        try {
            deleteTree(root);
        } catch (IOException e) {
            throw new UserError("cannot remove " + root + ": " + e.getMessage(), e);
        }
    }

    /** Deletes a folder if it is there and has nothing in it. */
    public static void deleteIfEmpty(Path folder) {
        try {
            Files.deleteIfExists(folder);
        } catch (IOException notEmpty) {
            // Then it is left as it is.
        }
    }

    /** Deletes a file or a folder with everything in it; does nothing if there is none. */
    public static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> paths = Files.walk(root)) {
            deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.deleteIfExists(path);
        }
    }

    /** The error that says why {@code path} could not be written, in words that a user can act upon. */
    public static UserError cannotWrite(Path path, IOException cause) {
        Path existing = path.toAbsolutePath().normalize().getParent();
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        String rest;
        if (existing != null && !Files.isDirectory(existing)) {
            rest = existing + " is a file and no folder; choose another place";
        } else if (String.valueOf(cause.getMessage()).contains("name too long")) {
            rest = "the file system takes no name of this length; choose a shorter one";
        } else {
            rest = reason(cause) + "; check the free space and the permissions of its folder";
        }
        return new UserError("cannot write " + path + ": " + rest, cause);
    }

    /** Some failures of the file system have nothing but a file's name for a message. */
    private static String reason(IOException cause) {
        if (cause instanceof AccessDeniedException denied) {
            return "no permission for " + denied.getFile();
        }
        return cause instanceof FileSystemException failure && failure.getReason() != null
                ? failure.getReason()
                : String.valueOf(cause.getMessage());
    }

    private static Path beside(Path target) {
        Path absolute = target.toAbsolutePath().normalize();
        return absolute.resolveSibling(absolute.getFileName() + ".part");
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void deleteQuietly(Path path) {
        try {
            deleteTree(path);
        } catch (IOException ignored) {
            // The failure that led here is the one to report.
        }
    }
}

package dev.gemmatune.model.hub;

import dev.gemmatune.model.UserError;
import dev.gemmatune.model.files.AtomicFiles;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The cache's folder, as huggingface_hub lays it out, so that each uses what the other has downloaded:
 *
 * <pre>
 * models--organization--name/refs/main                  a commit
 *                            blobs/HASH                 a file's content
 *                            snapshots/COMMIT/file.json a relative link to ../../blobs/HASH
 * .locks/models--organization--name/gemmatune.lock
 * </pre>
 *
 * Where links are impossible, the file itself stands in the snapshot.
 *
 * @param folder the cache
 * @param links whether to try symbolic links
 */
public record HubCache(Path folder, boolean links) {

    private static final String SNAPSHOTS = "snapshots";

    /** The cache that the settings name. */
    public static HubCache of(HubSettings settings) {
        return new HubCache(settings.cache(), settings.links());
    }

    /**
     * The file or folder that a reference names, if it is here. A model counts only with everything that loading it takes;
     * of a folder of a data set, files may be missing.
     */
    public Optional<Path> find(HubReference reference) {
        return snapshot(reference.repository(), reference.revision())
                .map(snapshot -> reference.path().isEmpty()
                        ? snapshot
                        : SafeNames.under(snapshot, reference.path(), reference.repository()))
                .filter(Files::exists)
                .filter(found -> !reference.isWholeModel() || CachedCheckpoint.isComplete(found));
    }

    private Optional<Path> snapshot(HubRepository repository, String revision) {
        return commit(repository, revision)
                .map(commit -> repositoryFolder(repository).resolve(SNAPSHOTS).resolve(commit))
                .filter(Files::isDirectory);
    }

    /** The id of the repository whose snapshot a folder is: {@code google/embeddinggemma-300m}; empty for other folders. */
    public static Optional<String> repositoryOf(Path folder) {
        Path snapshots = folder.toAbsolutePath().normalize().getParent();
        if (snapshots == null || !snapshots.endsWith(SNAPSHOTS) || snapshots.getNameCount() < 2) {
            return Optional.empty();
        }
        String[] parts = snapshots.getParent().getFileName().toString().split("--");
        boolean known = parts.length > 1
                && Stream.of(HubRepository.Kind.values())
                        .anyMatch(kind -> kind.plural().equals(parts[0]));
        return known ? Optional.of(String.join("/", List.of(parts).subList(1, parts.length))) : Optional.empty();
    }

    /** The commit that a revision was when it was last asked for. */
    Optional<String> commit(HubRepository repository, String revision) {
        if (SafeNames.isCommit(revision)) {
            return Optional.of(revision);
        }
        Path reference = reference(repository, revision);
        try {
            return Files.isRegularFile(reference)
                    ? Optional.of(Files.readString(reference).strip()).filter(SafeNames::isCommit)
                    : Optional.empty();
        } catch (IOException e) {
            throw new UserError("cannot read " + reference + ": " + e.getMessage(), e);
        }
    }

    /** Notes which commit a revision is. */
    void remember(HubRepository repository, String revision, String commit) {
        if (revision.equals(commit) || commit(repository, revision).equals(Optional.of(commit))) {
            return;
        }
        Path reference = reference(repository, revision);
        Path part = reference.resolveSibling(reference.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            Files.createDirectories(reference.getParent());
            Files.writeString(part, commit);
            Files.move(part, reference, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw AtomicFiles.cannotWrite(reference, e);
        }
    }

    /** Where a commit's files lie. */
    Path snapshotFolder(HubRepository repository, String commit) {
        return repositoryFolder(repository).resolve(SNAPSHOTS).resolve(commit);
    }

    /** Where a content lies. */
    Path blob(HubRepository repository, BlobHash hash) {
        return repositoryFolder(repository).resolve("blobs").resolve(hash.hex());
    }

    /** Holds a repository against others that would download it; the listener is told if that takes long. */
    CacheLock lock(HubRepository repository, HubListener listener) {
        Path locks = folder.resolve(".locks").resolve(repository.folderName());
        return CacheLock.on(locks.resolve("gemmatune.lock"), repository.toString(), listener);
    }

    /** Whether a file of this size is there, as a link or itself. */
    static boolean holds(Path path, long size) {
        try {
            return Files.isRegularFile(path) && Files.size(path) == size;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Lets {@code pointer} show {@code blob}.
     *
     * @param moves whether the blob may be moved there where links are impossible, since nobody else uses it yet
     */
    void link(Path pointer, Path blob, boolean moves) {
        try {
            Files.createDirectories(pointer.getParent());
            Files.deleteIfExists(pointer);
            if (!links || !linked(pointer, blob)) {
                stand(pointer, blob, moves);
            }
        } catch (IOException e) {
            throw AtomicFiles.cannotWrite(pointer, e);
        }
    }

    private static boolean linked(Path pointer, Path blob) throws IOException {
        Path target = pointer.getParent().toAbsolutePath().relativize(blob.toAbsolutePath());
        try {
            Files.createSymbolicLink(pointer, target);
            return true;
        } catch (FileAlreadyExistsException e) {
            // Another process was faster.
            return Files.isSymbolicLink(pointer) && Files.isSameFile(pointer, blob);
        } catch (IOException | UnsupportedOperationException e) {
            // No right to make links (Windows), or a file system without them.
            return false;
        }
    }

    private static void stand(Path pointer, Path blob, boolean moves) throws IOException {
        if (moves) {
            Files.move(blob, pointer, StandardCopyOption.REPLACE_EXISTING);
            return;
        }
        Path part = pointer.resolveSibling(pointer.getFileName() + "." + UUID.randomUUID() + ".tmp");
        Files.copy(blob, part);
        Files.move(part, pointer, StandardCopyOption.REPLACE_EXISTING);
    }

    private Path reference(HubRepository repository, String revision) {
        SafeNames.checkRevision(revision);
        return repositoryFolder(repository).resolve("refs").resolve(revision);
    }

    private Path repositoryFolder(HubRepository repository) {
        return folder.resolve(repository.folderName());
    }
}

package dev.gemmatune.model.hub;

import dev.gemmatune.model.UserError;
import dev.gemmatune.model.files.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Brings models and data sets from the Hugging Face hub into its standard cache. What is there already is not asked for
 * again; what is new is downloaded in parallel and checked by size and hash.
 */
public final class HubClient {

    private static final int PARALLEL = 4;
    private static final Duration STALL = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HubSettings settings;
    private final HubCache cache;
    private final HubHttp http;
    private final Duration stall;

    /** A client for a place and a user. */
    public HubClient(HubSettings settings) {
        this(settings, Pause.SLEEP, STALL);
    }

    HubClient(HubSettings settings, Pause pause, Duration stall) {
        this.settings = settings;
        this.cache = HubCache.of(settings);
        this.http = new HubHttp(settings, pause);
        this.stall = stall;
    }

    /**
     * The file or folder that a reference names, downloaded if need be. Offline, and where the hub cannot be reached, the
     * cache serves.
     *
     * @throws UserError if it cannot be had; the message says what to do
     */
    public Path get(HubReference reference, HubListener listener) {
        return get(reference, reference.selection(), listener);
    }

    /** The same for a choice of the files; the folder of the snapshot, or what the reference's path names in it. */
    public Path get(HubReference reference, FileSelection selection, HubListener listener) {
        Optional<Path> there = settings.offline() ? cached(reference) : Optional.empty();
        if (there.isPresent()) {
            return there.get();
        }
        HubListing.Revision revision;
        try {
            revision = new HubListing(http).read(reference, selection, listener);
        } catch (HubUnreachable e) {
            Path found = cached(reference)
                    .orElseThrow(() -> new UserError(
                            e.getMessage() + "; the cache " + settings.cache() + " has no complete "
                                    + describe(reference),
                            e));
            listener.notes(e.getMessage() + "; what is in the cache serves: " + found);
            return found;
        }
        return download(reference, selection, revision, listener);
    }

    /**
     * The same, but what the cache has whole is not compared with the hub. A folder of a data set always is, since a part
     * of it may be missing.
     */
    public Path getUnlessCached(HubReference reference, HubListener listener) {
        return cached(reference)
                .filter(found -> reference.isWholeModel() || Files.isRegularFile(found))
                .orElseGet(() -> get(reference, listener));
    }

    /**
     * The file or folder that a reference names, if the cache has it. A model counts only with everything that loading it
     * takes; of a folder of a data set, files may be missing.
     */
    public Optional<Path> cached(HubReference reference) {
        return cache.find(reference);
    }

    /**
     * The names of all files of a repository; offline, and where the hub cannot be reached, of those in the cache.
     *
     * @throws UserError if they cannot be had
     */
    public List<String> names(HubReference whole, HubListener listener) {
        Optional<Path> there = cached(whole);
        if (settings.offline() && there.isPresent()) {
            return namesIn(there.get());
        }
        try {
            return new HubListing(http)
                    .read(whole, FileSelection.ALL, listener).files().stream()
                            .map(RemoteFile::path)
                            .toList();
        } catch (HubUnreachable e) {
            return namesIn(there.orElseThrow(() -> new UserError(
                    e.getMessage() + "; the cache " + settings.cache() + " has nothing of the " + describe(whole), e)));
        }
    }

    private static List<String> namesIn(Path snapshot) {
        try (Stream<Path> files = Files.walk(snapshot)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> snapshot.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UserError("cannot read the folder " + snapshot + ": " + e.getMessage(), e);
        }
    }

    private Path download(
            HubReference reference, FileSelection selection, HubListing.Revision revision, HubListener listener) {
        if (revision.files().isEmpty()) {
            throw nothingWanted(reference, selection, revision);
        }
        HubRepository repository = reference.repository();
        Path snapshot = cache.snapshotFolder(repository, revision.commit());
        if (!missing(repository, snapshot, revision.files()).isEmpty()) {
            try (CacheLock lock = cache.lock(repository, listener)) {
                assert lock != null;
                // Whoever had the lock before may have brought them.
                Map<Path, RemoteFile> missing = missing(repository, snapshot, revision.files());
                if (!missing.isEmpty()) {
                    transfer(new HubReference(repository, revision.commit(), ""), missing, listener);
                }
            }
        }
        cache.remember(repository, reference.revision(), revision.commit());
        return reference.path().isEmpty() ? snapshot : SafeNames.under(snapshot, reference.path(), repository);
    }

    private static Map<Path, RemoteFile> missing(HubRepository repository, Path snapshot, List<RemoteFile> files) {
        Map<Path, RemoteFile> missing = new LinkedHashMap<>();
        for (RemoteFile file : files) {
            Path pointer = SafeNames.under(snapshot, file.path(), repository);
            if (!HubCache.holds(pointer, file.size())) {
                missing.put(pointer, file);
            }
        }
        return missing;
    }

    private void transfer(HubReference at, Map<Path, RemoteFile> missing, HubListener listener) {
        // Files of one content are one download.
        Map<BlobHash, List<Path>> pointers = new LinkedHashMap<>();
        Map<BlobHash, RemoteFile> contents = new LinkedHashMap<>();
        missing.forEach((pointer, file) -> {
            contents.putIfAbsent(file.hash(), file);
            pointers.computeIfAbsent(file.hash(), hash -> new ArrayList<>()).add(pointer);
        });
        long bytes = contents.values().stream()
                .filter(file -> !HubCache.holds(cache.blob(at.repository(), file.hash()), file.size()))
                .mapToLong(RemoteFile::size)
                .sum();
        checkSpace(bytes);
        listener.begins(at.repository().toString(), missing.size(), bytes);
        TransferProgress progress = new TransferProgress(listener);
        BlobDownload download = new BlobDownload(http, at, progress, stall);
        List<Runnable> tasks = new ArrayList<>();
        contents.forEach((hash, file) -> tasks.add(() -> {
            bring(at.repository(), pointers.get(hash), file, download);
            progress.filesDone(pointers.get(hash).size());
        }));
        inParallel(tasks);
    }

    private void bring(HubRepository repository, List<Path> pointers, RemoteFile file, BlobDownload download) {
        Path blob = cache.blob(repository, file.hash());
        boolean isNew = !HubCache.holds(blob, file.size());
        if (isNew) {
            download.to(blob, file);
        }
        for (int i = 0; i < pointers.size(); i++) {
            cache.link(pointers.get(i), blob, isNew && i == pointers.size() - 1);
        }
    }

    private static void inParallel(List<Runnable> tasks) {
        ExecutorService threads = Executors.newFixedThreadPool(Math.min(PARALLEL, tasks.size()));
        try {
            ExecutorCompletionService<Void> done = new ExecutorCompletionService<>(threads);
            tasks.forEach(task -> done.submit(task, null));
            for (int i = 0; i < tasks.size(); i++) {
                done.take().get();
            }
        } catch (InterruptedException e) {
            throw Retries.interrupted(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure
                    ? failure
                    : new IllegalStateException("a transfer failed", e.getCause());
        } finally {
            stop(threads);
        }
    }

    /** After a failure the other transfers end too, before anybody looks at the cache. */
    private static void stop(ExecutorService threads) {
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("transfers do not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void checkSpace(long bytes) {
        try {
            Files.createDirectories(settings.cache());
            long free = Files.getFileStore(settings.cache()).getUsableSpace();
            if (free < bytes) {
                throw new UserError(String.format(
                        Locale.ROOT,
                        "%.1f GB are to be downloaded, but %s has only %.1f GB left; free some, or set HF_HUB_CACHE to"
                                + " a folder on a larger disk",
                        bytes / 1e9,
                        settings.cache(),
                        free / 1e9));
            }
        } catch (IOException e) {
            throw AtomicFiles.cannotWrite(settings.cache(), e);
        }
    }

    private static UserError nothingWanted(
            HubReference reference, FileSelection selection, HubListing.Revision revision) {
        List<String> others = revision.others();
        String some = String.join(", ", others.subList(0, Math.min(others.size(), 12)));
        return new UserError("the " + reference.repository() + " at revision " + reference.revision() + " has no "
                + selection.description() + "; it has "
                + (others.isEmpty() ? "no files at all" : some + (others.size() > 12 ? ", …" : "")));
    }

    private static String describe(HubReference reference) {
        return reference.repository() + (reference.path().isEmpty() ? "" : "/" + reference.path()) + " at revision "
                + reference.revision();
    }
}

package dev.gemmatune.model.adapter;

import dev.gemmatune.model.UserError;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.checkpoint.CheckpointFiles;
import dev.gemmatune.model.files.AtomicFiles;
import dev.gemmatune.model.files.Sha256;
import dev.gemmatune.model.files.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adapter folders as the checkpoints that they make together with their base models, which are kept in a cache: the next
 * opening costs a look at the files. A change of any file of either folder makes the checkpoint anew.
 */
public final class MergedAdapters {

    private static final Logger logger = LoggerFactory.getLogger(MergedAdapters.class);
    /** Goes up when the same files would be merged to something else. */
    private static final String VERSION = "1";
    /** Beside what an adapter was merged to, the adapter's folder. */
    private static final String ADAPTER = "adapter.txt";

    private final Path cache;
    private final Function<String, Path> baseModels;

    /**
     * Adapters with their cache.
     *
     * @param cache the folder of all caches; if it cannot be written, a temporary folder serves, which goes with the process
     * @param baseModels the folder of a base model by its name; may throw {@link UserError} if there is none
     */
    public MergedAdapters(Path cache, Function<String, Path> baseModels) {
        this.cache = cache.toAbsolutePath().resolve("adapters");
        this.baseModels = baseModels;
    }

    /**
     * Opens the merged checkpoint.
     *
     * @param folder holds an adapter
     * @param slidingWindow of the base model, instead of what its file says
     * @throws UserError if the base model is not to be had, or the adapter is unsound or does not fit it
     */
    public Checkpoint open(Path folder, OptionalInt slidingWindow) {
        Path adapter = folder.toAbsolutePath().normalize();
        Path base = base(adapter);
        Path own = own(adapter);
        String state = state(adapter, base, slidingWindow);
        Path target = own.resolve(state).resolve(adapter.getFileName());
        if (!Files.isDirectory(target)) {
            AdapterFolder.merge(adapter, base, slidingWindow, target);
            AtomicFiles.writeString(own.resolve(ADAPTER), adapter.toString());
            removeEarlier(own, state);
            removeOrphans(own.getParent());
        }
        return Checkpoint.open(target);
    }

    /** A model's own folder, if an adapter lies in it, as transformers takes it; else what the settings name. */
    private Path base(Path adapter) {
        if (Files.exists(adapter.resolve(CheckpointFiles.CONFIG))) {
            return adapter;
        }
        String name = AdapterFolder.base(adapter);
        Path settings = adapter.resolve(AdapterFolder.CONFIG);
        Path base = find(name, adapter, settings).toAbsolutePath().normalize();
        if (!Files.exists(base.resolve(CheckpointFiles.CONFIG)) && AdapterFolder.isAdapter(base)) {
            throw new UserError(settings + ": base_model_name_or_path names " + base
                    + ", which is an adapter itself; make a model of that one first with gemmatune export --format"
                    + " safetensors, and name the folder safetensors of it");
        }
        return base;
    }

    private Path find(String name, Path adapter, Path settings) {
        String missing =
                adapter + " holds an adapter, and its base model " + name + " is not here; put the folder there or"
                        + " change base_model_name_or_path in " + settings
                        + ". For a model of the Hugging Face hub, run gemmatune pull first";
        Path base;
        try {
            base = baseModels.apply(name);
        } catch (UserError e) {
            throw new UserError(missing + ". " + e.getMessage(), e);
        }
        if (!Files.isDirectory(base)) {
            throw new UserError(missing);
        }
        return base;
    }

    /** The folder of all that one adapter was merged to. */
    private Path own(Path adapter) {
        try {
            Files.createDirectories(cache);
            if (Files.isWritable(cache)) {
                MessageDigest digest = Sha256.digest();
                Sha256.update(digest, adapter.toString());
                return cache.resolve(hex(digest));
            }
        } catch (IOException unusable) {
            logger.debug("{} cannot be made: {}", cache, unusable.getMessage());
        }
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        logger.warn(
                "the cache {} cannot be written, and so the merged adapter lies in {} and is made anew each time; set"
                        + " GEMMATUNE_CACHE to another folder",
                cache,
                temporary);
        try {
            return Files.createDirectory(TemporaryFolder.create(temporary, "gemmatune-adapter")
                    .path()
                    .resolve("adapter"));
        } catch (IOException e) {
            throw new UserError(
                    "there is no place for the merged adapter " + adapter + ": neither " + cache + " nor " + temporary
                            + " can be written; set GEMMATUNE_CACHE to another folder",
                    e);
        }
    }

    /** By the content of the adapter's own files, and by size and time of all others. */
    private static String state(Path adapter, Path base, OptionalInt slidingWindow) {
        MessageDigest digest = Sha256.digest();
        Sha256.update(digest, VERSION);
        Sha256.update(digest, base.toString());
        Sha256.update(digest, slidingWindow.toString());
        try {
            for (Path folder : List.of(adapter, base)) {
                for (Path file : files(folder)) {
                    String described = folder.relativize(file) + " " + Files.size(file) + " "
                            + Files.getLastModifiedTime(file).toMillis();
                    Sha256.update(digest, described);
                }
            }
        } catch (IOException e) {
            throw new UserError("cannot read " + adapter + " or " + base + ": " + e.getMessage(), e);
        }
        Stream.of(AdapterFolder.CONFIG, AdapterFolder.WEIGHTS, AdapterFolder.DENSE_WEIGHTS)
                .map(adapter::resolve)
                .filter(Files::isRegularFile)
                .forEach(file -> Sha256.update(digest, file));
        return hex(digest);
    }

    /** A model's own files and those of its modules. */
    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder, 2)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest()).substring(0, 16);
    }

    /** What earlier states of the same adapter were merged to; where it is still read, it may stay. */
    private static void removeEarlier(Path own, String state) {
        try (Stream<Path> others = Files.list(own)) {
            for (Path other : others.filter(Files::isDirectory)
                    .filter(path -> !path.endsWith(state))
                    .toList()) {
                AtomicFiles.deleteTree(other);
            }
        } catch (IOException inUse) {
            logger.debug("an earlier merged adapter in {} is left: {}", own, inUse.getMessage());
        }
    }

    /** What adapters were merged to that are no longer there. */
    private static void removeOrphans(Path cache) {
        try (Stream<Path> folders = Files.list(cache)) {
            for (Path folder : folders.toList()) {
                Path name = folder.resolve(ADAPTER);
                if (Files.isRegularFile(name) && !Files.exists(Path.of(Files.readString(name)))) {
                    AtomicFiles.deleteTree(folder);
                }
            }
        } catch (IOException | InvalidPathException inUse) {
            logger.debug("merged adapters in {} are left: {}", cache, inUse.getMessage());
        }
    }
}

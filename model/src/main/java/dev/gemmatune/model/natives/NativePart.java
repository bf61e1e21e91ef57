package dev.gemmatune.model.natives;

import ai.djl.util.Utils;
import dev.gemmatune.model.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The native part of a library, which is unpacked from its jar into a folder: DJL's once for a machine, ONNX Runtime's in every
 * process. Without room there the libraries fail in words of their own, deep inside; so it is looked for before.
 */
public enum NativePart {
    /** What computes. */
    LIBTORCH("libtorch", "torch", 450),
    /** What turns texts into ids. */
    TOKENIZERS("the tokenizers' library", "tokenizers", 16),
    /** What runs exports in ONNX. */
    ONNX_RUNTIME("ONNX Runtime", "onnxruntime", 30);

    private static final Set<NativePart> CHECKED = ConcurrentHashMap.newKeySet();
    private static final long MEGABYTE = 1L << 20;
    /** The library itself lies one folder deeper, in that of its version. */
    private static final int DEPTH = 2;

    private final String title;
    private final String library;
    private final int megabytes;

    NativePart(String title, String library, int megabytes) {
        this.title = title;
        this.library = library;
        this.megabytes = megabytes;
    }

    /**
     * Looks for room, once in a process. What is unpacked already needs none.
     *
     * @throws UserError if it cannot be unpacked, naming the folder, the megabytes and what moves it
     */
    public void requireRoom() {
        if (CHECKED.contains(this)) {
            return;
        }
        Path folder = folder();
        if (!isUnpacked(folder)) {
            Path existing = nearest(folder);
            boolean writable = Files.isDirectory(existing) && Files.isWritable(existing);
            problem(folder, writable, free(existing)).ifPresent(problem -> {
                throw new UserError(problem);
            });
        }
        CHECKED.add(this);
    }

    /**
     * What is wrong with a folder, if anything.
     *
     * @param free bytes, if they are known
     */
    Optional<String> problem(Path folder, boolean writable, OptionalLong free) {
        String found;
        String remedy;
        if (!writable) {
            found = "nothing can be written there";
            remedy = "make it writable";
        } else if (free.isPresent() && free.getAsLong() < megabytes * MEGABYTE) {
            found = "only " + free.getAsLong() / MEGABYTE + " MB are free there";
            remedy = "make room";
        } else {
            return Optional.empty();
        }
        String when = this == ONNX_RUNTIME ? "at every start" : "at the first start";
        return Optional.of(title + " is unpacked to " + folder + " " + when + ", which takes " + megabytes + " MB, but "
                + found + "; " + remedy + ", or name another folder with " + variable());
    }

    private Path folder() {
        return switch (this) {
            case LIBTORCH -> Utils.getEngineCacheDir("pytorch");
            case TOKENIZERS -> Utils.getEngineCacheDir("tokenizers");
            case ONNX_RUNTIME -> Path.of(System.getProperty("java.io.tmpdir"));
        };
    }

    private String variable() {
        if (this == ONNX_RUNTIME) {
            return "-Djava.io.tmpdir=… (JAVA_OPTS)";
        }
        // DJL asks for it first.
        String engine = Utils.getEnvOrSystemProperty("ENGINE_CACHE_DIR");
        return engine == null || engine.isEmpty() ? "DJL_CACHE_DIR" : "ENGINE_CACHE_DIR";
    }

    private boolean isUnpacked(Path folder) {
        if (this == ONNX_RUNTIME || !Files.isDirectory(folder)) {
            return false;
        }
        String file = System.mapLibraryName(library);
        try (Stream<Path> files = Files.walk(folder, DEPTH)) {
            return files.anyMatch(path -> path.endsWith(file));
        } catch (IOException e) {
            return false;
        }
    }

    private static Path nearest(Path folder) {
        Path existing = folder.toAbsolutePath();
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        return existing;
    }

    private static OptionalLong free(Path folder) {
        try {
            return OptionalLong.of(Files.getFileStore(folder).getUsableSpace());
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}

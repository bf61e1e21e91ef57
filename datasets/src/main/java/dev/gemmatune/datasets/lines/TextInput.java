package dev.gemmatune.datasets.lines;

import dev.gemmatune.model.UserError;
import dev.gemmatune.model.files.LargeFilePointer;
import io.airlift.compress.MalformedInputException;
import io.airlift.compress.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/** Opens files of text. One whose name ends in {@code .gz}, {@code .zst} or {@code .zstd} is decompressed as it is read. */
public final class TextInput {

    private static final int BUFFER_BYTES = 1 << 16;

    private TextInput() {}

    /**
     * Opens a file.
     *
     * @throws UserError if it is missing, a folder, UTF-16 text or cannot be read
     */
    public static InputStream open(Path file) {
        return notUtf16(openBytes(file), file);
    }

    /**
     * Opens a file whose encoding is for its reader to find out.
     *
     * @throws UserError if it is missing, a folder, or cannot be read
     */
    public static InputStream openBytes(Path file) {
        if (Files.isDirectory(file)) {
            throw new UserError(file + " is a folder; a file is expected");
        }
        LargeFilePointer.refuse(file);
        try {
            InputStream raw = Files.newInputStream(file);
            try {
                return decompressed(raw, file);
            } catch (IOException | RuntimeException e) {
                raw.close();
                throw e;
            }
        } catch (NoSuchFileException e) {
            throw new UserError(file + " does not exist", e);
        } catch (IOException e) {
            throw cannotRead(file.toString(), e);
        }
    }

    /** A file's name without the ending that shows its compression. */
    public static String nameInside(Path file) {
        return file.toString().toLowerCase(Locale.ROOT).replaceFirst("\\.(gz|zst|zstd)$", "");
    }

    /** Why a file could not be read, in words that a user can act upon. */
    public static UserError cannotRead(String name, IOException cause) {
        if (cause instanceof DamagedArchive damaged) {
            return new UserError(damaged.told(name), cause);
        }
        String reason = cause instanceof AccessDeniedException ? "permission denied" : cause.getMessage();
        return new UserError("cannot read " + name + ": " + reason, cause);
    }

    private static InputStream decompressed(InputStream raw, Path file) throws IOException {
        String name = file.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".gz")) {
            return new GzipMembers(raw);
        }
        boolean zstd = name.endsWith(".zst") || name.endsWith(".zstd");
        return zstd ? new Zstd(raw) : raw;
    }

    private static InputStream notUtf16(InputStream input, Path file) {
        BufferedInputStream buffered = new BufferedInputStream(input, BUFFER_BYTES);
        int first;
        int second;
        try {
            buffered.mark(2);
            first = buffered.read();
            second = buffered.read();
            buffered.reset();
        } catch (IOException e) {
            throw cannotRead(file.toString(), e);
        }
        if ((first == 0xFE && second == 0xFF) || (first == 0xFF && second == 0xFE)) {
            throw new UserError(file + " is UTF-16 text; save it as UTF-8");
        }
        return buffered;
    }

    /** Tells of damage with its place, whatever the decompressor makes of it. */
    private static final class Zstd extends BulkInput {

        private final ZstdFrames frames;
        private final InputStream decompressed;

        Zstd(InputStream raw) {
            this.frames = new ZstdFrames(raw);
            this.decompressed = new ZstdInputStream(frames);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
                return decompressed.read(bytes, offset, length);
            } catch (DamagedArchive e) {
                throw e;
            } catch (MalformedInputException | IndexOutOfBoundsException | NegativeArraySizeException e) {
                throw broken(e);
            } catch (IllegalArgumentException | IllegalStateException | ArithmeticException e) {
                throw broken(e);
            }
        }

        private IOException broken(Exception failure) {
            String reason = String.valueOf(failure.getMessage());
            DamagedArchive damaged = new DamagedArchive(
                    frames.frameStart(),
                    reason.contains("Window size")
                            ? "it needs more memory than zstd's usual 8 MB to decompress; if it is whole, compress it again"
                                    + " without --long and --ultra"
                            : "the frame of zstd data there is broken (" + reason + ")");
            damaged.initCause(failure);
            return damaged;
        }

        @Override
        public void close() throws IOException {
            decompressed.close();
        }
    }
}

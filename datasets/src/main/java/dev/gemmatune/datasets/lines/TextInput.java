package dev.gemmatune.datasets.lines;

import dev.gemmatune.model.UserError;
import io.airlift.compress.MalformedInputException;
import io.airlift.compress.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

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
        if (Files.isDirectory(file)) {
            throw new UserError(file + " is a folder; a file is expected");
        }
        try {
            InputStream raw = Files.newInputStream(file);
            try {
                return notUtf16(decompressed(raw, file), file);
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
        if (cause instanceof EOFException) {
            return new UserError(
                    name + " is cut off: its compressed data ends too early; copy or download it again", cause);
        }
        if (cause instanceof ZipException) {
            return new UserError(
                    name + " is no gzip file, or damaged (" + cause.getMessage() + "); copy or download it again, or"
                            + " correct its ending",
                    cause);
        }
        String reason = cause instanceof AccessDeniedException ? "permission denied" : cause.getMessage();
        return new UserError("cannot read " + name + ": " + reason, cause);
    }

    private static InputStream decompressed(InputStream raw, Path file) throws IOException {
        String name = file.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".gz")) {
            return new GZIPInputStream(raw, BUFFER_BYTES);
        }
        boolean zstd = name.endsWith(".zst") || name.endsWith(".zstd");
        return zstd ? new Zstd(new ZstdInputStream(raw), file.toString()) : raw;
    }

    private static InputStream notUtf16(InputStream input, Path file) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(input, BUFFER_BYTES);
        buffered.mark(2);
        int first = buffered.read();
        int second = buffered.read();
        buffered.reset();
        if ((first == 0xFE && second == 0xFF) || (first == 0xFF && second == 0xFE)) {
            throw new UserError(file + " is UTF-16 text; save it as UTF-8");
        }
        return buffered;
    }

    /** Tells of damage as a file error. */
    private static final class Zstd extends FilterInputStream {

        /** What the decompressor says, in an exception of no type of its own. */
        private static final String CUT_OFF = "Not enough input bytes";

        private final String name;

        Zstd(InputStream input, String name) {
            super(input);
            this.name = name;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
                return in.read(bytes, offset, length);
            } catch (MalformedInputException e) {
                throw new UserError(
                        name + " is no zstd file, damaged or cut off (" + e.getMessage()
                                + "); copy or download it again, or correct its ending",
                        e);
            } catch (IOException e) {
                throw CUT_OFF.equals(e.getMessage()) ? new EOFException(e.getMessage()) : e;
            }
        }
    }
}

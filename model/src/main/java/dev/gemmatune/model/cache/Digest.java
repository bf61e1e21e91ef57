package dev.gemmatune.model.cache;

import dev.gemmatune.model.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A SHA-256 of several parts. Each part goes in with its length, so that moving a letter to the next part matters. */
final class Digest {

    private static final int BUFFER = 1 << 20;

    private final MessageDigest sha256;

    Digest() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    Digest add(byte[] part) {
        sha256.update(ByteBuffer.allocate(Long.BYTES).putLong(part.length).array());
        sha256.update(part);
        return this;
    }

    Digest add(String part) {
        return add(part.getBytes(StandardCharsets.UTF_8));
    }

    /** The content of a file; one that is not there differs from an empty one. Cost: reading it. */
    Digest addFile(Path file) {
        if (!Files.exists(file)) {
            return add("missing");
        }
        byte[] buffer = new byte[BUFFER];
        try (InputStream input = Files.newInputStream(file)) {
            sha256.update(
                    ByteBuffer.allocate(Long.BYTES).putLong(Files.size(file)).array());
            for (int read = input.read(buffer); read >= 0; read = input.read(buffer)) {
                sha256.update(buffer, 0, read);
            }
            return this;
        } catch (IOException e) {
            throw new UserError("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** The 32 bytes; nothing can be added after it. */
    byte[] bytes() {
        return sha256.digest();
    }
}

package dev.gemmatune.model.cache;

import dev.gemmatune.model.UserError;
import dev.gemmatune.model.files.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/** A SHA-256 of several parts. Each part goes in with its length, so that moving a letter to the next part matters. */
final class Digest {

    private final MessageDigest sha256 = Sha256.digest();

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
        try {
            sha256.update(
                    ByteBuffer.allocate(Long.BYTES).putLong(Files.size(file)).array());
        } catch (IOException e) {
            throw new UserError("cannot read " + file + ": " + e.getMessage(), e);
        }
        Sha256.update(sha256, file);
        return this;
    }

    /** The 32 bytes; nothing can be added after it. */
    byte[] bytes() {
        return sha256.digest();
    }
}

package dev.gemmatune.model.hub;

import dev.gemmatune.model.UserError;
import dev.gemmatune.model.files.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * By what a file is checked: SHA-256 of the content where it is stored as a large file, else git's SHA-1 of a blob, which
 * covers the size too.
 *
 * @param hex 64 or 40 digits
 */
record BlobHash(String hex) {

    private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}|[0-9a-f]{40}");

    /**
     * Checks the form, because it becomes a file's name.
     *
     * @throws UserError if the hub sent something else
     */
    BlobHash {
        if (!FORM.matcher(hex).matches()) {
            throw new UserError("the hub sent \"" + SafeNames.printable(hex)
                    + "\" where a SHA-256 or a git SHA-1 was expected; look at HF_ENDPOINT");
        }
    }

    /** A fresh digest of a file of {@code size} bytes. */
    MessageDigest digest(long size) {
        if (hex.length() == 64) {
            return Sha256.digest();
        }
        MessageDigest digest = sha1();
        digest.update(("blob " + size + "\0").getBytes(StandardCharsets.UTF_8));
        return digest;
    }

    /** Whether the digest of all bytes is this hash. */
    boolean matches(MessageDigest complete) {
        return HexFormat.of().formatHex(complete.digest()).equals(hex);
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}

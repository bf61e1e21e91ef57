package dev.gemmatune.model.hub;

/**
 * A file of a repository at a commit.
 *
 * @param path with {@code /} between the names
 * @param size in bytes
 * @param hash of its content, by which the cache names it
 */
record RemoteFile(String path, long size, BlobHash hash) {

    /** Checks the size. */
    RemoteFile {
        if (size < 0) {
            throw new IllegalArgumentException("size must be >= 0, got " + size);
        }
    }
}

package dev.gemmatune.model.hub;

import dev.gemmatune.model.files.AtomicFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;

/**
 * What has arrived of a file, and the digest of it. It stays when a transfer breaks, so that the next one goes on there.
 * Failures of the disk are {@link dev.gemmatune.model.UserError}s, so that nobody takes them for those of the network.
 */
final class PartFile implements AutoCloseable {

    private static final int BUFFER = 1 << 20;

    private final Path path;
    private final RemoteFile file;
    private final FileChannel channel;
    private MessageDigest digest;
    private long position;

    private PartFile(Path path, RemoteFile file, FileChannel channel) {
        this.path = path;
        this.file = file;
        this.channel = channel;
        this.digest = file.hash().digest(file.size());
    }

    /** Opens it and reads what is there; what is too long is cut away. */
    static PartFile open(Path path, RemoteFile file) {
        try {
            Files.createDirectories(path.getParent());
            FileChannel channel = FileChannel.open(
                    path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            PartFile part = new PartFile(path, file, channel);
            part.readExisting();
            return part;
        } catch (IOException e) {
            throw AtomicFiles.cannotWrite(path, e);
        }
    }

    /** How many bytes are there. */
    long position() {
        return position;
    }

    /** Adds bytes. */
    void append(byte[] bytes, int length) {
        try {
            ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        } catch (IOException e) {
            throw AtomicFiles.cannotWrite(path, e);
        }
        digest.update(bytes, 0, length);
        position += length;
    }

    /** Begins anew. */
    void restart() {
        try {
            channel.truncate(0);
            channel.position(0);
        } catch (IOException e) {
            throw AtomicFiles.cannotWrite(path, e);
        }
        digest = file.hash().digest(file.size());
        position = 0;
    }

    /** Whether the content is what it should be; ask once after the last byte. */
    boolean isSound() {
        return position == file.size() && file.hash().matches(digest);
    }

    /** Removes it. */
    void discard() {
        try {
            channel.close();
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw AtomicFiles.cannotWrite(path, e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw AtomicFiles.cannotWrite(path, e);
        }
    }

    private void readExisting() throws IOException {
        if (channel.size() > file.size()) {
            restart();
            return;
        }
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        while (channel.read(buffer) >= 0) {
            buffer.flip();
            position += buffer.remaining();
            digest.update(buffer);
            buffer.clear();
        }
    }
}

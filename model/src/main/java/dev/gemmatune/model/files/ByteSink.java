package dev.gemmatune.model.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** Takes bytes part by part, in order, so that what is written need never be in memory as a whole. */
@FunctionalInterface
public interface ByteSink {

    /** Takes what lies between position and limit of {@code part}; the buffer is not kept and may be moved on. */
    void put(ByteBuffer part) throws IOException;

    /**
     * Writes everything to a channel. Java copies a heap buffer into native memory, and keeps that, before it writes it,
     * which is why large ones are cut.
     */
    static ByteSink to(WritableByteChannel channel) {
        return part -> {
            int end = part.limit();
            while (part.position() < end) {
                part.limit(Math.min(end, part.position() + (1 << 20)));
                channel.write(part);
            }
        };
    }
}

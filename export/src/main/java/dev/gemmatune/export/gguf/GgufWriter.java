package dev.gemmatune.export.gguf;

import dev.gemmatune.model.files.ByteSink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

/**
 * Writes a GGUF file of version 3: metadata, then tensors one after another, so that some rows of one of them are in
 * memory at a time.
 *
 * <p>Source: {@code docs/gguf.md} in ggml-org/ggml.
 */
final class GgufWriter {

    /** {@code GGUF} read as a little-endian number. */
    static final int MAGIC = 0x46554747;

    static final int VERSION = 3;
    /** Every tensor begins at a multiple of this. */
    static final int ALIGNMENT = 32;

    /** Gives the content of tensors. */
    @FunctionalInterface
    interface Source {
        /** Gives a tensor's bytes, in order. */
        void write(GgufTensor tensor, ByteSink sink) throws IOException;
    }

    private GgufWriter() {}

    /**
     * Writes a file.
     *
     * @throws IOException if it cannot be written
     */
    static void write(Path file, Map<String, GgufValue> metadata, List<GgufTensor> tensors, Source source)
            throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteSink sink = ByteSink.to(channel);
            sink.put(ByteBuffer.wrap(header(metadata, tensors)));
            sink.put(padding(channel.position()));
            for (GgufTensor tensor : tensors) {
                long begin = channel.position();
                source.write(tensor, sink);
                if (channel.position() - begin != tensor.bytes()) {
                    throw new IllegalStateException(tensor.name() + " must have " + tensor.bytes() + " bytes, got "
                            + (channel.position() - begin));
                }
                sink.put(padding(channel.position()));
            }
            channel.force(true);
        }
    }

    private static byte[] header(Map<String, GgufValue> metadata, List<GgufTensor> tensors) {
        GgufBytes bytes = new GgufBytes();
        bytes.number(MAGIC).number(VERSION).large(tensors.size()).large(metadata.size());
        metadata.forEach((key, value) -> value.write(bytes.text(key)));
        long offset = 0;
        for (GgufTensor tensor : tensors) {
            bytes.text(tensor.name()).number(tensor.shape().size());
            for (int i = tensor.shape().size() - 1; i >= 0; i--) {
                bytes.large(tensor.shape().get(i));
            }
            bytes.type(tensor.type().number()).large(offset);
            offset = aligned(offset + tensor.bytes());
        }
        return bytes.toBytes();
    }

    static long aligned(long position) {
        return (position + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    private static ByteBuffer padding(long position) {
        return ByteBuffer.allocate((int) (aligned(position) - position));
    }
}

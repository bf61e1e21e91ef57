package dev.gemmatune.model.safetensors;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.gemmatune.model.files.AtomicFiles;
import dev.gemmatune.model.files.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** Writes float32 tensors to a safetensors file, one after another, so that one of them at a time is in memory. */
public final class SafetensorsWriter {

    /** Gives the values of a tensor when its turn has come. */
    @FunctionalInterface
    public interface Values {
        /**
         * The little-endian float32 values of {@code name}; only what lies between position and limit is written, and
         * the buffer is not kept.
         */
        ByteBuffer of(String name) throws IOException;
    }

    /** Takes the parts of a tensor, in order. */
    @FunctionalInterface
    public interface Sink {
        /** Writes what lies between position and limit of {@code part}; the buffer is not kept. */
        void put(ByteBuffer part) throws IOException;
    }

    /** Gives a tensor part by part, for tensors that should never be in memory as a whole. */
    @FunctionalInterface
    public interface Source {
        /** Gives the little-endian float32 values of {@code name} to {@code sink}. */
        void write(String name, Sink sink) throws IOException;

        /** The source that gives each tensor in one part. */
        static Source of(Values values) {
            return (name, sink) -> sink.put(values.of(name));
        }
    }

    /** Java copies a heap buffer whole into native memory, and keeps that, before it writes it: larger ones are cut. */
    private static final int LARGEST_WRITE = 1 << 20;

    private SafetensorsWriter() {}

    /**
     * Writes a file in the lexicographic order of the names, as the reference implementation does for equal types.
     *
     * @param file the file, replaced only when the new one is complete
     * @param shapes the shape of each tensor
     * @param metadata the header's {@code __metadata__}, left out when empty
     * @param values the source of the values
     * @throws dev.gemmatune.model.UserError if the disk is full or the place cannot be written
     */
    public static void write(
            Path file, SortedMap<String, List<Long>> shapes, Map<String, String> metadata, Values values) {
        stream(file, shapes, metadata, Source.of(values));
    }

    /** The same as {@link #write}, from a source that gives tensors part by part. */
    public static void stream(
            Path file, SortedMap<String, List<Long>> shapes, Map<String, String> metadata, Source source) {
        AtomicFiles.write(file, part -> {
            try (FileChannel channel = FileChannel.open(
                    part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                writeFully(channel, header(shapes, metadata));
                for (Map.Entry<String, List<Long>> tensor : shapes.entrySet()) {
                    long begin = channel.position();
                    source.write(tensor.getKey(), bytes -> writeFully(channel, bytes.duplicate()));
                    long expected = bytes(tensor.getValue());
                    if (channel.position() - begin != expected) {
                        throw new IllegalArgumentException(tensor.getKey() + " must have " + expected
                                + " bytes for shape " + tensor.getValue() + ", got " + (channel.position() - begin));
                    }
                }
                channel.force(true);
            }
        });
    }

    private static ByteBuffer header(SortedMap<String, List<Long>> shapes, Map<String, String> metadata) {
        JsonObject header = new JsonObject();
        if (!metadata.isEmpty()) {
            JsonObject object = new JsonObject();
            metadata.forEach(object::addProperty);
            header.add("__metadata__", object);
        }
        long offset = 0;
        for (Map.Entry<String, List<Long>> tensor : shapes.entrySet()) {
            JsonObject entry = new JsonObject();
            entry.addProperty("dtype", "F32");
            entry.add("shape", array(tensor.getValue()));
            long end = offset + bytes(tensor.getValue());
            entry.add("data_offsets", array(List.of(offset, end)));
            header.add(tensor.getKey(), entry);
            offset = end;
        }
        byte[] json = Json.compact(header).getBytes(StandardCharsets.UTF_8);
        int padded = (json.length + Long.BYTES - 1) / Long.BYTES * Long.BYTES;
        ByteBuffer buffer = ByteBuffer.allocate(Long.BYTES + padded).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(padded).put(json);
        while (buffer.hasRemaining()) {
            buffer.put((byte) ' ');
        }
        return buffer.flip();
    }

    private static long bytes(List<Long> shape) {
        long product = Float.BYTES;
        for (long size : shape) {
            product = Math.multiplyExact(product, size);
        }
        return product;
    }

    private static JsonArray array(List<Long> numbers) {
        JsonArray array = new JsonArray();
        numbers.forEach(array::add);
        return array;
    }

    private static void writeFully(FileChannel channel, ByteBuffer buffer) throws IOException {
        int end = buffer.limit();
        while (buffer.position() < end) {
            buffer.limit(Math.min(end, buffer.position() + LARGEST_WRITE));
            channel.write(buffer);
        }
    }
}

package dev.gemmatune.model.safetensors;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.gemmatune.model.files.AtomicFiles;
import dev.gemmatune.model.files.ByteSink;
import dev.gemmatune.model.files.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** Writes tensors to a safetensors file, one after another, so that one of them at a time is in memory. */
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

    /** Gives a tensor part by part, for tensors that should never be in memory as a whole. */
    @FunctionalInterface
    public interface Source {
        /** Gives the little-endian values of {@code name} to {@code sink}; float32 unless another type was asked for. */
        void write(String name, ByteSink sink) throws IOException;

        /** The source that gives each tensor in one part. */
        static Source of(Values values) {
            return (name, sink) -> sink.put(values.of(name));
        }
    }

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
        Map<String, TensorType> tensors = new LinkedHashMap<>();
        shapes.forEach((name, shape) -> tensors.put(name, new TensorType(ElementType.F32, shape)));
        streamTyped(file, tensors, metadata, source);
    }

    /**
     * The same for tensors of any types, those with the largest elements first and then by name, as the reference
     * implementation does: every tensor lies at a multiple of its element's size.
     */
    public static void streamTyped(
            Path file, Map<String, TensorType> tensors, Map<String, String> metadata, Source source) {
        Map<String, TensorType> ordered = new LinkedHashMap<>();
        tensors.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, TensorType> tensor) ->
                                -tensor.getValue().element().bytes())
                        .thenComparing(Map.Entry.comparingByKey()))
                .forEach(tensor -> ordered.put(tensor.getKey(), tensor.getValue()));
        AtomicFiles.write(file, part -> {
            try (FileChannel channel = FileChannel.open(
                    part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                ByteSink sink = ByteSink.to(channel);
                sink.put(header(ordered, metadata));
                for (Map.Entry<String, TensorType> tensor : ordered.entrySet()) {
                    long begin = channel.position();
                    source.write(tensor.getKey(), sink);
                    long expected = tensor.getValue().bytes();
                    if (channel.position() - begin != expected) {
                        throw new IllegalArgumentException(
                                tensor.getKey() + " must have " + expected + " bytes for shape "
                                        + tensor.getValue().shape() + ", got " + (channel.position() - begin));
                    }
                }
                channel.force(true);
            }
        });
    }

    private static ByteBuffer header(Map<String, TensorType> tensors, Map<String, String> metadata) {
        JsonObject header = new JsonObject();
        if (!metadata.isEmpty()) {
            JsonObject object = new JsonObject();
            metadata.forEach(object::addProperty);
            header.add("__metadata__", object);
        }
        long offset = 0;
        for (Map.Entry<String, TensorType> tensor : tensors.entrySet()) {
            JsonObject entry = new JsonObject();
            entry.addProperty("dtype", tensor.getValue().element().name());
            entry.add("shape", array(tensor.getValue().shape()));
            long end = offset + tensor.getValue().bytes();
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

    private static JsonArray array(List<Long> numbers) {
        JsonArray array = new JsonArray();
        numbers.forEach(array::add);
        return array;
    }
}

package dev.gemmatune.model.safetensors;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.files.Json;
import dev.gemmatune.model.files.LargeFilePointer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A safetensors file whose header has been read and checked; tensors are mapped when asked for.
 *
 * <p>Nothing is allocated on the word of the header: its length, every range and every shape are first held against
 * the size of the file.
 */
public final class SafetensorsFile {

    /** The format's own limit on the header. */
    private static final long MAX_HEADER = 100_000_000;

    private final Path path;
    private final Map<String, TensorEntry> entries;

    private SafetensorsFile(Path path, Map<String, TensorEntry> entries) {
        this.path = path;
        this.entries = Collections.unmodifiableMap(entries);
    }

    /**
     * Reads and checks the header.
     *
     * @throws UserError if there is no such file, or its header does not fit its size or itself
     */
    public static SafetensorsFile open(Path path) {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            long size = channel.size();
            long headerLength = headerLength(path, channel, size);
            ByteBuffer header = ByteBuffer.allocate((int) headerLength);
            readFully(channel, header, Long.BYTES);
            String json = StandardCharsets.UTF_8.decode(header.flip()).toString();
            return new SafetensorsFile(path, entries(path, json, Long.BYTES + headerLength, size));
        } catch (NoSuchFileException e) {
            throw new UserError(path + " does not exist; a checkpoint folder needs its weights there", e);
        } catch (IOException e) {
            throw new UserError("cannot read " + path + ": " + e.getMessage(), e);
        }
    }

    /** The file. */
    public Path path() {
        return path;
    }

    /** The tensors by name, in the order of the header. */
    public Map<String, TensorEntry> entries() {
        return entries;
    }

    /** Maps a tensor read-only, little-endian, as it lies in the file: no copy, pages are read when touched. */
    public ByteBuffer map(String name) {
        return mapBytes(entry(name));
    }

    /** The values of a tensor of any float type as float32 in a direct buffer of its own. Costs a copy. */
    public ByteBuffer copyAsFloat32(String name) {
        TensorEntry entry = entry(name);
        if (!entry.type().isFloat()) {
            throw new UserError(path + ": the tensor " + name + " holds " + entry.type() + "; floats are expected");
        }
        ByteBuffer source = mapBytes(entry);
        if (entry.elements() > Integer.MAX_VALUE / Float.BYTES) {
            throw new UserError(path + ": the tensor " + name + " is larger than 2 GiB as float32");
        }
        ByteBuffer copy = ByteBuffer.allocateDirect((int) (entry.elements() * Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        if (entry.type() == ElementType.F32) {
            return copy.put(source).rewind();
        }
        FloatBuffer floats = copy.asFloatBuffer();
        for (int i = 0; i < floats.capacity(); i++) {
            floats.put(i, entry.type().widen(source.getShort(i * Short.BYTES)));
        }
        return copy;
    }

    /** The rows of a tensor of two dimensions, mapped and read one by one. */
    public StoredRows rows(String name) {
        TensorEntry entry = entry(name);
        return new FloatRows(
                mapBytes(entry), entry.type(), Math.toIntExact(entry.shape().get(1)));
    }

    /** The same for a pass over all rows in order, which leaves nothing mapped. */
    public StoredRows rowsInOrder(String name) {
        return new ReadRows(this, entry(name));
    }

    /** Fills a buffer with bytes of a tensor, from {@code begin} on. */
    void read(TensorEntry entry, long begin, ByteBuffer target) {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            readFully(channel, target, entry.begin() + begin);
        } catch (IOException e) {
            throw new UserError("cannot read " + path + ": " + e.getMessage(), e);
        }
    }

    /** What the header says of a tensor. */
    public TensorEntry entry(String name) {
        TensorEntry entry = entries.get(name);
        if (entry == null) {
            throw new UserError(path + " has no tensor " + name);
        }
        return entry;
    }

    private ByteBuffer mapBytes(TensorEntry entry) {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return channel.map(FileChannel.MapMode.READ_ONLY, entry.begin(), entry.bytes())
                    .order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw new UserError("cannot map " + path + ": " + e.getMessage(), e);
        }
    }

    private static long headerLength(Path path, FileChannel channel, long size) throws IOException {
        if (Files.isDirectory(path)) {
            throw new UserError(path + " is a folder; a safetensors file is expected");
        }
        if (size < Long.BYTES) {
            throw damaged(path, "it has " + size + " bytes, fewer than the 8 of the header's length");
        }
        ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        readFully(channel, length, 0);
        refusePointer(path, channel);
        long headerLength = length.getLong(0);
        if (headerLength < 2 || headerLength > MAX_HEADER || headerLength > size - Long.BYTES) {
            throw damaged(
                    path,
                    "its header claims " + Long.toUnsignedString(headerLength) + " bytes, and the file has " + size);
        }
        return headerLength;
    }

    private static void refusePointer(Path path, FileChannel channel) throws IOException {
        ByteBuffer start = ByteBuffer.allocate((int) Math.min(channel.size(), LargeFilePointer.START_BYTES));
        readFully(channel, start, 0);
        LargeFilePointer.refuse(path, start.array());
    }

    private static Map<String, TensorEntry> entries(Path path, String json, long dataStart, long size) {
        JsonObject header = Json.parseObject(json, path + " (header)");
        Map<String, TensorEntry> entries = new LinkedHashMap<>();
        for (Map.Entry<String, JsonElement> member : header.entrySet()) {
            if (!member.getKey().equals("__metadata__")) {
                entries.put(member.getKey(), entry(path, member.getKey(), member.getValue(), dataStart, size));
            }
        }
        checkRanges(path, entries, dataStart, size);
        return entries;
    }

    private static TensorEntry entry(Path path, String name, JsonElement value, long dataStart, long size) {
        String place = path + " (header, tensor " + name + ")";
        if (!value.isJsonObject()) {
            throw damaged(path, "the tensor " + name + " is described by " + Json.describe(value));
        }
        JsonObject object = value.getAsJsonObject();
        ElementType type = elementType(place, Json.string(object, "dtype", place));
        List<Long> shape = longs(place, "shape", object);
        List<Long> offsets = longs(place, "data_offsets", object);
        if (offsets.size() != 2) {
            throw damaged(path, name + ": data_offsets has " + offsets.size() + " numbers instead of 2");
        }
        long available = size - dataStart;
        long begin = offsets.get(0);
        long end = offsets.get(1);
        if (begin > end || end > available) {
            throw damaged(
                    path,
                    name + " claims the bytes " + begin + " to " + end + " of " + available
                            + "; the file is truncated or its header lies. Download or copy it again");
        }
        if (elements(path, name, shape) != (end - begin) / (double) type.bytes()) {
            throw damaged(path, name + " has shape " + shape + " of " + type + " but " + (end - begin) + " bytes");
        }
        return new TensorEntry(name, type, shape, dataStart + begin, end - begin);
    }

    private static ElementType elementType(String place, String name) {
        for (ElementType type : ElementType.values()) {
            if (type.name().equals(name)) {
                return type;
            }
        }
        throw new UserError(place + ": the element type is " + name
                + "; F32, BF16 and F16 can be read, and I8, I32 and I64 as parts of quantized weights");
    }

    private static double elements(Path path, String name, List<Long> shape) {
        double product = 1; // double: a lying shape must not overflow into a plausible number
        for (long size : shape) {
            if (size < 0) {
                throw damaged(path, name + " has the shape " + shape);
            }
            product *= size;
        }
        return product;
    }

    private static List<Long> longs(String place, String key, JsonObject object) {
        JsonElement value = object.get(key);
        if (value == null || !value.isJsonArray()) {
            throw new UserError(place + ": " + key + " must be an array of numbers, found " + Json.describe(value));
        }
        List<Long> numbers = new ArrayList<>();
        for (JsonElement element : (JsonArray) value) {
            try {
                numbers.add(element.getAsBigDecimal().longValueExact());
            } catch (RuntimeException e) {
                throw new UserError(place + ": " + key + " holds " + Json.describe(element), e);
            }
            if (numbers.get(numbers.size() - 1) < 0) {
                throw new UserError(place + ": " + key + " holds a negative number");
            }
        }
        return numbers;
    }

    private static void checkRanges(Path path, Map<String, TensorEntry> entries, long dataStart, long size) {
        List<TensorEntry> byPlace = new ArrayList<>(entries.values());
        byPlace.sort(Comparator.comparingLong(TensorEntry::begin));
        long end = dataStart;
        for (TensorEntry entry : byPlace) {
            if (entry.begin() != end) {
                throw damaged(path, "the bytes of " + entry.name() + " overlap others or leave a hole before them");
            }
            end = entry.begin() + entry.bytes();
        }
        if (end != size) {
            throw damaged(path, (size - end) + " bytes follow the last tensor");
        }
    }

    private static void readFully(FileChannel channel, ByteBuffer buffer, long position) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new IOException("the file ended while it was read");
            }
        }
    }

    private static UserError damaged(Path path, String what) {
        return new UserError(path + " is not a sound safetensors file: " + what);
    }
}

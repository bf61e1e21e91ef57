package dev.gemmatune.export.gguf;

import dev.gemmatune.model.UserError;
import dev.gemmatune.model.quantization.GgmlBlocks;
import dev.gemmatune.model.quantization.QuantizationScheme;
import dev.gemmatune.model.safetensors.ElementType;
import dev.gemmatune.model.safetensors.StoredRows;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A GGUF file of version 3 that has been read: metadata, and tensors that are mapped and turned into float32 when asked
 * for. Reads what {@link GgufWriter} writes and refuses, as damaged, what does not fit the file's size.
 */
final class GgufFile {

    private static final int DIMENSIONS = 4;

    private record Place(GgufTensor tensor, long offset) {}

    private final Path path;
    private final Map<String, GgufValue> metadata = new LinkedHashMap<>();
    private final Map<String, Place> places = new LinkedHashMap<>();
    private final long dataStart;

    private GgufFile(Path path, ByteBuffer header, long size) {
        this.path = path;
        expect(header.getInt() == GgufWriter.MAGIC, "it does not begin with GGUF");
        expect(header.getInt() == GgufWriter.VERSION, "its version is not " + GgufWriter.VERSION);
        long tensors = header.getLong();
        long keys = header.getLong();
        for (long i = 0; i < keys; i++) {
            String key = text(header);
            metadata.put(key, value(header, header.getInt()));
        }
        for (long i = 0; i < tensors; i++) {
            readTensor(header);
        }
        dataStart = GgufWriter.aligned(header.position());
        for (Place place : places.values()) {
            long end = dataStart + place.offset() + place.tensor().bytes();
            expect(
                    place.offset() % GgufWriter.ALIGNMENT == 0 && place.offset() >= 0 && end <= size,
                    place.tensor().name() + " lies outside of it");
        }
    }

    /**
     * Reads the header.
     *
     * @throws UserError if it cannot be read or is damaged
     */
    static GgufFile open(Path path) {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            ByteBuffer start = channel.map(
                            FileChannel.MapMode.READ_ONLY, 0, Math.min(channel.size(), Integer.MAX_VALUE))
                    .order(ByteOrder.LITTLE_ENDIAN);
            return new GgufFile(path, start, channel.size());
        } catch (BufferUnderflowException | IllegalArgumentException | ArithmeticException e) {
            throw new UserError(path + " is no sound GGUF file: its header is cut off", e);
        } catch (IOException e) {
            throw new UserError("cannot read " + path + ": " + e.getMessage(), e);
        }
    }

    /** The metadata, in the order of the file. */
    Map<String, GgufValue> metadata() {
        return metadata;
    }

    /** The tensors by name, in the order of the file. */
    Map<String, GgufTensor> tensors() {
        Map<String, GgufTensor> tensors = new LinkedHashMap<>();
        places.forEach((name, place) -> tensors.put(name, place.tensor()));
        return tensors;
    }

    /** The values of a tensor as little-endian float32, in a direct buffer of its own. */
    ByteBuffer values(String name) {
        return rows(name).toFloat32();
    }

    /** The rows of a tensor, a single one if it has one dimension, each turned into float32 when it is read. */
    StoredRows rows(String name) {
        Place place = places.get(name);
        expect(place != null, "it has no tensor " + name);
        return new MappedRows(place.tensor(), map(place));
    }

    private record MappedRows(GgufTensor tensor, ByteBuffer values) implements StoredRows {

        @Override
        public int rows() {
            return Math.toIntExact(tensor.elements() / tensor.columns());
        }

        @Override
        public int columns() {
            return tensor.columns();
        }

        @Override
        public void copy(int row, float[] target, int offset) {
            int bytes = Math.toIntExact(tensor.type().bytes(columns()));
            ByteBuffer source = values.slice(row * bytes, bytes).order(ByteOrder.LITTLE_ENDIAN);
            switch (tensor.type()) {
                case F32 -> source.asFloatBuffer().get(target, offset, columns());
                case BF16 -> {
                    for (int i = 0; i < columns(); i++) {
                        target[offset + i] = ElementType.BF16.widen(source.getShort());
                    }
                }
                case Q4_0, Q8_0 -> {
                    QuantizationScheme scheme = tensor.type().scheme().orElseThrow();
                    float[] unpacked = GgmlBlocks.unpack(scheme, source, columns() / GgmlBlocks.SIZE)
                            .values();
                    System.arraycopy(unpacked, 0, target, offset, columns());
                }
            }
        }
    }

    private ByteBuffer map(Place place) {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return channel.map(
                            FileChannel.MapMode.READ_ONLY,
                            dataStart + place.offset(),
                            place.tensor().bytes())
                    .order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw new UserError("cannot map " + path + ": " + e.getMessage(), e);
        }
    }

    private void readTensor(ByteBuffer header) {
        String name = text(header);
        int dimensions = header.getInt();
        expect(dimensions >= 1 && dimensions <= DIMENSIONS, name + " has " + dimensions + " dimensions");
        List<Long> shape = new ArrayList<>();
        for (int i = 0; i < dimensions; i++) {
            shape.add(0, header.getLong());
        }
        int number = header.getInt();
        GgufType type = GgufType.of(number)
                .orElseThrow(() -> new UserError(path + ": " + name + " has the tensor type " + number
                        + "; F32, BF16, Q8_0 and Q4_0 can be read"));
        places.put(name, new Place(new GgufTensor(name, shape, type), header.getLong()));
    }

    private GgufValue value(ByteBuffer header, int type) {
        return switch (type) {
            case GgufBytes.UINT32, GgufBytes.INT32 -> new GgufValue.Whole(header.getInt());
            case GgufBytes.FLOAT32 -> new GgufValue.Real(header.getFloat());
            case GgufBytes.BOOL -> new GgufValue.Truth(header.get() != 0);
            case GgufBytes.STRING -> new GgufValue.Text(text(header));
            case GgufBytes.ARRAY -> array(header, header.getInt(), header.getLong());
            default -> throw new UserError(path + " holds a value of the type " + type + ", which cannot be read");
        };
    }

    private GgufValue array(ByteBuffer header, int type, long size) {
        expect(size >= 0 && size <= header.remaining(), "an array claims " + size + " elements");
        List<String> texts = new ArrayList<>();
        List<Integer> wholes = new ArrayList<>();
        List<Float> reals = new ArrayList<>();
        for (long i = 0; i < size; i++) {
            switch (type) {
                case GgufBytes.STRING -> texts.add(text(header));
                case GgufBytes.INT32, GgufBytes.UINT32 -> wholes.add(header.getInt());
                case GgufBytes.FLOAT32 -> reals.add(header.getFloat());
                default -> throw new UserError(path + " holds an array of the type " + type + ", which cannot be read");
            }
        }
        return switch (type) {
            case GgufBytes.STRING -> new GgufValue.Texts(texts);
            case GgufBytes.FLOAT32 -> new GgufValue.Reals(reals);
            default -> new GgufValue.Wholes(wholes);
        };
    }

    private String text(ByteBuffer header) {
        long length = header.getLong();
        expect(length >= 0 && length <= header.remaining(), "a text claims " + length + " bytes");
        byte[] bytes = new byte[(int) length];
        header.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private void expect(boolean holds, String otherwise) {
        if (!holds) {
            throw new UserError(path + " is no sound GGUF file: " + otherwise);
        }
    }
}

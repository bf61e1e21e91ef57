package dev.gemmatune.model.quantization;

import dev.gemmatune.model.UserError;
import dev.gemmatune.model.safetensors.ElementType;
import dev.gemmatune.model.safetensors.SafetensorsFile;
import dev.gemmatune.model.safetensors.StoredRows;
import dev.gemmatune.model.safetensors.TensorEntry;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * A quantized weight in a safetensors file, in the layout of compressed-tensors (vllm-project/compressed-tensors, formats
 * {@code pack-quantized} and {@code int-quantized}), symmetric:
 *
 * <ul>
 *   <li>{@code m.weight_packed}, 32-bit numbers of 8 or 4 codes each, the first in the lowest bits, each code plus 8 or
 *       128; {@code m.weight_scale}, a scale for each group of a row; {@code m.weight_shape};
 *   <li>or {@code m.weight}, signed bytes, and {@code m.weight_scale}, a scale for each row.
 * </ul>
 */
public final class PackedWeight {

    /** What stands for {@code weight} in the name of the packed codes. */
    public static final String PACKED = "weight_packed";
    /** … of the scales. */
    public static final String SCALE = "weight_scale";
    /** … of the shape. */
    public static final String SHAPE = "weight_shape";

    private static final int ZERO_OF_BYTES = 128;

    private final SafetensorsFile file;
    private final TensorEntry codes;
    private final TensorEntry scales;
    private final int columns;
    private final long rows;

    private PackedWeight(SafetensorsFile file, TensorEntry codes, TensorEntry scales, List<Long> shape) {
        this.file = file;
        this.codes = codes;
        this.scales = scales;
        this.rows = shape.get(0);
        this.columns = Math.toIntExact(shape.get(1));
    }

    /** The name of a tensor that belongs to a weight: {@code a.weight} becomes {@code a.weight_scale}. */
    public static String nameOf(String weight, String part) {
        return weight.substring(0, weight.length() - "weight".length()) + part;
    }

    /**
     * The quantized weight of this name; empty if the file has none.
     *
     * @param shape what it should be
     * @throws UserError if its tensors do not fit the shape or each other
     */
    public static Optional<PackedWeight> find(SafetensorsFile file, String name, List<Long> shape) {
        if (shape.size() != 2 || !name.endsWith("weight")) {
            return Optional.empty();
        }
        TensorEntry packed = file.entries().get(nameOf(name, PACKED));
        TensorEntry plain = file.entries().get(name);
        boolean bytes = plain != null && plain.type() == ElementType.I8;
        if (packed == null && !bytes) {
            return Optional.empty();
        }
        PackedWeight weight = new PackedWeight(file, bytes ? plain : packed, file.entry(nameOf(name, SCALE)), shape);
        weight.check();
        return Optional.of(weight);
    }

    /** The values as little-endian float32 in a direct buffer of their own. */
    public ByteBuffer values() {
        return rows().toFloat32();
    }

    /** The rows, each computed from its mapped codes and scales when it is read: the same bits as {@link #values()}. */
    public StoredRows rows() {
        return new Rows(file.map(codes.name()), file.map(scales.name()));
    }

    private final class Rows implements StoredRows {
        private final ByteBuffer mappedCodes;
        private final ByteBuffer mappedScales;
        private final byte[] stored = new byte[Math.toIntExact(codes.bytes() / rows)];

        Rows(ByteBuffer mappedCodes, ByteBuffer mappedScales) {
            this.mappedCodes = mappedCodes;
            this.mappedScales = mappedScales;
        }

        @Override
        public int rows() {
            return Math.toIntExact(rows);
        }

        @Override
        public int columns() {
            return columns;
        }

        @Override
        public void copy(int row, float[] target, int offset) {
            mappedCodes.get(row * stored.length, stored);
            byte[] unpacked = unpack(stored);
            int group = columns / groups();
            for (int begin = 0; begin < columns; begin += group) {
                float factor = scale(row * groups() + begin / group);
                for (int i = begin; i < begin + group; i++) {
                    target[offset + i] = unpacked[i] * factor;
                }
            }
        }

        private float scale(int index) {
            return scales.type() == ElementType.F32
                    ? mappedScales.getFloat(index * Float.BYTES)
                    : scales.type().widen(mappedScales.getShort(index * Short.BYTES));
        }
    }

    private byte[] unpack(byte[] stored) {
        if (codes.type() == ElementType.I8) {
            return stored;
        }
        if (bits() == 4) {
            return NibblePairs.unpack(stored);
        }
        byte[] unpacked = new byte[stored.length];
        for (int i = 0; i < stored.length; i++) {
            unpacked[i] = (byte) (stored[i] - ZERO_OF_BYTES);
        }
        return unpacked;
    }

    private int groups() {
        return Math.toIntExact(scales.shape().get(1));
    }

    private int bits() {
        return (int) (codes.bytes() * Byte.SIZE / (rows * columns));
    }

    private void check() {
        boolean scalesFit = scales.type().isFloat()
                && scales.shape().size() == 2
                && scales.shape().get(0) == rows
                && groups() >= 1
                && columns % groups() == 0;
        long sizeOfCodes = codes.bytes() * Byte.SIZE;
        boolean codesFit = codes.type() == ElementType.I8
                ? codes.shape().equals(List.of(rows, (long) columns))
                : codes.type() == ElementType.I32
                        && (sizeOfCodes == rows * columns * 4 || sizeOfCodes == rows * columns * 8);
        if (!scalesFit || !codesFit) {
            throw new UserError(file.path() + ": the quantized weight " + codes.name() + " has codes " + codes.type()
                    + codes.shape() + " and scales " + scales.type() + scales.shape() + ", which do not fit its shape ["
                    + rows + ", " + columns + "] at 4 or 8 bits");
        }
    }
}

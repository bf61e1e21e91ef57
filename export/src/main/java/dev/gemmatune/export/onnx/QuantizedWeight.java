package dev.gemmatune.export.onnx;

import dev.gemmatune.model.quantization.NibblePairs;
import dev.gemmatune.model.quantization.QuantizationScheme;
import dev.gemmatune.model.quantization.Quantizer;
import dev.gemmatune.model.quantization.RowStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A matrix {@code [rows, columns]} as codes and scales in the layouts of ONNX operators.
 *
 * @param name its name in the graph; the scales have a suffix
 * @param quantizer how it is quantized
 * @param rows outputs of a linear layer, entries of a table
 * @param columns values of a row
 * @param values little-endian float32, in parts of whole rows
 */
record QuantizedWeight(String name, Quantizer quantizer, int rows, int columns, Iterable<ByteBuffer> values) {

    private static final int NIBBLE_BITS = 4;

    /** How it is quantized. */
    QuantizationScheme scheme() {
        return quantizer.scheme();
    }

    /** How many values share a scale. */
    int blockSize() {
        return scheme().blockSize(name, columns);
    }

    /** How many scales a row has. */
    int blocksPerRow() {
        return columns / blockSize();
    }

    /** The codes, a row after another: int8 {@code [rows, columns]}, or uint8 {@code [rows, columns / 2]} of pairs. */
    WeightTensor rowCodes() {
        return scheme().bits() == NIBBLE_BITS ? pairs(List.of((long) rows, columns / 2L)) : codes();
    }

    /** Pairs of codes as {@code MatMulNBits} has them, uint8 {@code [rows, blocks, blockSize / 2]}. */
    WeightTensor blockCodes() {
        return pairs(List.of((long) rows, (long) blocksPerRow(), blockSize() / 2L));
    }

    /** The codes as a right factor, int8 {@code [columns, rows]}. */
    WeightTensor transposedCodes() {
        return new WeightTensor(name, WeightType.INT8, List.of((long) columns, (long) rows), sink -> {
            ByteBuffer bytes = ByteBuffer.allocate(rows * columns);
            int[] row = {0};
            each(quantized -> {
                byte[] codes = quantized.codes();
                for (int begin = 0; begin < codes.length; begin += columns, row[0]++) {
                    for (int column = 0; column < columns; column++) {
                        bytes.put(column * rows + row[0], codes[begin + column]);
                    }
                }
            });
            sink.put(bytes);
        });
    }

    /** All scales, {@code [rows · blocks]}. */
    WeightTensor scales() {
        return scales(WeightType.FLOAT32, List.of((long) rows * blocksPerRow()));
    }

    /** The scales of each row, {@code [rows, blocks]}; in float16 where that is what they were rounded to. */
    WeightTensor rowScales() {
        WeightType type = scheme().isPerRow() ? WeightType.FLOAT32 : WeightType.FLOAT16;
        return scales(type, List.of((long) rows, (long) blocksPerRow()));
    }

    private WeightTensor codes() {
        return new WeightTensor(
                name,
                WeightType.INT8,
                List.of((long) rows, (long) columns),
                sink -> each(quantized -> sink.put(ByteBuffer.wrap(quantized.codes()))));
    }

    private WeightTensor pairs(List<Long> shape) {
        return new WeightTensor(
                name,
                WeightType.UINT8,
                shape,
                sink -> each(quantized -> sink.put(ByteBuffer.wrap(NibblePairs.pack(quantized)))));
    }

    private WeightTensor scales(WeightType type, List<Long> shape) {
        return new WeightTensor(
                name + ".scales",
                type,
                shape,
                sink -> each(quantized -> {
                    ByteBuffer bytes = ByteBuffer.allocate(quantized.blocks() * type.bytes())
                            .order(ByteOrder.LITTLE_ENDIAN);
                    for (float scale : quantized.scales()) {
                        type.put(bytes, scale);
                    }
                    sink.put(bytes.flip());
                }));
    }

    private void each(RowStream.Sink reader) throws IOException {
        for (ByteBuffer part : values) {
            new RowStream(quantizer).quantize(name, part, columns, reader);
        }
    }
}

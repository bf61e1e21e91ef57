package dev.gemmatune.model.quantization;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Takes a weight through the quantizer a few rows at a time, on all cores, in order: memory stays at some megabytes
 * whatever the weight's size, and the result does not depend on how many cores there are.
 *
 * @param quantizer how to quantize
 */
public record RowStream(Quantizer quantizer) {

    /** Values of a chunk: with its codes it fits a core's cache. */
    private static final int CHUNK = 1 << 17;
    /** Chunks that are quantized at the same time. */
    private static final int TOGETHER = 16;

    /** Takes quantized rows, in order. */
    @FunctionalInterface
    public interface Sink {
        /** Takes the next rows; they are not used afterwards. */
        void put(QuantizedRows rows) throws IOException;
    }

    /**
     * Quantizes a whole weight.
     *
     * @param tensor its name, for errors
     * @param values its float32 values, row-major, from position to limit; mapped or not
     * @param columns values of a row
     * @param sink gets all rows, in order
     * @throws dev.gemmatune.model.UserError if a value cannot be stored
     */
    public void quantize(String tensor, ByteBuffer values, int columns, Sink sink) throws IOException {
        FloatBuffer floats = values.duplicate().order(values.order()).asFloatBuffer();
        int rowsPerChunk = Math.max(1, CHUNK / columns);
        int chunk = rowsPerChunk * columns;
        int chunks = (floats.limit() + chunk - 1) / chunk;
        for (int first = 0; first < chunks; first += TOGETHER) {
            List<QuantizedRows> group = IntStream.range(first, Math.min(first + TOGETHER, chunks))
                    .parallel()
                    .mapToObj(index -> quantizer.quantize(tensor, chunk(floats, index * chunk, chunk), columns))
                    .toList();
            for (QuantizedRows rows : group) {
                sink.put(rows);
            }
        }
    }

    private static float[] chunk(FloatBuffer values, int begin, int size) {
        float[] chunk = new float[Math.min(size, values.limit() - begin)];
        values.get(begin, chunk);
        return chunk;
    }
}

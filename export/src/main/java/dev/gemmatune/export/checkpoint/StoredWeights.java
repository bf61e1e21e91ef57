package dev.gemmatune.export.checkpoint;

import dev.gemmatune.export.FiniteWeights;
import dev.gemmatune.export.report.ExportProgress;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.checkpoint.WeightStorage;
import dev.gemmatune.model.files.ByteSink;
import dev.gemmatune.model.quantization.NibblePairs;
import dev.gemmatune.model.quantization.PackedWeight;
import dev.gemmatune.model.quantization.QuantizationScheme;
import dev.gemmatune.model.quantization.QuantizedRows;
import dev.gemmatune.model.quantization.Quantizer;
import dev.gemmatune.model.quantization.RowStream;
import dev.gemmatune.model.quantization.ScaleSearch;
import dev.gemmatune.model.safetensors.ElementType;
import dev.gemmatune.model.safetensors.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The weights of a checkpoint as the tensors of an export, in the layout of {@link PackedWeight} where they are
 * quantized.
 *
 * <p>Dense layers are quantized like the others, but their values are stored as float32: sentence-transformers loads them
 * by itself and knows floats only. Codes and scales lie apart in the file, and so a weight is quantized twice.
 */
final class StoredWeights implements WeightStorage {

    private static final int BITS_OF_NUMBER = 32;
    private static final int ZERO_OF_BYTES = 128;

    private final Checkpoint checkpoint;
    private final CheckpointWeights weights;
    private final ScaleSearch search;
    private final ExportProgress progress;
    private final double total;
    private long done;

    StoredWeights(Checkpoint checkpoint, CheckpointWeights weights, ScaleSearch search, ExportProgress progress) {
        this.checkpoint = checkpoint;
        this.weights = weights;
        this.search = search;
        this.progress = progress;
        this.total = checkpoint.parameters();
    }

    @Override
    public Map<String, TensorType> tensors(String weight, List<Long> shape) {
        Map<String, TensorType> tensors = new LinkedHashMap<>();
        Optional<QuantizationScheme> scheme = packedScheme(weight);
        if (scheme.isEmpty()) {
            boolean brain = weights == CheckpointWeights.BFLOAT16 && shape.size() > 1;
            tensors.put(weight, new TensorType(brain ? ElementType.BF16 : ElementType.F32, shape));
            return tensors;
        }
        long rows = shape.get(0);
        long columns = shape.get(1);
        String scale = PackedWeight.nameOf(weight, PackedWeight.SCALE);
        if (scheme.get().isPerRow()) {
            tensors.put(weight, new TensorType(ElementType.I8, shape));
            tensors.put(scale, new TensorType(ElementType.F32, List.of(rows, 1L)));
            return tensors;
        }
        long numbers = columns * scheme.get().bits() / BITS_OF_NUMBER;
        long groups = columns / scheme.get().blockSize(weight, (int) columns);
        tensors.put(
                PackedWeight.nameOf(weight, PackedWeight.PACKED),
                new TensorType(ElementType.I32, List.of(rows, numbers)));
        tensors.put(scale, new TensorType(ElementType.F16, List.of(rows, groups)));
        tensors.put(PackedWeight.nameOf(weight, PackedWeight.SHAPE), new TensorType(ElementType.I64, List.of(2L)));
        return tensors;
    }

    @Override
    public void write(String weight, String tensor, ByteSink sink) throws IOException {
        Optional<QuantizationScheme> scheme = packedScheme(weight);
        List<Long> shape = checkpoint.shapes().get(weight);
        if (scheme.isEmpty()) {
            writeFloats(weight, shape, sink);
        } else if (tensor.endsWith(PackedWeight.SHAPE)) {
            sink.put(little(2 * Long.BYTES)
                    .putLong(shape.get(0))
                    .putLong(shape.get(1))
                    .flip());
            return;
        } else {
            boolean scales = tensor.endsWith(PackedWeight.SCALE);
            RowStream stream = new RowStream(new Quantizer(scheme.get(), search));
            for (ByteBuffer part : checkpoint.parts(weight)) {
                stream.quantize(
                        weight,
                        part,
                        Math.toIntExact(shape.get(1)),
                        rows -> sink.put(scales ? scales(rows) : codes(rows)));
            }
            if (scales) {
                return;
            }
        }
        done += shape.stream().reduce(1L, Math::multiplyExact);
        progress.update("writing weights", done / total);
    }

    private Optional<QuantizationScheme> packedScheme(String weight) {
        return weight.endsWith(".linear.weight")
                ? Optional.empty()
                : weights.plan().schemeOf(weight);
    }

    private static ByteBuffer codes(QuantizedRows rows) {
        if (rows.scheme().isPerRow()) {
            return ByteBuffer.wrap(rows.codes());
        }
        if (rows.scheme().bits() == 4) {
            return ByteBuffer.wrap(NibblePairs.pack(rows));
        }
        byte[] bytes = new byte[rows.codes().length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (rows.codes()[i] + ZERO_OF_BYTES);
        }
        return ByteBuffer.wrap(bytes);
    }

    private static ByteBuffer scales(QuantizedRows rows) {
        ByteBuffer bytes = little(rows.blocks() * Float.BYTES);
        for (float scale : rows.scales()) {
            if (rows.scheme().isPerRow()) {
                bytes.putFloat(scale);
            } else {
                bytes.putShort(ElementType.F16.narrow(scale));
            }
        }
        return bytes.flip();
    }

    private void writeFloats(String weight, List<Long> shape, ByteSink sink) throws IOException {
        for (ByteBuffer part : checkpoint.parts(weight)) {
            FloatBuffer source = part.asFloatBuffer();
            float[] values = new float[source.remaining()];
            source.get(values);
            sink.put(floats(weight, shape, values));
        }
    }

    private ByteBuffer floats(String weight, List<Long> shape, float[] values) {
        FiniteWeights.check(weight, values);
        int columns = Math.toIntExact(shape.get(shape.size() - 1));
        ByteBuffer bytes = little(values.length * Float.BYTES);
        boolean brain = tensors(weight, shape).get(weight).element() == ElementType.BF16;
        float[] stored = weights.plan()
                .schemeOf(weight)
                .map(scheme -> new Quantizer(scheme, search).fake(weight, values, columns))
                .orElse(values);
        for (float value : stored) {
            if (brain) {
                bytes.putShort(ElementType.BF16.narrow(value));
            } else {
                bytes.putFloat(value);
            }
        }
        return bytes.flip();
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}

package dev.gemmatune.model.init;

import dev.gemmatune.model.checkpoint.TensorNames;
import dev.gemmatune.model.files.ByteSink;
import dev.gemmatune.model.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Draws the weights of a fresh model.
 *
 * <p>A tensor is cut into blocks that each have a stream of their own, so that blocks can be drawn in parallel and
 * neither the order of the tensors nor the number of threads changes a bit.
 */
final class WeightGenerator implements SafetensorsWriter.Source {

    /** Values of a block; part of the definition of the weights, never to be changed. */
    private static final int BLOCK = 1 << 16;
    /** Blocks drawn before they are written: 16 MiB. */
    private static final int GROUP = 64;

    /** A normal distribution. */
    private record Normal(double mean, double deviation) {}

    private final long seed;
    private final WeightSettings settings;
    private final Map<String, List<Long>> shapes;

    /** A generator of the tensors of the given names and shapes. */
    WeightGenerator(long seed, WeightSettings settings, Map<String, List<Long>> shapes) {
        this.seed = seed;
        this.settings = settings;
        this.shapes = shapes;
    }

    @Override
    public void write(String name, ByteSink sink) throws IOException {
        List<Long> shape = shapes.get(name);
        Normal distribution = distribution(name, shape);
        long count = shape.stream().reduce(1L, Math::multiplyExact);
        for (long begin = 0; begin < count; begin += (long) GROUP * BLOCK) {
            int length = (int) Math.min((long) GROUP * BLOCK, count - begin);
            sink.put(group(name, distribution, (int) (begin / BLOCK), length));
        }
    }

    private ByteBuffer group(String name, Normal distribution, int firstBlock, int length) {
        ByteBuffer values = ByteBuffer.allocate(length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        int blocks = (length + BLOCK - 1) / BLOCK;
        IntStream.range(0, blocks).parallel().forEach(block -> {
            GaussianStream stream = GaussianStream.of(seed, name, firstBlock + block);
            int end = Math.min(length, (block + 1) * BLOCK);
            for (int i = block * BLOCK; i < end; i++) {
                double value = distribution.mean() + distribution.deviation() * stream.next();
                values.putFloat(i * Float.BYTES, (float) value);
            }
        });
        return values;
    }

    private Normal distribution(String name, List<Long> shape) {
        if (shape.size() == 1) {
            // What is stored is added to 1.
            boolean endsBranch = name.endsWith("post_attention_layernorm.weight")
                    || name.endsWith("post_feedforward_layernorm.weight");
            return new Normal(endsBranch ? settings.branchScale() - 1 : 0, settings.normDeviation());
        }
        Deviation deviation = name.equals(TensorNames.EMBEDDING) ? settings.embedding() : settings.linear();
        return new Normal(0, deviation.of(shape.get(1).intValue()));
    }
}

package dev.gemmatune.export.gguf;

import dev.gemmatune.export.FiniteWeights;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.files.ByteSink;
import dev.gemmatune.model.quantization.GgmlBlocks;
import dev.gemmatune.model.quantization.Quantizer;
import dev.gemmatune.model.quantization.RowStream;
import dev.gemmatune.model.quantization.ScaleSearch;
import dev.gemmatune.model.safetensors.ElementType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * The values of a checkpoint's weights as the bytes of a file's tensors, some rows at a time.
 *
 * @param checkpoint where they come from
 * @param search how scales are found
 */
record TensorBytes(Checkpoint checkpoint, ScaleSearch search) {

    /**
     * Gives the bytes of a tensor.
     *
     * @param name the weight, as the checkpoint has it
     */
    void write(String name, GgufTensor tensor, ByteSink sink) throws IOException {
        if (tensor.type().scheme().isEmpty()) {
            writeFloats(name, tensor, sink);
            return;
        }
        Quantizer quantizer = new Quantizer(tensor.type().scheme().get(), search);
        for (ByteBuffer part : checkpoint.parts(name)) {
            new RowStream(quantizer).quantize(name, part, tensor.columns(), rows -> {
                ByteBuffer bytes = allocate(rows.blocks() * GgmlBlocks.bytes(rows.scheme()));
                GgmlBlocks.pack(rows, bytes);
                sink.put(bytes.flip());
            });
        }
    }

    private void writeFloats(String name, GgufTensor tensor, ByteSink sink) throws IOException {
        float added = GemmaTensors.isNorm(name) ? 1 : 0;
        for (ByteBuffer part : checkpoint.parts(name)) {
            FloatBuffer values = part.asFloatBuffer();
            ByteBuffer bytes = allocate((int) tensor.type().bytes(values.remaining()));
            while (values.hasRemaining()) {
                float value = FiniteWeights.check(name, values.get()) + added;
                if (tensor.type() == GgufType.BF16) {
                    bytes.putShort(ElementType.BF16.narrow(value));
                } else {
                    bytes.putFloat(value);
                }
            }
            sink.put(bytes.flip());
        }
    }

    private static ByteBuffer allocate(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}

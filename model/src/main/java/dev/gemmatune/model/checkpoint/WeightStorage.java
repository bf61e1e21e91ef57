package dev.gemmatune.model.checkpoint;

import dev.gemmatune.model.files.ByteSink;
import dev.gemmatune.model.safetensors.ElementType;
import dev.gemmatune.model.safetensors.SafetensorsWriter;
import dev.gemmatune.model.safetensors.TensorType;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** How the weights of a checkpoint are stored: which tensors hold each of them, and their content. */
public interface WeightStorage {

    /**
     * The tensors that hold a weight.
     *
     * @param weight its name
     * @param shape its shape
     * @return type and shape by name; names begin with that of the weight's module
     */
    Map<String, TensorType> tensors(String weight, List<Long> shape);

    /** Gives the little-endian content of one of these tensors. */
    void write(String weight, String tensor, ByteSink sink) throws IOException;

    /** Every weight as one tensor of its name in float32. */
    static WeightStorage float32(SafetensorsWriter.Source source) {
        return new WeightStorage() {
            @Override
            public Map<String, TensorType> tensors(String weight, List<Long> shape) {
                return Map.of(weight, new TensorType(ElementType.F32, shape));
            }

            @Override
            public void write(String weight, String tensor, ByteSink sink) throws IOException {
                source.write(weight, sink);
            }
        };
    }
}

package dev.gemmatune.export.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An exported model in ONNX Runtime, on the CPU with its default settings. */
final class OnnxModel implements AutoCloseable {

    private final OrtEnvironment environment = OnnxRuntime.environment();
    private final OrtSession session;

    private OnnxModel(Path file) throws OrtException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            // Every batch has another shape: there is no pattern to keep, only memory.
            options.setMemoryPatternOptimization(false);
            session = environment.createSession(file.toString(), options);
        }
    }

    /** Opens a model file; its external data is found beside it. */
    static OnnxModel load(Path file) {
        try {
            return new OnnxModel(file);
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime does not open " + file + ": " + e.getMessage(), e);
        }
    }

    /** The version of ONNX Runtime. */
    static String version() {
        return OnnxRuntime.environment().getVersion();
    }

    /**
     * Runs a batch, padded on the right to its longest text.
     *
     * @return each output by name, row by row
     */
    Map<String, FloatBuffer> run(List<int[]> texts) {
        int longest = texts.stream().mapToInt(text -> text.length).max().orElseThrow();
        LongBuffer ids = LongBuffer.allocate(texts.size() * longest); // 0 is <pad>
        LongBuffer mask = LongBuffer.allocate(texts.size() * longest);
        for (int row = 0; row < texts.size(); row++) {
            int[] text = texts.get(row);
            for (int i = 0; i < text.length; i++) {
                ids.put(row * longest + i, text[i]);
                mask.put(row * longest + i, 1);
            }
        }
        return run(ids, mask, new long[] {texts.size(), longest});
    }

    /** Runs on inputs of the given shape {@code [B, S]}. */
    Map<String, FloatBuffer> run(LongBuffer ids, LongBuffer mask, long[] shape) {
        try (OnnxTensor idTensor = OnnxTensor.createTensor(environment, ids, shape);
                OnnxTensor maskTensor = OnnxTensor.createTensor(environment, mask, shape);
                OrtSession.Result result = session.run(
                        Map.of(EncoderGraph.INPUT_IDS, idTensor, EncoderGraph.ATTENTION_MASK, maskTensor))) {
            Map<String, FloatBuffer> outputs = new LinkedHashMap<>();
            for (Map.Entry<String, OnnxValue> output : result) {
                outputs.put(output.getKey(), ((OnnxTensor) output.getValue()).getFloatBuffer());
            }
            return outputs;
        } catch (OrtException e) {
            throw new IllegalStateException(
                    "ONNX Runtime fails on a batch of " + shape[0] + " x " + shape[1] + " tokens: " + e.getMessage(),
                    e);
        }
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime does not close its session", e);
        }
    }
}

package dev.gemmatune.export.onnx;

import dev.gemmatune.export.verify.ExportedModel;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An ONNX model's outputs as consumers make embeddings of them.
 *
 * @param model the model
 * @param dimension of an embedding
 */
record OnnxEmbeddings(OnnxModel model, int dimension) implements ExportedModel {

    @Override
    public String runtime() {
        return "ONNX Runtime " + OnnxModel.version();
    }

    @Override
    public Map<String, float[][]> embed(List<int[]> texts) {
        Map<String, FloatBuffer> outputs = model.run(texts);
        Map<String, float[][]> embeddings = new LinkedHashMap<>();
        FloatBuffer finished = outputs.get(EncoderGraph.EMBEDDING);
        if (finished == null) {
            float[][] only = rows(outputs.get(EncoderGraph.HIDDEN_STATE), texts.size());
            embeddings.put(EncoderGraph.HIDDEN_STATE, only);
            return embeddings;
        }
        embeddings.put(EncoderGraph.EMBEDDING, rows(finished, texts.size()));
        float[][] hidden = rows(outputs.get(EncoderGraph.HIDDEN_STATE), texts.size());
        for (int row = 0; row < hidden.length; row++) {
            hidden[row] = PooledVector.of(hidden[row], dimension, texts.get(row).length);
        }
        embeddings.put(EncoderGraph.HIDDEN_STATE + " pooled and normalised", hidden);
        return embeddings;
    }

    @Override
    public void close() {
        model.close();
    }

    private static float[][] rows(FloatBuffer values, int count) {
        float[][] rows = new float[count][values.remaining() / count];
        for (float[] row : rows) {
            values.get(row);
        }
        return rows;
    }
}

package dev.gemmatune.consumers;

import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The oldest ONNX Runtime that reads the exports, without any framework. */
final class OnnxRuntimeTest {

    @ParameterizedTest
    @CsvSource({
        "folder/onnx, onnx/model.onnx, 1e-5",
        "folder/onnx-fp16, onnx/model_fp16.onnx, 1e-5",
        "folder/onnx-int8, onnx/model_quantized.onnx, 0.02",
        "folder/onnx-q4, onnx/model_q4.onnx, 1e-5",
        "single/onnx-q4, onnx/model_q4.onnx, 1e-5"
    })
    void theFinishedEmbeddingIsTheTrainers(String export, String file, double limit) throws Exception {
        Path folder = Sample.EXPORTS.resolve(export);
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.newInstance(folder.resolve("tokenizer.json"));
                OrtSession session =
                        environment.createSession(folder.resolve(file).toString())) {
            for (Sample sample : Sample.of(folder)) {
                Encoding encoding = tokenizer.encode(sample.text());
                long[][] ids = {encoding.getIds()};
                long[][] mask = {encoding.getAttentionMask()};
                try (OnnxTensor idTensor = OnnxTensor.createTensor(environment, ids);
                        OnnxTensor maskTensor = OnnxTensor.createTensor(environment, mask);
                        OrtSession.Result result =
                                session.run(Map.of("input_ids", idTensor, "attention_mask", maskTensor))) {
                    float[][] vectors = (float[][])
                            result.get("sentence_embedding").orElseThrow().getValue();
                    double difference = sample.difference(vectors[0]);
                    assertTrue(difference <= limit, difference + " for " + sample.text());
                }
            }
        }
    }
}

package dev.gemmatune.consumers;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.ai.transformers.TransformersEmbeddingModel;

/** Spring AI's model, which reads a model as bytes and pools by itself, over single files. */
final class SpringAiTest {

    @ParameterizedTest
    @CsvSource({
        "single/onnx, onnx/model.onnx, 1e-5",
        "single/onnx-fp16, onnx/model_fp16.onnx, 1e-5",
        "single/onnx-int8, onnx/model_quantized.onnx, 0.02",
        "single/onnx-q4, onnx/model_q4.onnx, 1e-5"
    })
    void embeddingsPointWhereTheTrainersDo(String export, String file, double limit) throws Exception {
        Path folder = Sample.EXPORTS.resolve(export).toRealPath();
        try (TransformersEmbeddingModel model = new TransformersEmbeddingModel()) {
            model.setDisableCaching(true);
            model.setTokenizerResource(folder.resolve("tokenizer.json").toUri().toString());
            model.setModelResource(folder.resolve(file).toUri().toString());
            model.setTokenizerOptions(Map.of("padding", "true"));
            model.afterPropertiesSet();
            List<Sample> samples = Sample.of(folder);
            List<float[]> found = model.embed(samples.stream().map(Sample::text).toList());
            for (int i = 0; i < samples.size(); i++) {
                // It does not normalise; cosines do not mind, dot products do.
                double difference = samples.get(i).difference(Sample.normalised(found.get(i)));
                assertTrue(
                        difference <= limit,
                        difference + " for " + samples.get(i).text());
            }
        }
    }
}

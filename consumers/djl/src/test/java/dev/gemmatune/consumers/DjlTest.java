package dev.gemmatune.consumers;

import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.huggingface.translator.TextEmbeddingTranslatorFactory;
import ai.djl.inference.Predictor;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** DJL's text embedding translator on its ONNX Runtime engine. */
final class DjlTest {

    @ParameterizedTest
    @CsvSource({
        "folder/onnx, onnx/model, mean, 1e-5",
        "folder/onnx, onnx/model_flat, cls, 1e-5",
        "folder/onnx-fp16, onnx/model_fp16, mean, 1e-5",
        "folder/onnx-int8, onnx/model_quantized, mean, 0.02",
        "folder/onnx-q4, onnx/model_q4, mean, 1e-5",
        "folder/onnx-q4, onnx/model_q4_flat, cls, 1e-5",
        "single/onnx-q4, onnx/model_q4, mean, 1e-5"
    })
    void embeddingsAreTheTrainers(String export, String file, String pooling, double limit) throws Exception {
        Path folder = Sample.EXPORTS.resolve(export);
        Criteria<String, float[]> criteria = Criteria.builder()
                .setTypes(String.class, float[].class)
                .optEngine("OnnxRuntime")
                .optModelPath(folder)
                .optModelName(file)
                .optTranslatorFactory(new TextEmbeddingTranslatorFactory())
                .optArgument("pooling", pooling)
                .optArgument("normalize", "true")
                .optArgument("padding", "true")
                .build();
        List<Sample> samples = Sample.of(folder);
        try (ZooModel<String, float[]> model = criteria.loadModel();
                Predictor<String, float[]> predictor = model.newPredictor()) {
            for (Sample sample : samples) {
                double difference = sample.difference(predictor.predict(sample.text()));
                assertTrue(difference <= limit, difference + " for " + sample.text());
            }
            List<float[]> batch =
                    predictor.batchPredict(samples.stream().map(Sample::text).toList());
            for (int i = 0; i < batch.size(); i++) {
                double difference = samples.get(i).difference(batch.get(i));
                assertTrue(
                        difference <= limit,
                        difference + " in a batch for " + samples.get(i).text());
            }
        }
    }
}

package dev.gemmatune.consumers;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.onnx.OnnxEmbeddingModel;
import dev.langchain4j.model.embedding.onnx.PoolingMode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** LangChain4j's in-process model over each model file of each format. */
final class LangChain4jTest {

    @ParameterizedTest
    @CsvSource({
        "folder/onnx, onnx/model.onnx, 1e-5",
        "folder/onnx, onnx/model_flat.onnx, 1e-5",
        "folder/onnx-fp16, onnx/model_fp16.onnx, 1e-5",
        "folder/onnx-int8, onnx/model_quantized.onnx, 0.02",
        "folder/onnx-int8, onnx/model_quantized_flat.onnx, 0.02",
        "folder/onnx-q4, onnx/model_q4.onnx, 1e-5",
        "folder/onnx-q4, onnx/model_q4_flat.onnx, 1e-5",
        "single/onnx, onnx/model.onnx, 1e-5",
        "single/onnx-q4, onnx/model_q4.onnx, 1e-5"
    })
    void embeddingsAreTheTrainers(String export, String file, double limit) {
        Path folder = Sample.EXPORTS.resolve(export);
        OnnxEmbeddingModel model =
                new OnnxEmbeddingModel(folder.resolve(file), folder.resolve("tokenizer.json"), PoolingMode.MEAN);
        List<Sample> samples =
                Sample.of(folder).stream().filter(LangChain4jTest::hasOwnTokens).toList();
        for (Sample sample : samples) {
            double difference =
                    sample.difference(model.embed(sample.text()).content().vector());
            assertTrue(difference <= limit, difference + " for " + sample.text());
        }
        List<TextSegment> all =
                samples.stream().map(Sample::text).map(TextSegment::from).toList();
        float[] last = model.embedAll(all).content().get(all.size() - 1).vector();
        assertTrue(samples.get(all.size() - 1).difference(last) <= limit);
    }

    /**
     * LangChain4j joins the tokens of a text and encodes that again; bytes of characters without a token come back as the
     * five letters of their names. docs/deploy.md warns of it: when this test fails, the warning can go.
     */
    @Test
    void charactersWithoutATokenAreLost() {
        Path folder = Sample.EXPORTS.resolve("folder/onnx");
        OnnxEmbeddingModel model = new OnnxEmbeddingModel(
                folder.resolve("onnx/model.onnx"), folder.resolve("tokenizer.json"), PoolingMode.MEAN);
        Sample foreign = Sample.of(folder).stream()
                .filter(sample -> !hasOwnTokens(sample))
                .findAny()
                .orElseThrow();
        assertTrue(foreign.difference(model.embed(foreign.text()).content().vector()) > 0.1);
    }

    /** The small model's tokenizer has bytes for most of what is not ASCII; the released one has few such characters. */
    private static boolean hasOwnTokens(Sample sample) {
        return sample.text().chars().allMatch(character -> character < 128);
    }
}

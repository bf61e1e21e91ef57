package dev.gemmatune.eval.retrieval;

import dev.gemmatune.eval.quantized.Int8Ranges;
import dev.gemmatune.eval.quantized.Precision;
import dev.gemmatune.eval.quantized.Quantization;
import dev.gemmatune.model.Matryoshka;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Searches the smaller precisions of embeddings that were computed once.
 *
 * @param quantization which precisions
 * @param search how they are searched
 * @param order of the documents' ids
 */
record QuantizedEvaluation(Quantization quantization, CodeSearch search, IdOrder order) {

    /**
     * The hits of every precision at every dimension, judged.
     *
     * @param judge of the hits of all queries
     */
    Map<Precision, RetrievalResult.Quantized> evaluate(
            float[][] queries,
            float[][] documents,
            List<Integer> dimensions,
            Function<List<Hits>, RetrievalResult.AtDimension> judge) {
        Map<Precision, Map<Integer, RetrievalResult.AtDimension>> found = new LinkedHashMap<>();
        Map<Integer, Int8Ranges> ranges = new LinkedHashMap<>();
        quantization.precisions().forEach(precision -> found.put(precision, new LinkedHashMap<>()));
        for (int dimension : dimensions) {
            Int8Ranges calibrated = Int8Ranges.of(Matryoshka.cut(documents, dimension));
            ranges.put(dimension, calibrated);
            found.forEach((precision, atDimensions) -> atDimensions.put(
                    dimension,
                    judge.apply(search.search(precision, queries, documents, order, dimension, calibrated))));
        }
        Map<Precision, RetrievalResult.Quantized> results = new LinkedHashMap<>();
        found.forEach((precision, atDimensions) -> results.put(
                precision, new RetrievalResult.Quantized(atDimensions, precision.calibrated() ? ranges : Map.of())));
        return results;
    }
}

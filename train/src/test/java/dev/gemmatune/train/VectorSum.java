package dev.gemmatune.train;

import dev.gemmatune.eval.Evaluation;
import dev.gemmatune.eval.Progress;
import dev.gemmatune.eval.Scores;
import dev.gemmatune.model.TextEmbedder;
import java.util.List;
import java.util.Map;

/** A score that every change of the weights changes: the sum of a vector. */
final class VectorSum implements Evaluation {

    @Override
    public String name() {
        return "sum";
    }

    @Override
    public Scores run(TextEmbedder embedder, Progress progress) {
        double sum = 0;
        for (float value : embedder.embed(List.of("The keeper lights the lamp."), "")[0]) {
            sum += value;
        }
        return new Scores("sum", Map.of(embedder.dimension(), Map.of("sum", sum)));
    }
}

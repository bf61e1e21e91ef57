package dev.gemmatune.eval.retrieval;

import dev.gemmatune.datasets.beir.RetrievalDataset;
import dev.gemmatune.eval.Evaluation;
import dev.gemmatune.eval.Progress;
import dev.gemmatune.eval.Scores;
import dev.gemmatune.model.TextEmbedder;
import java.util.List;

/**
 * Retrieval as an evaluation that can be repeated; its primary metric is nDCG@10.
 *
 * @param dataset queries, corpus, judgements
 * @param prompts put before queries and documents
 * @param dimensions at which to evaluate; none means the model's own
 * @param options how; the cut-offs must include 10
 */
public record RetrievalEvaluation(
        RetrievalDataset dataset, RetrievalPrompts prompts, List<Integer> dimensions, RetrievalOptions options)
        implements Evaluation {

    /** Copies the dimensions. */
    public RetrievalEvaluation {
        dimensions = List.copyOf(dimensions);
        if (!options.cutoffs().contains(10)) {
            throw new IllegalArgumentException("cutoffs must include 10, got " + options.cutoffs());
        }
    }

    @Override
    public String name() {
        return dataset.name() + "/" + dataset.split();
    }

    @Override
    public Scores run(TextEmbedder embedder, Progress progress) {
        return RetrievalEvaluator.evaluate(dataset, embedder, prompts, dimensions, options.withoutRuns(), progress)
                .scores();
    }

    /** Judges a model and gives everything that was found, rankings included if the options say so. */
    public RetrievalResult judge(TextEmbedder embedder, Progress progress) {
        return RetrievalEvaluator.evaluate(dataset, embedder, prompts, dimensions, options, progress);
    }
}

package dev.gemmatune.examples;

import dev.gemmatune.eval.Evaluation;
import dev.gemmatune.eval.Scores;
import dev.gemmatune.model.EmbeddingModel;
import dev.gemmatune.model.Matryoshka;
import java.util.Locale;

/** Scores a checkpoint on a BEIR folder. Arguments: MODEL BEIR-FOLDER SPLIT */
public final class Evaluate {

    private Evaluate() {}

    /** Prints two metrics at every dimension. */
    public static void main(String[] args) {
        try (EmbeddingModel model = EmbeddingModel.load(args[0])) {
            Evaluation evaluation =
                    Evaluation.retrieval(args[1], args[2], model.prompts(), Matryoshka.dimensions(model.dimension()));
            Scores scores = evaluation.run(model);
            System.out.println(evaluation.name() + "  nDCG@10  Recall@100");
            for (int dimension : scores.dimensions()) {
                System.out.printf(
                        Locale.ROOT,
                        "%4d dimensions  %.4f  %.4f%n",
                        dimension,
                        scores.value(dimension, "ndcg_at_10"),
                        scores.value(dimension, "recall_at_100"));
            }
        }
    }
}

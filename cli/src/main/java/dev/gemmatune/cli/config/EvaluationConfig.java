package dev.gemmatune.cli.config;

import dev.gemmatune.cli.yaml.Default;
import dev.gemmatune.cli.yaml.Doc;
import dev.gemmatune.eval.bm25.Bm25Settings.Words;
import java.util.List;
import java.util.Optional;

/**
 * What is measured.
 *
 * @param dimensions at which dimensions; empty for those of the objective
 * @param kValues at which ranks
 * @param before whether the model is measured before training
 * @param after whether the best checkpoint is measured after training
 * @param bm25 whether a search by words stands beside the model where a corpus is searched
 * @param bm25Language of its words, or {@value #AUTO}
 * @param watch a query to watch, if any
 */
@Doc("what is measured of each set")
public record EvaluationConfig(
        @Doc(
                value = "dimensions at which the model is measured; empty: those of the objective",
                unit = "dimensions",
                allowed = ">= 1 each, no repetition",
                change = "to the dimensions that you will store")
        @Default("[]")
        List<Integer> dimensions,

        @Doc(
                value = "ranks at which retrieval is measured",
                unit = "ranks",
                allowed = ">= 1 each, no repetition, 10 among them",
                change = "to the number of results that your search shows")
        @Default("[1, 3, 5, 10, 20, 100, 1000]")
        List<Integer> kValues,

        @Doc(
                value = "measure the model before training, for the column \"before\"",
                change = "to false to save time when the start is known")
        @Default("true")
        boolean before,

        @Doc(value = "measure the best checkpoint after training", change = "to false to save time in trials")
        @Default("true")
        boolean after,

        @Doc(
                value = "put what a search by words (BM25) finds beside before and after, where a corpus is searched",
                change = "to false for a corpus that would not fit into memory twice")
        @Default("true")
        boolean bm25,

        @Doc(
                value = "language of BM25's words: their stems and stop words",
                allowed = "auto (that of the texts where it is clear), a language's name or code (german, de), cjk, or"
                        + " standard for any other",
                change = "where auto, which the report names, is wrong")
        @Default("auto")
        String bm25Language,

        @Doc(
                value =
                        "a query and texts whose likeness is shown before the training and after every epoch; absent: none",
                change = "to watch a tuning on a few texts")
        Optional<WatchConfig> watch) {

    /** The words of the texts, as far as they are clear. */
    public static final String AUTO = "auto";

    /** Copies the lists and checks them. */
    public EvaluationConfig {
        dimensions = List.copyOf(dimensions);
        kValues = List.copyOf(kValues);
        Rules.positiveAndDistinct("dimensions", dimensions);
        Rules.positiveAndDistinct("k_values", kValues);
        // Best checkpoints are chosen by ndcg_at_10.
        Rules.check(kValues.contains(10), "k_values", "a list with 10 in it", kValues);
        Rules.check(
                bm25Language.equalsIgnoreCase(AUTO) || Words.of(bm25Language).isPresent(),
                "bm25_language",
                "auto, " + Words.names() + ", or a language's code",
                bm25Language);
    }

    /** The words of the language that was chosen; empty for those of the texts. */
    public Optional<Words> bm25Words() {
        return Words.of(bm25Language);
    }
}

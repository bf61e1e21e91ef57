package dev.gemmatune.cli.config;

import dev.gemmatune.cli.yaml.Default;
import dev.gemmatune.cli.yaml.Doc;
import dev.gemmatune.datasets.rows.RowSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Something that a model is measured with. */
public sealed interface EvaluationData {

    /**
     * Queries, a corpus and judgements.
     *
     * @param folder in BEIR's layout
     * @param split which judgements
     * @param name in tables and files, if not the folder's
     */
    record Retrieval(
            @Doc("a folder in BEIR's layout: corpus.jsonl, queries.jsonl, qrels/SPLIT.tsv")
            Path folder,

            @Doc("which judgements: the file under qrels, without its ending") @Default("test")
            String split,

            @Doc("name in tables and files, if not the folder's")
            Optional<String> name)
            implements EvaluationData {}

    /**
     * Pairs of sentences with a score of their likeness.
     *
     * @param file rows of {@code sentence1}, {@code sentence2}, {@code score}
     * @param scoreRange smallest and largest score in the file; empty if they are from -1 to 1
     * @param name in tables and files, if not the file's
     */
    record Sts(
            @Doc("rows of {sentence1, sentence2, score}, in a file or a folder as data.train.files has them")
            RowSource file,

            @Doc("smallest and largest score in the file, such as [0, 5]; empty if they are from -1 to 1")
            @Default("[]")
            List<Double> scoreRange,

            @Doc("name in tables and files, if not the file's")
            Optional<String> name)
            implements EvaluationData {
        /** Checks the range. */
        public Sts {
            scoreRange = List.copyOf(scoreRange);
            Rules.scoreRange(scoreRange);
        }
    }

    /**
     * A task of any type.
     *
     * @param folder with its description, or the name of a task that comes with gemmatune
     */
    record Task(
            @Doc("a folder with task.yaml, or the name of a task that comes with gemmatune: NanoFiQA2018Retrieval")
            Path folder)
            implements EvaluationData {}
}

package dev.gemmatune.cli.config;

import dev.gemmatune.datasets.beir.BeirFolder;
import dev.gemmatune.datasets.beir.RetrievalDataset;
import dev.gemmatune.datasets.training.Columns;
import dev.gemmatune.datasets.training.ScoreRange;
import dev.gemmatune.datasets.training.TrainingData;
import dev.gemmatune.datasets.training.TrainingExample;
import dev.gemmatune.eval.Evaluation;
import dev.gemmatune.eval.retrieval.RetrievalEvaluation;
import dev.gemmatune.eval.retrieval.RetrievalOptions;
import dev.gemmatune.eval.retrieval.RetrievalPrompts;
import dev.gemmatune.eval.sts.StsEvaluator;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Evaluation data that was read. */
public sealed interface EvaluationSet {

    /** For tables. */
    String name();

    /** Its size in words. */
    String describe();

    /** Some of its texts, on which an export can be verified. */
    List<String> texts();

    /**
     * The evaluation of a model on it.
     *
     * @param prompts before queries and documents, for retrieval
     * @param sentencePrompt before sentences
     * @param dimensions at which to evaluate
     * @param options of retrieval
     */
    Evaluation evaluation(
            RetrievalPrompts prompts, String sentencePrompt, List<Integer> dimensions, RetrievalOptions options);

    /**
     * Retrieval.
     *
     * @param dataset queries, corpus, judgements
     */
    record Retrieval(RetrievalDataset dataset) implements EvaluationSet {
        @Override
        public String name() {
            return dataset.name() + "/" + dataset.split();
        }

        @Override
        public String describe() {
            return dataset.queries().size() + " queries, " + dataset.corpus().size() + " documents, "
                    + dataset.qrels().size() + " judgements";
        }

        @Override
        public List<String> texts() {
            return dataset.corpus().stream().map(document -> document.text()).toList();
        }

        @Override
        public Evaluation evaluation(
                RetrievalPrompts prompts, String sentencePrompt, List<Integer> dimensions, RetrievalOptions options) {
            return new RetrievalEvaluation(dataset, prompts, dimensions, options);
        }
    }

    /**
     * Sentence similarity.
     *
     * @param name for tables
     * @param pairs sentences with scores
     */
    record Sts(String name, List<TrainingExample.ScoredPair> pairs) implements EvaluationSet {
        /** Copies the pairs. */
        public Sts {
            pairs = List.copyOf(pairs);
        }

        @Override
        public String describe() {
            return pairs.size() + " scored pairs";
        }

        @Override
        public List<String> texts() {
            return pairs.stream().map(TrainingExample.ScoredPair::sentence1).toList();
        }

        @Override
        public Evaluation evaluation(
                RetrievalPrompts prompts, String sentencePrompt, List<Integer> dimensions, RetrievalOptions options) {
            return new StsEvaluator(name, pairs, sentencePrompt, dimensions);
        }
    }

    /**
     * Reads the data.
     *
     * @throws dev.gemmatune.model.UserError with what is wrong with its files
     */
    static EvaluationSet read(EvaluationData data) {
        if (data instanceof EvaluationData.Retrieval retrieval) {
            RetrievalDataset dataset = BeirFolder.read(retrieval.folder(), retrieval.split());
            return new Retrieval(
                    retrieval.name().map(name -> renamed(dataset, name)).orElse(dataset));
        }
        EvaluationData.Sts sts = (EvaluationData.Sts) data;
        Optional<ScoreRange> range = sts.scoreRange().isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new ScoreRange(sts.scoreRange().get(0), sts.scoreRange().get(1)));
        TrainingData rows = TrainingData.read(sts.file(), Columns.BY_NAME, range);
        return new Sts(sts.name().orElse(baseName(sts.file())), rows.scoredPairs());
    }

    private static RetrievalDataset renamed(RetrievalDataset dataset, String name) {
        return new RetrievalDataset(
                name, dataset.split(), dataset.corpus(), dataset.queries(), dataset.qrels(), dataset.warnings());
    }

    private static String baseName(Path file) {
        return file.getFileName().toString().replaceFirst("\\.[^.]*$", "");
    }
}

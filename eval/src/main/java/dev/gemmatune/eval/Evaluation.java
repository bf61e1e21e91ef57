package dev.gemmatune.eval;

import dev.gemmatune.datasets.beir.BeirFolder;
import dev.gemmatune.datasets.sources.RowSources;
import dev.gemmatune.datasets.tasks.Task;
import dev.gemmatune.datasets.training.TrainingData;
import dev.gemmatune.eval.retrieval.RetrievalEvaluation;
import dev.gemmatune.eval.retrieval.RetrievalOptions;
import dev.gemmatune.eval.retrieval.RetrievalPrompts;
import dev.gemmatune.eval.sts.StsEvaluator;
import dev.gemmatune.eval.tasks.TaskEvaluation;
import dev.gemmatune.eval.tasks.TaskPrompts;
import dev.gemmatune.model.TextEmbedder;
import dev.gemmatune.model.checkpoint.Prompts;
import java.nio.file.Path;
import java.util.List;

/**
 * A way to judge a model, with its data; it can be run again and again, as during a training.
 *
 * <pre>{@code
 * Evaluation finance = Evaluation.retrieval(Path.of("datasets/finance"), "test", model.prompts(), List.of(768, 256));
 * double ndcg = finance.run(model).primary(256);
 * }</pre>
 */
public interface Evaluation {

    /** What is evaluated, for tables and logs: {@code finance/dev}. */
    String name();

    /**
     * Judges a model.
     *
     * @param embedder the model; it is not kept
     * @param progress is told how many texts are embedded
     */
    Scores run(TextEmbedder embedder, Progress progress);

    /** Judges a model without telling anybody how far it is. */
    default Scores run(TextEmbedder embedder) {
        return run(embedder, Progress.SILENT);
    }

    /**
     * Searching in a BEIR folder, by mteb's protocol on all cores; the primary metric is nDCG@10.
     *
     * @param folder with {@code corpus.jsonl}, {@code queries.jsonl} and {@code qrels/SPLIT.tsv}, all read at once
     * @param split {@code test}, {@code dev}
     * @param prompts the model's
     * @param dimensions at which to evaluate, 1 to the model's, all from one pass over the texts; none means the
     *     model's own
     * @throws dev.gemmatune.model.UserError with what is wrong with the files
     */
    static Evaluation retrieval(Path folder, String split, Prompts prompts, List<Integer> dimensions) {
        return new RetrievalEvaluation(
                BeirFolder.read(folder, split), RetrievalPrompts.of(prompts), dimensions, RetrievalOptions.DEFAULT);
    }

    /** The same of a folder's path or its address on the hub, such as {@code hf://datasets/mteb/scifact}. */
    static Evaluation retrieval(String folder, String split, Prompts prompts, List<Integer> dimensions) {
        return retrieval(RowSources.folder(folder), split, prompts, dimensions);
    }

    /**
     * How well cosines agree with scores; the primary metric is Spearman's correlation.
     *
     * @param rows scored pairs, such as {@code TrainingData.read(file, Columns.BY_NAME)}
     * @param prompts the model's
     * @param dimensions as for {@link #retrieval}
     * @throws dev.gemmatune.model.UserError if the rows have no scores
     */
    static Evaluation similarity(TrainingData rows, Prompts prompts, List<Integer> dimensions) {
        return new StsEvaluator(rows.name(), rows.scoredPairs(), prompts.similarity(), dimensions);
    }

    /**
     * A task of any type that mteb has, with the prompts that mteb would choose.
     *
     * @param task its description and data, see {@link dev.gemmatune.datasets.tasks.TaskReader}
     * @param prompts the model's
     * @param dimensions as for {@link #retrieval}
     * @throws dev.gemmatune.model.UserError if the task names a prompt that the model does not have
     */
    static Evaluation of(Task task, Prompts prompts, List<Integer> dimensions) {
        return new TaskEvaluation(
                task, TaskPrompts.of(task.description(), prompts), dimensions, RetrievalOptions.DEFAULT);
    }
}

package dev.gemmatune.cli.config;

import dev.gemmatune.cli.hub.HubFiles;
import dev.gemmatune.cli.tasks.ReadyTasks;
import dev.gemmatune.cli.tasks.TaskFolders;
import dev.gemmatune.datasets.beir.BeirFolder;
import dev.gemmatune.datasets.beir.RetrievalDataset;
import dev.gemmatune.datasets.lines.Dropped;
import dev.gemmatune.datasets.lines.Problems;
import dev.gemmatune.datasets.lines.Strictness;
import dev.gemmatune.datasets.tasks.Task;
import dev.gemmatune.datasets.tasks.TaskData;
import dev.gemmatune.datasets.training.Columns;
import dev.gemmatune.datasets.training.ScoreRange;
import dev.gemmatune.datasets.training.TrainingData;
import dev.gemmatune.datasets.training.TrainingExample;
import dev.gemmatune.eval.Evaluation;
import dev.gemmatune.eval.bm25.Bm25Evaluation;
import dev.gemmatune.eval.bm25.Bm25Settings;
import dev.gemmatune.eval.bm25.Bm25Settings.Words;
import dev.gemmatune.eval.retrieval.RetrievalEvaluation;
import dev.gemmatune.eval.retrieval.RetrievalOptions;
import dev.gemmatune.eval.retrieval.RetrievalPrompts;
import dev.gemmatune.eval.sts.StsEvaluator;
import dev.gemmatune.eval.tasks.TaskEvaluation;
import dev.gemmatune.eval.tasks.TaskPrompts;
import dev.gemmatune.model.Count;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.checkpoint.Prompts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Evaluation data that was read. */
public sealed interface EvaluationSet {

    /** Enough to tell a language by. */
    int TEXTS_FOR_LANGUAGE = 1_000;

    /** What a task has that declares none, and so says nothing. */
    String DEFAULT_LANGUAGE = "eng-Latn";

    /** For tables, and for files once {@link SetNames} has made it unlike all others. */
    String name();

    /** The same data by another name; what tells splits apart stays. */
    EvaluationSet named(String other);

    /** The name of mteb's result file of it. */
    default String taskName() {
        int slash = name().lastIndexOf('/');
        return fileName(slash > 0 ? name().substring(0, slash) : name());
    }

    /** The split under which mteb's result file has its scores, where it is not in parts. */
    default String splitName() {
        int slash = name().lastIndexOf('/');
        return slash > 0 ? name().substring(slash + 1) : "test";
    }

    /** What files of it are named by, without their endings: one name, or one of each part that is searched by itself. */
    default List<String> fileNames() {
        return List.of(fileName(name()));
    }

    /** A name as a file's. */
    static String fileName(String name) {
        return name.replaceAll("[/\\\\]", ".");
    }

    /** Its size in words. */
    String describe();

    /** What lenient reading left out of it. */
    Dropped dropped();

    /** Whether documents of a whole corpus are looked for, so that an index of it can be judged. */
    boolean searchesCorpus();

    /**
     * BM25 on each of its parts in which a corpus is searched; none where none is.
     *
     * @param words of the texts; empty for those of their language, where it is clear
     */
    List<Bm25Evaluation> bm25(Optional<Words> words);

    /** The words of a data set's own language, from its first texts; else those of a language that was declared. */
    private static Words words(RetrievalDataset dataset, List<String> languages) {
        Words found = Words.ofTexts(Stream.concat(
                        dataset.queries().stream().limit(TEXTS_FOR_LANGUAGE).map(query -> query.text()),
                        dataset.corpus().stream().limit(TEXTS_FOR_LANGUAGE).map(document -> document.text()))
                .toList());
        return found != Words.STANDARD
                        || languages.size() != 1
                        || languages.get(0).equals(DEFAULT_LANGUAGE)
                ? found
                : Words.of(languages.get(0)).orElse(found);
    }

    /** Some of its texts, on which an export can be verified. */
    List<String> texts();

    /**
     * The evaluation of a model on it.
     *
     * @param model the model's prompts, from which tasks choose theirs
     * @param prompts before queries and documents, for retrieval
     * @param sentencePrompt before sentences
     * @param dimensions at which to evaluate
     * @param options of retrieval
     */
    Evaluation evaluation(
            Prompts model,
            RetrievalPrompts prompts,
            String sentencePrompt,
            List<Integer> dimensions,
            RetrievalOptions options);

    /**
     * Retrieval.
     *
     * @param dataset queries, corpus, judgements
     */
    record Retrieval(RetrievalDataset dataset) implements EvaluationSet {
        @Override
        public EvaluationSet named(String other) {
            return new Retrieval(renamed(dataset, other));
        }

        @Override
        public Dropped dropped() {
            return dataset.dropped();
        }

        @Override
        public String name() {
            return dataset.name() + "/" + dataset.split();
        }

        @Override
        public String describe() {
            return dataset.describe() + without(dropped());
        }

        @Override
        public boolean searchesCorpus() {
            return true;
        }

        @Override
        public List<Bm25Evaluation> bm25(Optional<Words> words) {
            Words own = words.orElseGet(() -> words(dataset, List.of()));
            return List.of(new Bm25Evaluation(dataset, Bm25Settings.BEIR.withWords(own), RetrievalOptions.DEFAULT));
        }

        @Override
        public List<String> texts() {
            return dataset.corpus().stream().map(document -> document.text()).toList();
        }

        @Override
        public Evaluation evaluation(
                Prompts model,
                RetrievalPrompts prompts,
                String sentencePrompt,
                List<Integer> dimensions,
                RetrievalOptions options) {
            return new RetrievalEvaluation(dataset, prompts, dimensions, options);
        }
    }

    /**
     * Sentence similarity.
     *
     * @param name for tables
     * @param pairs sentences with scores
     * @param dropped what lenient reading left out
     */
    record Sts(String name, List<TrainingExample.ScoredPair> pairs, Dropped dropped) implements EvaluationSet {
        /** Copies the pairs. */
        public Sts {
            pairs = List.copyOf(pairs);
        }

        @Override
        public EvaluationSet named(String other) {
            return new Sts(other, pairs, dropped);
        }

        @Override
        public String describe() {
            return Count.of(pairs.size(), "scored pairs") + without(dropped);
        }

        @Override
        public boolean searchesCorpus() {
            return false;
        }

        @Override
        public List<Bm25Evaluation> bm25(Optional<Words> words) {
            return List.of();
        }

        @Override
        public List<String> texts() {
            return pairs.stream().map(TrainingExample.ScoredPair::sentence1).toList();
        }

        @Override
        public Evaluation evaluation(
                Prompts model,
                RetrievalPrompts prompts,
                String sentencePrompt,
                List<Integer> dimensions,
                RetrievalOptions options) {
            return new StsEvaluator(name, pairs, sentencePrompt, dimensions);
        }
    }

    /**
     * A task of any type, with prompts of its own.
     *
     * @param task the data of all splits and subsets
     * @param title what it is called, without a split
     */
    record OfTask(Task task, String title) implements EvaluationSet {
        /** A task by its own name. */
        public OfTask(Task task) {
            this(task, task.description().name());
        }

        @Override
        public EvaluationSet named(String other) {
            return new OfTask(task, other);
        }

        @Override
        public String taskName() {
            return fileName(title);
        }

        @Override
        public List<String> fileNames() {
            return task.parts().stream()
                    .map(part -> fileName((name() + "/" + task.prefix(part)).replaceAll("/+$", "")))
                    .toList();
        }

        @Override
        public Dropped dropped() {
            return task.dropped();
        }

        @Override
        public String name() {
            return title + task.name().substring(task.description().name().length());
        }

        @Override
        public String describe() {
            return task.describe() + without(dropped());
        }

        @Override
        public boolean searchesCorpus() {
            return task.description().type().searchesCorpus();
        }

        @Override
        public List<Bm25Evaluation> bm25(Optional<Words> words) {
            if (!searchesCorpus()) {
                return List.of();
            }
            RetrievalOptions options = RetrievalOptions.DEFAULT.withIgnoreIdenticalIds(
                    task.description().rules().ignoreIdenticalIds());
            return task.parts().stream()
                    .map(part -> {
                        RetrievalDataset dataset = ((TaskData.Search) part.data()).dataset();
                        Words own = words.orElseGet(() -> words(dataset, part.languages()));
                        return new Bm25Evaluation(dataset, Bm25Settings.BEIR.withWords(own), options);
                    })
                    .toList();
        }

        @Override
        public List<String> texts() {
            return task.texts();
        }

        @Override
        public Evaluation evaluation(
                Prompts model,
                RetrievalPrompts prompts,
                String sentencePrompt,
                List<Integer> dimensions,
                RetrievalOptions options) {
            return new TaskEvaluation(task, TaskPrompts.of(task.description(), model), dimensions, options);
        }
    }

    /**
     * Reads the data.
     *
     * @throws dev.gemmatune.model.UserError with what is wrong with its files
     */
    static EvaluationSet read(EvaluationData data) {
        if (data instanceof EvaluationData.Retrieval retrieval) {
            RetrievalDataset dataset = BeirFolder.read(retrieval.folder(), retrieval.split(), data.strictness());
            return new Retrieval(
                    retrieval.name().map(name -> renamed(dataset, name)).orElse(dataset));
        }
        if (data instanceof EvaluationData.Task task) {
            return new OfTask(read(task.folder(), data.strictness()));
        }
        EvaluationData.Sts sts = (EvaluationData.Sts) data;
        Optional<ScoreRange> range = sts.scoreRange().isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new ScoreRange(sts.scoreRange().get(0), sts.scoreRange().get(1)));
        Problems problems = new Problems(sts.file().name(), data.strictness());
        TrainingData rows = TrainingData.read(sts.rows(), Columns.BY_NAME, range, problems);
        return new Sts(sts.name().orElse(baseName(sts.file().files().get(0))), rows.scoredPairs(), problems.dropped());
    }

    private static String without(Dropped dropped) {
        return dropped.isEmpty() ? "" : "; left out: " + dropped.words();
    }

    private static Task read(Path folder, Strictness strictness) {
        if (TaskFolders.isTask(folder)) {
            return TaskFolders.read(folder, strictness);
        }
        if (Files.exists(folder)) {
            throw new UserError(folder + " has no " + TaskFolders.DESCRIPTION + ", which says what the folder is");
        }
        return ReadyTasks.load().read(folder.getFileName().toString(), HubFiles.ofProcess(), strictness);
    }

    private static RetrievalDataset renamed(RetrievalDataset dataset, String name) {
        return new RetrievalDataset(
                name, dataset.split(), dataset.corpus(), dataset.queries(), dataset.qrels(), dataset.dropped());
    }

    private static String baseName(Path file) {
        return file.getFileName().toString().replaceFirst("\\.[^.]*$", "");
    }
}

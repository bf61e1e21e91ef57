package dev.gemmatune.cli.command;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.gemmatune.cli.config.ConfigLoader;
import dev.gemmatune.cli.config.EvaluationData;
import dev.gemmatune.cli.config.EvaluationSet;
import dev.gemmatune.cli.config.ExpectedScore;
import dev.gemmatune.cli.config.PathLookup;
import dev.gemmatune.cli.config.PromptNames;
import dev.gemmatune.cli.config.SetNames;
import dev.gemmatune.cli.console.Console;
import dev.gemmatune.cli.console.ConsoleProgress;
import dev.gemmatune.cli.console.Table;
import dev.gemmatune.cli.evaluation.Bm25Scores;
import dev.gemmatune.cli.evaluation.EvaluationRecord.Role;
import dev.gemmatune.cli.evaluation.SetEvaluation;
import dev.gemmatune.cli.report.Answers;
import dev.gemmatune.cli.report.Comparison;
import dev.gemmatune.cli.report.EvaluationFacts;
import dev.gemmatune.cli.report.ExpectedScores;
import dev.gemmatune.cli.report.IndexTable;
import dev.gemmatune.cli.report.MetricTitle;
import dev.gemmatune.cli.report.ResultFiles;
import dev.gemmatune.cli.report.SizeSection;
import dev.gemmatune.cli.tasks.TaskFolders;
import dev.gemmatune.datasets.rows.TableSettings;
import dev.gemmatune.datasets.sources.RowSources;
import dev.gemmatune.eval.Evaluation;
import dev.gemmatune.eval.IndexScores;
import dev.gemmatune.eval.bm25.Bm25Settings.Words;
import dev.gemmatune.eval.embeddings.Dimensions;
import dev.gemmatune.eval.retrieval.RetrievalOptions;
import dev.gemmatune.eval.retrieval.RetrievalPrompts;
import dev.gemmatune.model.EmbeddingModel;
import dev.gemmatune.model.Matryoshka;
import dev.gemmatune.model.TextEmbedder;
import dev.gemmatune.model.checkpoint.Checkpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Scores a model at every dimension. */
@Command(
        name = "eval",
        mixinStandardHelpOptions = true,
        description = "Scores a model at every dimension, from one pass over the texts.",
        footerHeading = "%nExample:%n",
        footer = {"  gemmatune eval --model checkpoints/mini --data datasets/finance --split test --dims 192,96"})
public final class EvalCommand implements Callable<Integer>, Interruptible {

    private final Console console;
    private final JsonArray answers = new JsonArray();

    @Mixin
    private ModelOptions model;

    @Option(
            names = "--data",
            paramLabel = "PATH",
            arity = "1..*",
            description = "folders with task.yaml, BEIR folders, or .jsonl files of {sentence1, sentence2, score}")
    private List<String> data = new ArrayList<>();

    @Option(
            names = "--tasks",
            paramLabel = "NAME",
            split = ",",
            description = "tasks that come with gemmatune, their data in the Hugging Face cache: NanoFiQA2018Retrieval")
    private List<String> tasks = new ArrayList<>();

    @Option(
            names = "--split",
            paramLabel = "NAME",
            defaultValue = "test",
            description = "split of BEIR folders (default: ${DEFAULT-VALUE})")
    private String split;

    @Option(
            names = "--dims",
            paramLabel = "N",
            split = ",",
            description =
                    "dimensions (default: the full one, two thirds, a half and a quarter of it, or 768,512,256,128)")
    private List<Integer> dimensions = new ArrayList<>();

    @Option(
            names = "--prompts",
            paramLabel = "QUERY,DOCUMENT,STS",
            split = ",",
            description = "names of the prompts before queries, documents and sentences; none for no prompt (default:"
                    + " query,document,STS)")
    private List<String> prompts = List.of("query", "document", "STS");

    @Option(
            names = "--score-range",
            paramLabel = "MIN,MAX",
            split = ",",
            description = "range of the scores of .jsonl files, if it is not -1 to 1: 0,5")
    private List<Double> scoreRange = new ArrayList<>();

    @Mixin
    private SearchOptions search;

    @Option(names = "--bm25", description = "retrieval: also a row of BM25 (k1 0.9, b 0.4), the floor under a model")
    private boolean bm25;

    @Option(
            names = "--bm25-language",
            paramLabel = "NAME",
            description = "words of BM25, which it asks for as well: a language's name or code (german, de), cjk,"
                    + " standard for any other, or auto: those of the texts where they are clear (default: auto)")
    private String bm25Language;

    @Option(
            names = "--output",
            paramLabel = "DIR",
            description = "write result files there, as mteb reads them, queries/ for compare, TREC runs, and"
                    + " report.html")
    private Path folder;

    @Option(
            names = "--lenient",
            description = "leave out and count rows that are broken or make no sense: broken lines, empty texts, ids"
                    + " that are repeated or unknown, queries without a relevant document (default: they are errors)")
    private boolean lenient;

    @Option(
            names = "--expected",
            paramLabel = "FILE",
            description = "scores that must come out (docs/comparing.md); otherwise the exit code is 3")
    private String expected;

    @Mixin
    private CacheOptions cacheOptions;

    @Mixin
    private TableOptions tables = new TableOptions();

    /** A command that shows its results on {@code console}. */
    public EvalCommand(Console console) {
        this.console = console;
    }

    @Override
    public String left() {
        return (folder == null ? "nothing was written" : "the results of the sets that were shown are in " + folder);
    }

    @Override
    public Integer call() {
        RetrievalOptions options =
                search.of(RetrievalOptions.DEFAULT.withThreads(model.engine().threads()));
        bm25Words();
        WrongUsage.check(prompts.size() == 3, "--prompts needs three names, got " + prompts);
        List<ExpectedScore> wanted =
                expected == null ? List.of() : ConfigLoader.expected(expected, PathLookup.ofProcess());
        Checkpoint checkpoint = model.open();
        List<Integer> checkedDimensions = dimensions.isEmpty()
                ? Matryoshka.dimensions(checkpoint.dimension())
                : Dimensions.checked(dimensions, checkpoint.dimension());
        WrongUsage.check(!data.isEmpty() || !tasks.isEmpty(), "give --data, --tasks, or both");
        List<EvaluationSet> sets = SetNames.distinct(Stream.concat(
                        data.stream().map(this::source),
                        tasks.stream().map(name -> new EvaluationData.Task(Path.of(name), lenient)))
                .map(source -> SetNames.Source.of(source, EvaluationSet.read(source)))
                .toList());
        search.check(sets);
        sets.forEach(this::noteDropped);
        PromptNames.missing(checkpoint.prompts(), prompts).ifPresent(text -> console.note("note: " + text));
        List<Evaluation> evaluations = sets.stream()
                .map(set -> evaluation(set, checkpoint, checkedDimensions, options))
                .toList();
        List<Comparison> measured = measure(checkpoint, sets, evaluations);
        if (folder != null) {
            EvaluationFacts facts = new EvaluationFacts(
                    model.name(),
                    checkpoint,
                    Stream.concat(data.stream(), tasks.stream()).toList(),
                    prompts);
            console.note("wrote " + facts.report(measured).write(folder));
        }
        console.answer("model", model.name());
        console.answer("sets", answers);
        return new ExpectedScores(wanted, measured).show(console) ? ExitCodes.DONE : ExitCodes.FELL_SHORT;
    }

    private List<Comparison> measure(Checkpoint checkpoint, List<EvaluationSet> sets, List<Evaluation> evaluations) {
        try (EmbeddingModel loaded = model.load(checkpoint)) {
            return cacheOptions.with(
                    loaded,
                    model.compute(),
                    cache -> CacheOptions.note(cache, console),
                    embedder -> measure(checkpoint, sets, evaluations, embedder));
        }
    }

    private List<Comparison> measure(
            Checkpoint checkpoint, List<EvaluationSet> sets, List<Evaluation> evaluations, TextEmbedder embedder) {
        List<Comparison> measured = new ArrayList<>();
        ResultFiles files =
                ResultFiles.beside(Optional.ofNullable(folder), model.name(), checkpoint, note -> console.note(note));
        try (ConsoleProgress progress = new ConsoleProgress(console)) {
            for (int i = 0; i < evaluations.size(); i++) {
                SetEvaluation found = SetEvaluation.run(
                                sets.get(i), evaluations.get(i), embedder, files.modelFolder(), Role.MODEL, progress)
                        .with(floor(sets.get(i), progress));
                progress.endStage();
                search.left(sets.get(i)).ifPresent(console::note);
                Comparison scored = Comparison.of(Optional.empty(), found.evaluation());
                show(scored);
                JsonObject answer = Answers.of(scored);
                answer.add("dropped", Answers.of(sets.get(i).dropped()));
                answers.add(answer);
                measured.add(scored);
                if (folder != null) {
                    console.note("wrote " + files.write(found, note -> console.note(note)));
                }
            }
        }
        return measured;
    }

    private void noteDropped(EvaluationSet set) {
        if (!set.dropped().isEmpty()) {
            console.message("left out of " + set.name() + ": " + set.dropped().words() + "; the first of each kind:\n  "
                    + String.join("\n  ", set.dropped().messages()));
        }
    }

    /** What a search by words finds; of data that is searched only. */
    private Optional<Bm25Scores> floor(EvaluationSet set, ConsoleProgress progress) {
        if (!bm25 && bm25Language == null) {
            return Optional.empty();
        }
        Optional<Bm25Scores> found = Bm25Scores.of(set, bm25Words(), progress);
        if (found.isEmpty()) {
            console.note("no BM25 for " + set.name() + ": --bm25 is for data of which a corpus is searched");
        }
        return found;
    }

    private Optional<Words> bm25Words() {
        if (bm25Language == null || bm25Language.equalsIgnoreCase("auto")) {
            return Optional.empty();
        }
        Optional<Words> words = Words.of(bm25Language);
        WrongUsage.check(
                words.isPresent(),
                "--bm25-language must be auto, " + Words.names() + ", or a language's code; got " + bm25Language);
        return words;
    }

    private EvaluationData source(String text) {
        PathLookup lookup = PathLookup.ofProcess();
        if (RowSources.isPattern(text) || !RowSources.path(text).equals(text)) {
            return scoredPairs(lookup, text);
        }
        Path path = lookup.find(text);
        if (Files.isRegularFile(path)) {
            return scoredPairs(lookup, text);
        }
        WrongUsage.check(
                tables.settings().equals(TableSettings.AUTO),
                "--separator, --encoding, --quotes and --sheet are for files of scored pairs; " + path
                        + " is a folder");
        return TaskFolders.isTask(path)
                ? new EvaluationData.Task(path, lenient)
                : new EvaluationData.Retrieval(path, split, Optional.empty(), lenient);
    }

    private EvaluationData scoredPairs(PathLookup lookup, String text) {
        return new EvaluationData.Sts(
                lookup.findRows(text).with(tables.settings()), scoreRange, Optional.empty(), lenient);
    }

    private Evaluation evaluation(
            EvaluationSet set, Checkpoint checkpoint, List<Integer> atDimensions, RetrievalOptions options) {
        RetrievalPrompts pair = new RetrievalPrompts(
                PromptNames.text(checkpoint.prompts(), prompts.get(0), "--prompts"),
                PromptNames.text(checkpoint.prompts(), prompts.get(1), "--prompts"));
        return set.evaluation(
                checkpoint.prompts(),
                pair,
                PromptNames.text(checkpoint.prompts(), prompts.get(2), "--prompts"),
                atDimensions,
                options);
    }

    private void show(Comparison scored) {
        String name = scored.name();
        List<String> metrics = scored.moreMetrics();
        Table table = new Table(Stream.concat(Stream.of(name), metrics.stream().map(MetricTitle::of))
                .toArray(String[]::new));
        scored.after().byDimension().forEach((dimension, values) -> {
            row(String.valueOf(dimension), values, metrics, table);
            scored.after()
                    .index()
                    .map(index -> index.byDimension().get(dimension))
                    .ifPresent(found -> row(dimension + " " + IndexScores.NAME, found.metrics(), metrics, table));
        });
        scored.bm25().ifPresent(words -> row(Bm25Scores.NAME, words.metrics(), metrics, table));
        table.print(console);
        scored.bm25().map(Bm25Scores::sentence).ifPresent(console::result);
        scored.successes().ifPresent(console::result);
        scored.after()
                .index()
                .ifPresent(index -> new IndexTable(name, index).text().print(console));
        scored.evidence()
                .after()
                .filter(SizeSection::isWorthIt)
                .ifPresent(found -> SizeSection.table(found).print(console));
    }

    private static void row(String name, Map<String, Double> values, List<String> metrics, Table table) {
        table.row(Stream.concat(
                        Stream.of(name),
                        metrics.stream().map(metric -> Table.score(values.getOrDefault(metric, Double.NaN))))
                .toArray(String[]::new));
    }
}

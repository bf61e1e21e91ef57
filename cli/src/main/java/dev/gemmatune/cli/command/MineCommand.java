package dev.gemmatune.cli.command;

import com.google.gson.JsonObject;
import dev.gemmatune.cli.config.PathLookup;
import dev.gemmatune.cli.config.PromptNames;
import dev.gemmatune.cli.console.Console;
import dev.gemmatune.cli.console.ConsoleProgress;
import dev.gemmatune.cli.report.MinedFile;
import dev.gemmatune.cli.report.MiningSummary;
import dev.gemmatune.datasets.mining.Corpus;
import dev.gemmatune.datasets.mining.CorpusFile;
import dev.gemmatune.datasets.mining.MinedFormat;
import dev.gemmatune.datasets.mining.MiningReport;
import dev.gemmatune.datasets.training.Columns;
import dev.gemmatune.datasets.training.TrainingData;
import dev.gemmatune.eval.bm25.Bm25Settings;
import dev.gemmatune.eval.retrieval.RetrievalPrompts;
import dev.gemmatune.model.EmbeddingModel;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.encoder.ComputeType;
import dev.gemmatune.train.mining.Bm25Source;
import dev.gemmatune.train.mining.CandidateSource;
import dev.gemmatune.train.mining.DenseSource;
import dev.gemmatune.train.mining.MinedData;
import dev.gemmatune.train.mining.Miner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Finds hard negatives. */
@Command(
        name = "mine",
        mixinStandardHelpOptions = true,
        description = {
            "Finds hard negatives for training pairs: documents that a search takes for answers and that are none.",
            "",
            "Positives are never taken: neither those of any row with the same anchor, nor texts equal to them but for"
                    + " case and white space, nor what the judgements of a BEIR folder call relevant. What nobody marked"
                    + " can still be right: the margins and the range keep away from such documents. Read the table at the"
                    + " end, and some of the negatives; docs/mining.md says what to look for."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  gemmatune mine --model checkpoints/mini --pairs datasets/finance/train.jsonl --relative-margin 0.05"
                    + " --output mined.jsonl",
            "  gemmatune mine --bm25 --pairs pairs.jsonl --corpus corpus.jsonl --format n_tuple --output mined.jsonl"
        })
public final class MineCommand implements Callable<Integer>, Interruptible {

    private final Console console;

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            description = "search with a checkpoint's folder, or the id of a model in the Hugging Face cache")
    private String model;

    @Option(names = "--bm25", description = "search by words instead of with a model (k1 0.9, b 0.4)")
    private boolean bm25;

    @Option(
            names = "--words",
            paramLabel = "HOW",
            defaultValue = "english",
            description = "words of --bm25: english (stems, no stop words) or standard, for other languages (default:"
                    + " ${DEFAULT-VALUE})")
    private Bm25Settings.Words words;

    @Option(
            names = "--pairs",
            paramLabel = "FILE",
            required = true,
            description = "rows of {anchor, positive} in any format; negatives that they have are replaced")
    private String pairs;

    @Option(
            names = "--column",
            paramLabel = "COLUMN=ROLE",
            description = "what a column of the pairs is where its name does not say it: my_question=anchor")
    private Map<String, String> columns = new LinkedHashMap<>();

    @Option(names = "--ignore", paramLabel = "COLUMN", split = ",", description = "columns of the pairs to leave out")
    private List<String> ignored = new ArrayList<>();

    @Option(
            names = "--corpus",
            paramLabel = "PATH",
            description =
                    "where to look: a BEIR folder, rows with a column \"text\" in any format, or .txt with a document"
                            + " on each line (default: the positives of the pairs)")
    private String corpus;

    @Option(names = "--output", paramLabel = "FILE", required = true, description = "the .jsonl file")
    private Path file;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            converter = MinedFormatName.class,
            defaultValue = "triplet",
            description = "triplet (a line for each negative), n_tuple (negative_1, negative_2… on one line) or"
                    + " labeled_pair (sentence1, sentence2, score 1 or 0) (default: ${DEFAULT-VALUE})")
    private MinedFormat format;

    @Option(
            names = "--no-scores",
            description = "leave out positive_score and negative_score, which training can take as a teacher's")
    private boolean withoutScores;

    @Option(
            names = "--prompts",
            paramLabel = "QUERY,DOCUMENT",
            split = ",",
            description = "names of the prompts before anchors and documents; none for no prompt (default:"
                    + " query,document)")
    private List<String> prompts = List.of("query", "document");

    @Option(
            names = "--compute",
            paramLabel = "TYPE",
            defaultValue = "float32",
            description = "type of the matrix products, float32 or bfloat16 (default: ${DEFAULT-VALUE})")
    private ComputeType compute;

    @Mixin
    private MiningOptions mining;

    @Mixin
    private CacheOptions cacheOptions;

    @Mixin
    private EngineOptions engine;

    @Mixin
    private TableOptions tables = new TableOptions();

    /** A command that shows its results on {@code console}. */
    public MineCommand(Console console) {
        this.console = console;
    }

    @Override
    public String left() {
        return "nothing was written to " + file;
    }

    @Override
    public Integer call() {
        WrongUsage.check(
                bm25 != (model != null),
                "give either --model or --bm25" + (bm25 ? ", not both" : ": what is to search"));
        WrongUsage.check(prompts.size() == 2, "--prompts needs two names, got " + prompts);
        Miner miner = new Miner(mining.rules(), mining.shortRows(), false);
        TrainingData data = TrainingData.read(
                PathLookup.ofProcess().findRows(pairs).with(tables.settings()), columns(), Optional.empty());
        Corpus documents = corpus == null
                ? Miner.positivesOf(data)
                : CorpusFile.open(PathLookup.ofProcess().find(corpus));
        MinedData mined = bm25
                ? mine(miner, data, documents, new Bm25Source(new Bm25Settings(0.9, 0.4, words)))
                : mineWithModel(miner, data, documents);
        MinedFile.write(file, mined, format, !withoutScores);
        MiningSummary.of(mined.report(), miner.rules()).forEach(console::result);
        answer(mined.report());
        console.note("wrote " + file);
        return ExitCodes.DONE;
    }

    private void answer(MiningReport found) {
        console.answer("output", file);
        console.answer("rows", found.rows());
        console.answer("anchors", found.anchors());
        console.answer("documents", found.documents());
        console.answer("negatives", found.negatives());
        console.answer("full_rows", found.fullRows());
        console.answer("short_rows", found.shortRows());
        console.answer("empty_rows", found.emptyRows());
        console.answer("dropped_rows", found.droppedRows());
        JsonObject refused = new JsonObject();
        found.refused().forEach((rule, count) -> refused.addProperty(rule.name().toLowerCase(Locale.ROOT), count));
        console.answer("refused", refused);
    }

    private Columns columns() {
        try {
            return new Columns(columns, new HashSet<>(ignored));
        } catch (IllegalArgumentException e) {
            throw WrongUsage.because("--column: " + e.getMessage());
        }
    }

    private MinedData mineWithModel(Miner miner, TrainingData data, Corpus documents) {
        Checkpoint checkpoint = PathLookup.ofProcess().openModel(model);
        RetrievalPrompts texts = new RetrievalPrompts(
                PromptNames.text(checkpoint.prompts(), prompts.get(0), "--prompts"),
                PromptNames.text(checkpoint.prompts(), prompts.get(1), "--prompts"));
        PromptNames.missing(checkpoint.prompts(), prompts).ifPresent(text -> console.note("note: " + text));
        try (EmbeddingModel loaded = EmbeddingModel.load(checkpoint, engine::start, compute)) {
            return cacheOptions.with(
                    loaded,
                    compute,
                    cache -> CacheOptions.note(cache, console),
                    embedder -> mine(miner, data, documents, new DenseSource(embedder, texts, engine.threads())));
        }
    }

    private MinedData mine(Miner miner, TrainingData data, Corpus documents, CandidateSource source) {
        try (ConsoleProgress progress = new ConsoleProgress(console)) {
            return miner.mine(data, documents, source, progress);
        }
    }
}

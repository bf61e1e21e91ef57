package dev.gemmatune.cli.command;

import dev.gemmatune.cli.config.EvaluationData;
import dev.gemmatune.cli.config.EvaluationSet;
import dev.gemmatune.cli.config.LimitsConfig;
import dev.gemmatune.cli.config.PathLookup;
import dev.gemmatune.cli.console.Console;
import dev.gemmatune.cli.console.ConsoleProgress;
import dev.gemmatune.cli.export.ExportRun;
import dev.gemmatune.cli.export.MergedAdapter;
import dev.gemmatune.cli.export.ReleaseTable;
import dev.gemmatune.cli.report.Answers;
import dev.gemmatune.cli.report.ExportLines;
import dev.gemmatune.cli.report.VerificationTexts;
import dev.gemmatune.eval.Evaluation;
import dev.gemmatune.eval.retrieval.RetrievalOptions;
import dev.gemmatune.eval.retrieval.RetrievalPrompts;
import dev.gemmatune.export.ExportForm;
import dev.gemmatune.export.ExportFormat;
import dev.gemmatune.export.ExportOptions;
import dev.gemmatune.export.ExportReport;
import dev.gemmatune.export.verify.BuiltInTexts;
import dev.gemmatune.model.Matryoshka;
import dev.gemmatune.model.adapter.AdapterFolder;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.checkpoint.Prompts;
import dev.gemmatune.model.files.AtomicFiles;
import dev.gemmatune.model.quantization.ScaleSearch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Exports a model and verifies what was written. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = "Exports a model and runs the export beside it on real texts; exit code 3 if they differ.",
        footerHeading = "%nExample:%n",
        footer = {
            "  gemmatune export --model checkpoints/finance/best --format onnx --output export --verify-data"
                    + " datasets/finance"
        })
public final class ExportCommand implements Callable<Integer>, Interruptible {

    private static final List<ExportFormat> IN_BLOCKS =
            List.of(ExportFormat.ONNX_Q4, ExportFormat.GGUF_Q8_0, ExportFormat.GGUF_Q4_0, ExportFormat.SAFETENSORS_Q4);

    /** So many are embedded in seconds by a small model and in minutes by a large one. */
    private static final int MANY_TEXTS = 5000;

    private final Console console;

    @Mixin
    private ModelOptions model;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            required = true,
            split = ",",
            description = "formats to write: ${COMPLETION-CANDIDATES}")
    private List<ExportFormat> formats = List.of();

    @Option(names = "--output", paramLabel = "DIR", required = true, description = "gets a folder for each format")
    private Path folder;

    @Option(
            names = "--verify-data",
            paramLabel = "PATH",
            description =
                    "texts to verify with: a BEIR folder, a .jsonl or a .txt file (default: some that are built in)")
    private String verifyData;

    @Option(
            names = "--split",
            paramLabel = "NAME",
            defaultValue = "test",
            description = "split of a BEIR folder on which nDCG@10 is compared (default: ${DEFAULT-VALUE})")
    private String split;

    @Option(
            names = "--limit",
            paramLabel = "X",
            description = "largest difference of a number of an embedding (default: by format)")
    private Double limit;

    @Option(names = "--dim", paramLabel = "N", description = "bake a smaller dimension in (Matryoshka)")
    private Integer dim;

    @Option(
            names = "--prune-vocabulary",
            paramLabel = "PATH",
            description = "drop tokens that these texts do not need: a BEIR folder, a .jsonl or a .txt file")
    private String pruneTo;

    @Option(
            names = "--keep-tokens",
            paramLabel = "N",
            defaultValue = "0",
            description = "with --prune-vocabulary, keep the N most used tokens as well (default: ${DEFAULT-VALUE})")
    private int keepTokens;

    @Option(names = "--one-output", description = "ONNX: only the model whose one output is the finished embedding")
    private boolean oneOutput;

    @Option(names = "--single-file", description = "ONNX: weights inside the model file, as a model in a jar needs")
    private boolean singleFile;

    @Option(names = "--fast-q4", description = "onnx-q4: activations rounded to 8 bits")
    private boolean fastQ4;

    @Option(names = "--small-table", description = "onnx-q4: a token embedding of 4 bits too, at some loss")
    private boolean smallTable;

    @Option(
            names = "--calibrate",
            description = "onnx-q4, gguf-q8_0, gguf-q4_0, safetensors-q4: look for the best scale of each block")
    private boolean calibrate;

    @Option(names = "--overwrite", description = "replace an earlier export")
    private boolean overwrite;

    /** A command that shows its results on {@code console}. */
    public ExportCommand(Console console) {
        this.console = console;
    }

    @Override
    public String left() {
        return "of " + folder + " is left what was there, and the formats that were complete";
    }

    @Override
    public Integer call() {
        WrongUsage.check(limit == null || limit > 0, "--limit must be > 0, got " + limit);
        WrongUsage.check(dim == null || dim > 0, "--dim must be > 0, got " + dim);
        WrongUsage.check(keepTokens >= 0, "--keep-tokens must be >= 0, got " + keepTokens);
        WrongUsage.check(
                keepTokens == 0 || pruneTo != null, "--keep-tokens has a meaning with --prune-vocabulary only; add it");
        checkFormats();
        List<String> texts = verifyData == null ? BuiltInTexts.read() : read(verifyData);
        Optional<EvaluationSet> set = evaluationSet();
        set.filter(some -> some.texts().size() >= MANY_TEXTS).ifPresent(this::announce);
        ExportRun run = new ExportRun(
                formats,
                new ExportForm(oneOutput, singleFile, fastQ4, smallTable, ScaleSearch.of(calibrate)),
                dim == null ? OptionalInt.empty() : OptionalInt.of(dim),
                pruneTo == null ? List.of() : read(pruneTo),
                keepTokens,
                texts,
                exported -> set.map(some -> evaluation(some, exported)),
                limits(),
                ExportOptions.defaults().sampledTexts(),
                overwrite);
        boolean there = Files.exists(folder);
        Path merged = folder.resolve("merged.part");
        try (ConsoleProgress progress = new ConsoleProgress(console)) {
            Checkpoint checkpoint = checkpoint(merged);
            List<ExportReport> reports = run.run(checkpoint, model::load, folder, console, progress);
            for (ExportReport report : reports) {
                console.result(ExportLines.describe(report));
            }
            console.answer("exports", Answers.each(reports, Answers::of));
            console.result("");
            ReleaseTable.of(reports).text().print(console);
        } finally {
            AtomicFiles.delete(merged);
            if (!there) {
                AtomicFiles.deleteIfEmpty(folder);
            }
        }
        return ExitCodes.DONE;
    }

    /** An option that no format takes notice of was meant for something else. */
    private void checkFormats() {
        WrongUsage.check(Set.copyOf(formats).size() == formats.size(), "--format names one twice: " + formats);
        boolean onnx = formats.stream().anyMatch(format -> format.id().startsWith("onnx"));
        WrongUsage.check(!oneOutput || onnx, "--one-output is for ONNX, and --format is " + formats);
        WrongUsage.check(!singleFile || onnx, "--single-file is for ONNX, and --format is " + formats);
        boolean q4 = formats.contains(ExportFormat.ONNX_Q4);
        WrongUsage.check(!fastQ4 || q4, "--fast-q4 is for onnx-q4, and --format is " + formats);
        WrongUsage.check(!smallTable || q4, "--small-table is for onnx-q4, and --format is " + formats);
        WrongUsage.check(
                !calibrate || formats.stream().anyMatch(IN_BLOCKS::contains),
                "--calibrate is for " + IN_BLOCKS + ", and --format is " + formats);
    }

    /** The model; an adapter is merged into its base model first. */
    private Checkpoint checkpoint(Path merged) {
        Path given = model.folder();
        if (!AdapterFolder.isOnlyAdapter(given)) {
            return Checkpoint.open(given);
        }
        console.message("the adapter " + given + " is merged into " + AdapterFolder.base(given));
        return MergedAdapter.write(given, PathLookup.ofProcess(), merged.resolve(given.getFileName()));
    }

    private static List<String> read(String path) {
        return VerificationTexts.read(PathLookup.ofProcess().find(path));
    }

    /** A BEIR folder with judgements is an evaluation set. */
    private Optional<EvaluationSet> evaluationSet() {
        if (verifyData == null) {
            return Optional.empty();
        }
        Path path = PathLookup.ofProcess().find(verifyData);
        boolean judged = Files.exists(path.resolve("qrels"));
        return judged
                ? Optional.of(EvaluationSet.read(new EvaluationData.Retrieval(path, split, Optional.empty(), false)))
                : Optional.empty();
    }

    private void announce(EvaluationSet set) {
        console.note("nDCG@10 is compared on " + set.name() + ", " + set.describe() + ": the trainer and "
                + (formats.size() == 1 ? "the export" : "each of the " + formats.size() + " exports")
                + " embed all of it, as long as an eval each. Give --verify-data "
                + Path.of(verifyData).resolve("corpus.jsonl") + " to compare embeddings alone");
    }

    private Evaluation evaluation(EvaluationSet set, Checkpoint exported) {
        Prompts prompts = exported.prompts();
        RetrievalPrompts pair = RetrievalPrompts.of(prompts);
        return set.evaluation(
                prompts,
                pair,
                "",
                Matryoshka.dimensions(exported.dimension()),
                RetrievalOptions.DEFAULT.withThreads(model.engine().threads()));
    }

    private Map<String, LimitsConfig> limits() {
        Map<String, LimitsConfig> limits = new LinkedHashMap<>();
        if (limit != null) {
            formats.forEach(format -> limits.put(
                    format.id(),
                    new LimitsConfig(OptionalDouble.of(limit), OptionalDouble.empty(), OptionalDouble.empty())));
        }
        return limits;
    }
}

package dev.gemmatune.cli.command;

import dev.gemmatune.cli.config.ExportFormat;
import dev.gemmatune.cli.config.PathLookup;
import dev.gemmatune.cli.console.Console;
import dev.gemmatune.cli.console.ConsoleProgress;
import dev.gemmatune.cli.report.ExportLines;
import dev.gemmatune.cli.report.VerificationTexts;
import dev.gemmatune.export.ExportOptions;
import dev.gemmatune.export.ExportReport;
import dev.gemmatune.export.Exports;
import dev.gemmatune.model.EmbeddingModel;
import dev.gemmatune.model.checkpoint.Checkpoint;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Exports a model and verifies what was written. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = "Exports a model and runs the export beside it on real texts; exit code 3 if they differ.",
        footer = {
            "",
            "Example:",
            "  gemmatune export --model checkpoints/finance/best --format onnx --output export --verify-data"
                    + " datasets/finance"
        })
public final class ExportCommand implements Callable<Integer> {

    private static final int PERCENT = 100;

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
            names = "--limit",
            paramLabel = "X",
            defaultValue = "1e-5",
            description = "largest difference of a number of an embedding (default: ${DEFAULT-VALUE})")
    private double limit;

    @Option(names = "--overwrite", description = "replace an earlier export")
    private boolean overwrite;

    @Mixin
    private OutputOptions output;

    /** A command that shows its results on {@code console}. */
    public ExportCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        WrongUsage.check(limit > 0, "--limit must be > 0, got " + limit);
        Checkpoint checkpoint = model.open();
        List<String> texts = verifyData == null
                ? VerificationTexts.builtIn()
                : VerificationTexts.read(PathLookup.ofProcess().find(verifyData));
        ExportOptions options = ExportOptions.defaults().withLimit(limit).withOverwrite(overwrite);
        try (EmbeddingModel loaded = model.load(checkpoint);
                ConsoleProgress progress = output.progress(console)) {
            for (ExportFormat format : formats) {
                ExportReport report = export(format, checkpoint, loaded, texts, options, progress);
                progress.endStage();
                console.result(ExportLines.describe(format.name().toLowerCase(Locale.ROOT), report));
            }
        }
        return ExitCodes.DONE;
    }

    private ExportReport export(
            ExportFormat format,
            Checkpoint checkpoint,
            EmbeddingModel loaded,
            List<String> texts,
            ExportOptions options,
            ConsoleProgress progress) {
        Path target = folder.resolve(format.name().toLowerCase(Locale.ROOT));
        return switch (format) {
            case ONNX ->
                Exports.onnx(
                        checkpoint,
                        loaded,
                        texts,
                        target,
                        options,
                        (stage, done) -> progress.update(stage + " (%)", Math.round(PERCENT * done), PERCENT));
        };
    }
}

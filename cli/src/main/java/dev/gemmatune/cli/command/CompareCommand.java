package dev.gemmatune.cli.command;

import com.google.gson.JsonPrimitive;
import dev.gemmatune.cli.compare.ComparePage;
import dev.gemmatune.cli.compare.ComparedModel;
import dev.gemmatune.cli.compare.ModelComparison;
import dev.gemmatune.cli.config.PathLookup;
import dev.gemmatune.cli.console.Console;
import dev.gemmatune.cli.console.Table;
import dev.gemmatune.cli.report.Answers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs side by side. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = {
            "Runs side by side: scores at every dimension, and whether the differences are more than chance.",
            "",
            "A run is the folder of a training or the --output of eval. Every other model is held against the first."
                    + " One training run alone is compared with its own start. Runs that saw different data are refused."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  gemmatune compare checkpoints/finance",
            "  gemmatune compare --output comparison checkpoints/finance checkpoints/longer"
        })
public final class CompareCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(paramLabel = "RUN", arity = "1..*", description = "folders of training runs or of eval's --output")
    private List<String> runs = new ArrayList<>();

    @Option(names = "--output", paramLabel = "DIR", description = "write report.html there")
    private Path folder;

    /** A command that shows its results on {@code console}. */
    public CompareCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        List<Path> folders = runs.stream().map(PathLookup.ofProcess()::find).toList();
        ModelComparison comparison = ModelComparison.of(ComparedModel.read(folders));
        List<Table> tables = comparison.tables();
        for (int set = 0; set < tables.size(); set++) {
            tables.get(set).print(console);
            comparison.successes(set).forEach(console::result);
            console.result("");
        }
        console.result("Differences are against " + comparison.models().get(0)
                + "; p from a paired randomisation test, intervals by bootstrap (docs/comparing.md).");
        if (!comparison.leftOut().isEmpty()) {
            console.note("note: not in all runs and left out: " + String.join(", ", comparison.leftOut()));
        }
        console.answer("models", Answers.each(comparison.models(), JsonPrimitive::new));
        console.answer("sets", comparison.answer());
        console.answer("left_out", Answers.each(comparison.leftOut(), JsonPrimitive::new));
        if (folder != null) {
            console.note("wrote " + new ComparePage(comparison).write(folder));
        }
        return ExitCodes.DONE;
    }
}

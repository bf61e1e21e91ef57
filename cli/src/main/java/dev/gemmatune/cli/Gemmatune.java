package dev.gemmatune.cli;

import dev.gemmatune.cli.command.CompareCommand;
import dev.gemmatune.cli.command.CompletionCommand;
import dev.gemmatune.cli.command.DataCommand;
import dev.gemmatune.cli.command.DataInspectCommand;
import dev.gemmatune.cli.command.DataSplitCommand;
import dev.gemmatune.cli.command.DoctorCommand;
import dev.gemmatune.cli.command.EmbedCommand;
import dev.gemmatune.cli.command.EvalCommand;
import dev.gemmatune.cli.command.ExportCommand;
import dev.gemmatune.cli.command.Failures;
import dev.gemmatune.cli.command.InitCommand;
import dev.gemmatune.cli.command.KeysCommand;
import dev.gemmatune.cli.command.MergeCommand;
import dev.gemmatune.cli.command.MineCommand;
import dev.gemmatune.cli.command.OutputOptions;
import dev.gemmatune.cli.command.PairsCommand;
import dev.gemmatune.cli.command.PullCommand;
import dev.gemmatune.cli.command.PushCommand;
import dev.gemmatune.cli.command.RootCommand;
import dev.gemmatune.cli.command.ScoreCommand;
import dev.gemmatune.cli.command.TrainCommand;
import dev.gemmatune.cli.command.ValidateCommand;
import dev.gemmatune.cli.console.Console;
import dev.gemmatune.cli.console.ReaderNotes;
import dev.gemmatune.cli.console.StopSignal;
import dev.gemmatune.cli.yaml.Names;
import dev.gemmatune.export.ExportFormat;
import dev.gemmatune.model.encoder.Libtorch;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;

/** The application. */
public final class Gemmatune {

    /** Held here, because the JDK forgets the level of a logger that nobody holds. */
    private static final Logger LUCENE = Logger.getLogger("org.apache.lucene");

    private Gemmatune() {}

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        StopSignal.ofProcess().listen(Console.ofProcess(), arguments);
        // Before the engine is loaded: without them it recompiles for every new shape, and looks for files in the
        // network.
        setUnlessGiven("ai.djl.pytorch.graph_optimizer", "false");
        // A build with -Dgpu has no libtorch, which DJL downloads when it first runs.
        boolean libtorchIsHere = Libtorch.ofProcess().source() != Libtorch.Source.DOWNLOAD;
        setUnlessGiven("ai.djl.offline", Boolean.toString(libtorchIsHere));
        setUnlessGiven("RUST_FLAVOR", "cpu"); // of the tokenizer, which DJL would else download for CUDA
        // On newer JDKs it tells of its own parts on stderr.
        LUCENE.setLevel(Level.SEVERE);
        int exitCode = run(Console.ofProcess(), arguments);
        StopSignal.ofProcess().awaitEnd();
        System.exit(exitCode);
    }

    private static void setUnlessGiven(String property, String value) {
        System.setProperty(property, System.getProperty(property, value));
    }

    /** Runs a command and returns its exit code. */
    public static int run(Console console, String... arguments) {
        CommandLine commands = commands(console);
        ReaderNotes notes = ReaderNotes.on(console);
        try {
            return console.end(commands.execute(arguments));
        } catch (StackOverflowError | OutOfMemoryError | LinkageError e) {
            return console.end(new Failures(console).onFailure(e, commands));
        } finally {
            notes.close();
        }
    }

    /** All commands. */
    public static CommandLine commands(Console console) {
        Failures failures = new Failures(console);
        CommandLine commands = new CommandLine(new RootCommand())
                .addSubcommand(new TrainCommand(console))
                .addSubcommand(new EvalCommand(console))
                .addSubcommand(new CompareCommand(console))
                .addSubcommand(new ScoreCommand(console))
                .addSubcommand(new EmbedCommand(console))
                .addSubcommand(new MineCommand(console))
                .addSubcommand(new PairsCommand(console))
                .addSubcommand(new CommandLine(new DataCommand())
                        .addSubcommand(new DataInspectCommand(console))
                        .addSubcommand(new DataSplitCommand(console)))
                .addSubcommand(new ExportCommand(console))
                .addSubcommand(new MergeCommand(console))
                .addSubcommand(new InitCommand(console))
                .addSubcommand(new PullCommand(console))
                .addSubcommand(new PushCommand(console))
                .addSubcommand(new ValidateCommand(console))
                .addSubcommand(new KeysCommand(console))
                .addSubcommand(new DoctorCommand(console))
                .addSubcommand(new CompletionCommand(console));
        return OutputOptions.addTo(commands, console)
                .setOut(console.out())
                .setErr(console.err())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(ExportFormat.class, Gemmatune::exportFormat)
                .setParameterExceptionHandler((failure, arguments) -> failures.onWrongUsage(failure, arguments))
                .setExecutionExceptionHandler((failure, command, parsed) -> failures.onFailure(failure, command));
    }

    private static ExportFormat exportFormat(String id) {
        List<String> known =
                Arrays.stream(ExportFormat.values()).map(ExportFormat::id).toList();
        return Arrays.stream(ExportFormat.values())
                .filter(format -> format.id().equalsIgnoreCase(id))
                .findAny()
                .orElseThrow(() -> new CommandLine.TypeConversionException("\"" + id + "\" is no export format"
                        + Names.nearest(id, known)
                                .map(name -> "; did you mean " + name + "?")
                                .orElse("; there are " + String.join(", ", known))));
    }
}

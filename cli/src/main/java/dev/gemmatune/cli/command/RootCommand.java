package dev.gemmatune.cli.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line itself, which shows its help when no command is given. */
@Command(
        name = "gemmatune",
        mixinStandardHelpOptions = true,
        versionProvider = RootCommand.Version.class,
        description = "Fine-tunes, evaluates and exports EmbeddingGemma.",
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nExample:%n",
        footer = {
            "  gemmatune train --config finance.yaml",
            "",
            "gemmatune COMMAND --help shows a command's options and an example."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:failed",
            "2:wrong usage or config",
            "3:a check fell short: verification, expected score",
            "130:stopped by Ctrl-C or kill"
        })
public final class RootCommand implements Callable<Integer> {

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() {
        throw new ParameterException(command.commandLine(), "no command is given");
    }

    /** The version of the application and of Java. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = RootCommand.class.getPackage().getImplementationVersion();
            return new String[] {
                "gemmatune " + (version == null ? "(not packaged)" : version),
                "Java " + System.getProperty("java.version") + ", " + System.getProperty("os.name") + " "
                        + System.getProperty("os.arch")
            };
        }
    }
}

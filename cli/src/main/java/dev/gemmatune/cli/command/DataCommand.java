package dev.gemmatune.cli.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The commands about data: {@code data inspect}. */
@Command(
        name = "data",
        mixinStandardHelpOptions = true,
        description = "Looks at training and evaluation data.",
        footerHeading = "%nExample:%n",
        footer = {"  gemmatune data inspect datasets/finance/train.jsonl --model checkpoints/mini"})
public final class DataCommand implements Callable<Integer> {

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() {
        throw new ParameterException(command.commandLine(), "data needs a command: inspect");
    }
}

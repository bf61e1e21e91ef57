package dev.gemmatune.cli.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The commands about data: {@code data inspect} and {@code data split}. */
@Command(
        name = "data",
        mixinStandardHelpOptions = true,
        description = "Looks at training and evaluation data, and parts rows into both.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  gemmatune data inspect datasets/finance/train.jsonl --model checkpoints/mini",
            "  gemmatune data split faq.xlsx --column Frage=anchor --column Antwort=positive --output faq"
        })
public final class DataCommand implements Callable<Integer> {

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() {
        throw new ParameterException(command.commandLine(), "data needs a command: inspect or split");
    }
}

package dev.gemmatune.cli.command;

import dev.gemmatune.cli.console.Console;
import dev.gemmatune.cli.reference.KeySearch;
import dev.gemmatune.cli.reference.ReferencePage;
import dev.gemmatune.cli.report.Answers;
import dev.gemmatune.cli.yaml.Reference;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Explains config keys. */
@Command(
        name = "keys",
        mixinStandardHelpOptions = true,
        description =
                "Explains the keys of a config: type, unit, default, allowed values and the reason to change each.",
        footerHeading = "%nExamples:%n",
        footer = {"  gemmatune keys learning_rate", "  gemmatune keys training.lora", "  gemmatune keys"})
public final class KeysCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(
            arity = "0..1",
            paramLabel = "PART",
            defaultValue = "",
            description = "a key or a part of one; without it, all keys")
    private String part;

    @Option(names = "--markdown", hidden = true, description = "the page docs/configuration.md")
    private boolean markdown;

    /** A command that shows its results on {@code console}. */
    public KeysCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (markdown) {
            console.result(ReferencePage.markdown().stripTrailing());
        } else {
            List<Reference.Key> found = KeySearch.find(part);
            console.answer("keys", Answers.each(found, KeySearch::json));
            console.result(found.stream().map(KeySearch::paragraph).collect(Collectors.joining("\n\n")));
        }
        return ExitCodes.DONE;
    }
}

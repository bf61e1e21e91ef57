package dev.gemmatune.cli.command;

import dev.gemmatune.cli.console.Console;
import dev.gemmatune.cli.console.ConsoleProgress;
import dev.gemmatune.cli.hub.HubProgress;
import dev.gemmatune.model.hub.FileSelection;
import dev.gemmatune.model.hub.HubClient;
import dev.gemmatune.model.hub.HubReference;
import dev.gemmatune.model.hub.HubSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Downloads from the Hugging Face hub. */
@Command(
        name = "pull",
        mixinStandardHelpOptions = true,
        description = {
            "Downloads a model or a data set from the Hugging Face hub into the cache that Python's tools use too, and"
                    + " prints its folder. What is there already is not downloaded again; a download that broke goes on"
                    + " where it stopped; every file is checked by its hash.",
            "",
            "google/embeddinggemma-300m is behind a licence: accept it at"
                    + " https://huggingface.co/google/embeddinggemma-300m, make an access token that may read at"
                    + " https://huggingface.co/settings/tokens, and set HF_TOKEN or run huggingface-cli login once.",
            "",
            "Commands that take a model download it by themselves when its id is given and the cache has it not. pull"
                    + " also looks for a newer version. HF_HOME or HF_HUB_CACHE moves the cache, HF_ENDPOINT names a"
                    + " mirror, HF_HUB_OFFLINE=1 forbids the network."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  gemmatune pull google/embeddinggemma-300m",
            "  gemmatune pull google/embeddinggemma-300m --revision 57c266a7",
            "  gemmatune pull hf://datasets/ORGANIZATION/NAME --include 'train*.jsonl' --include README.md"
        })
public final class PullCommand implements Callable<Integer>, Interruptible {

    private final Console console;
    private final Supplier<HubSettings> settings;

    @Parameters(
            index = "0",
            paramLabel = "ID",
            description = "a model's id, or hf://datasets/ORGANIZATION/NAME[/FILE] for a data set")
    private String id;

    @Option(
            names = "--revision",
            paramLabel = "R",
            description = "a branch, a tag or a commit (default: main, or what follows @ in ID)")
    private String revision;

    @Option(
            names = "--include",
            paramLabel = "PATTERN",
            description = "only these files, in place of the usual ones; * matches anything, / too. May be repeated"
                    + " (default: of a model configuration, tokenizer, safetensors and card; of a data set its rows)")
    private List<String> patterns = new ArrayList<>();

    /** A command that shows its results on {@code console}. */
    public PullCommand(Console console) {
        this(console, HubSettings::ofProcess);
    }

    PullCommand(Console console, Supplier<HubSettings> settings) {
        this.console = console;
        this.settings = settings;
    }

    @Override
    public String left() {
        return "what has arrived stays in the cache, and the download goes on there";
    }

    @Override
    public Integer call() {
        HubReference reference = reference();
        FileSelection selection = patterns.isEmpty() ? reference.selection() : FileSelection.matching(patterns);
        HubSettings now = settings.get();
        try (ConsoleProgress progress = new ConsoleProgress(console)) {
            HubProgress shown = new HubProgress(progress, "downloading", "into " + now.cache());
            Path path = new HubClient(now).get(reference, selection, shown);
            progress.endStage();
            console.answer("path", path);
            console.result(path.toString());
        }
        return ExitCodes.DONE;
    }

    private HubReference reference() {
        HubReference named = id.startsWith(HubReference.PROTOCOL)
                ? HubReference.ofAddress(id)
                : HubReference.ofModel(id)
                        .orElseThrow(() -> WrongUsage.because("\"" + id + "\" is no id of the Hugging Face hub; one"
                                + " looks like google/embeddinggemma-300m or hf://datasets/ORGANIZATION/NAME"));
        return revision == null ? named : new HubReference(named.repository(), revision, named.path());
    }
}

package dev.gemmatune.cli.command;

import com.google.gson.JsonPrimitive;
import dev.gemmatune.cli.config.PathLookup;
import dev.gemmatune.cli.console.Console;
import dev.gemmatune.cli.console.ConsoleProgress;
import dev.gemmatune.cli.console.Table;
import dev.gemmatune.cli.hub.HubProgress;
import dev.gemmatune.cli.report.Answers;
import dev.gemmatune.model.hub.HubSettings;
import dev.gemmatune.model.hub.HubUpload;
import dev.gemmatune.model.hub.UploadPlan;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sends a checkpoint to the Hugging Face hub. */
@Command(
        name = "push",
        mixinStandardHelpOptions = true,
        description = {
            "Sends a checkpoint with its card (README.md) to the Hugging Face hub, in one commit, and prints the"
                    + " commit's address.",
            "",
            "The repository is made if there is none, and it is private: only you and your organization see it. With"
                    + " --public everybody does; without it, nothing is sent to a repository that is public.",
            "",
            "The access token (HF_TOKEN or huggingface-cli login) must be one that may write. Read the card before you"
                    + " make it public: it holds the whole configuration with the paths of this machine, and the licence"
                    + " of the base model asks that its terms go along."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  gemmatune push checkpoints/finance/best YOUR_NAME/embeddinggemma-finance --dry-run",
            "  gemmatune push checkpoints/finance/best YOUR_NAME/embeddinggemma-finance"
        })
public final class PushCommand implements Callable<Integer>, Interruptible {

    private final Console console;
    private final Supplier<HubSettings> settings;

    @Parameters(index = "0", paramLabel = "FOLDER", description = "the checkpoint; of a run, its best/")
    private String folder;

    @Parameters(index = "1", paramLabel = "ID", description = "where to: YOUR_NAME/NAME or ORGANIZATION/NAME")
    private String id;

    @Option(names = "--public", description = "everybody may see it (default: a new repository is private)")
    private boolean visible;

    @Option(
            names = "--message",
            paramLabel = "TEXT",
            defaultValue = "Checkpoint of gemmatune",
            description = "the commit's message (default: ${DEFAULT-VALUE})")
    private String message;

    @Option(
            names = "--include",
            paramLabel = "NAME",
            description = "a file that no checkpoint has and that is sent all the same; * and ? match any characters")
    private List<String> include = List.of();

    @Option(names = "--dry-run", description = "only list what would be sent; the hub is not asked")
    private boolean dryRun;

    /** A command that shows its results on {@code console}. */
    public PushCommand(Console console) {
        this(console, HubSettings::ofProcess);
    }

    PushCommand(Console console, Supplier<HubSettings> settings) {
        this.console = console;
        this.settings = settings;
    }

    @Override
    public String left() {
        return "the hub shows nothing of it; large files that were sent need not be sent again";
    }

    @Override
    public Integer call() {
        UploadPlan plan = UploadPlan.of(PathLookup.ofProcess().find(folder), id, include);
        if (!plan.hasCard()) {
            console.note("note: there is no README.md, so the model will have no card");
        }
        if (dryRun) {
            list(plan);
            answer(plan);
            return ExitCodes.DONE;
        }
        HubSettings now = settings.get();
        try (ConsoleProgress progress = new ConsoleProgress(console)) {
            String visibility = visible ? "to be public" : "to be private";
            String commit =
                    new HubUpload(now).push(plan, visible, message, new HubProgress(progress, "uploading", visibility));
            progress.endStage();
            answer(plan);
            console.answer("commit", commit);
            console.result(commit);
        }
        return ExitCodes.DONE;
    }

    private void answer(UploadPlan plan) {
        console.answer("repository", plan.repository().id());
        console.answer("public", new JsonPrimitive(visible));
        console.answer("bytes", plan.bytes());
        console.answer("files", Answers.each(plan.files(), item -> new JsonPrimitive(item.name())));
    }

    private void list(UploadPlan plan) {
        Table table = new Table("file", "size");
        plan.files().forEach(item -> table.row(item.name(), HubProgress.size(item.size())));
        table.print(console);
        console.result(plan.files().size() + " files, " + HubProgress.size(plan.bytes()) + ", would go to the "
                + (visible ? "public " : "private ") + plan.repository());
    }
}

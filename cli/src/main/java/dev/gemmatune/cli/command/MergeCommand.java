package dev.gemmatune.cli.command;

import com.google.gson.JsonObject;
import dev.gemmatune.cli.config.EvaluationData;
import dev.gemmatune.cli.config.EvaluationSet;
import dev.gemmatune.cli.config.PathLookup;
import dev.gemmatune.cli.console.Console;
import dev.gemmatune.cli.console.ConsoleProgress;
import dev.gemmatune.cli.console.Table;
import dev.gemmatune.cli.report.Answers;
import dev.gemmatune.eval.Evaluation;
import dev.gemmatune.eval.Scores;
import dev.gemmatune.eval.retrieval.RetrievalOptions;
import dev.gemmatune.eval.retrieval.RetrievalPrompts;
import dev.gemmatune.model.EmbeddingModel;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.encoder.ComputeType;
import dev.gemmatune.train.merge.GreedySoup;
import dev.gemmatune.train.merge.WeightAverage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Averages the weights of tuned models. */
@Command(
        name = "merge",
        mixinStandardHelpOptions = true,
        description = {
            "Averages the weights of models that were tuned from the same start, such as runs with several seeds. The"
                    + " average often scores better than each of them, and costs nothing when it is used.",
            "",
            "Without --data all models are averaged. With --data, the dev split of your evaluation, models join the"
                    + " average best first and stay only if its score does not fall (the greedy soup)."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  gemmatune merge checkpoints/seed-1 checkpoints/seed-2 --output checkpoints/average",
            "  gemmatune merge checkpoints/seed-* --output checkpoints/soup --data datasets/finance --split dev"
        })
public final class MergeCommand implements Callable<Integer>, Interruptible {

    private final Console console;

    @Parameters(arity = "2..*", paramLabel = "MODEL", description = "checkpoint folders; of a run its best/ is taken")
    private List<String> models = new ArrayList<>();

    @Option(names = "--output", paramLabel = "DIR", required = true, description = "the folder of the average")
    private Path folder;

    @Option(names = "--overwrite", description = "replace what is there")
    private boolean overwrite;

    @Option(names = "--data", paramLabel = "DIR", description = "a BEIR folder: average greedily by nDCG@10 on it")
    private String data;

    @Option(
            names = "--split",
            paramLabel = "NAME",
            defaultValue = "dev",
            description = "split of --data (default: ${DEFAULT-VALUE})")
    private String split;

    @Mixin
    private EngineOptions engine;

    /** A command that shows its results on {@code console}. */
    public MergeCommand(Console console) {
        this.console = console;
    }

    @Override
    public String left() {
        return "nothing was written to " + folder;
    }

    @Override
    public Integer call() {
        WrongUsage.check(overwrite || !Files.exists(folder), "--output " + folder + " exists; --overwrite replaces it");
        List<Checkpoint> checkpoints = models.stream().map(MergeCommand::open).toList();
        console.answer("output", folder);
        if (data == null) {
            WeightAverage.write(folder, checkpoints);
            console.answer("models", checkpoints.size());
            console.result(folder + ": the mean of " + checkpoints.size() + " models");
        } else {
            show(greedy(checkpoints));
        }
        return ExitCodes.DONE;
    }

    private List<GreedySoup.Trial> greedy(List<Checkpoint> checkpoints) {
        EvaluationSet set = EvaluationSet.read(
                new EvaluationData.Retrieval(PathLookup.ofProcess().find(data), split, Optional.empty(), false));
        try (ConsoleProgress progress = new ConsoleProgress(console)) {
            return GreedySoup.write(folder, checkpoints, checkpoint -> score(checkpoint, set, progress));
        }
    }

    private double score(Checkpoint checkpoint, EvaluationSet set, ConsoleProgress progress) {
        RetrievalPrompts prompts = RetrievalPrompts.of(checkpoint.prompts());
        Evaluation evaluation = set.evaluation(
                checkpoint.prompts(),
                prompts,
                "",
                List.of(checkpoint.dimension()),
                RetrievalOptions.DEFAULT.withThreads(engine.threads()));
        try (EmbeddingModel model = EmbeddingModel.load(checkpoint, engine::start, ComputeType.FLOAT32)) {
            Scores scores = evaluation.run(model, progress);
            progress.endStage();
            return scores.primary();
        }
    }

    private void show(List<GreedySoup.Trial> trials) {
        Table table = new Table("model", "alone", "with those before", "joins");
        trials.forEach(trial -> table.row(
                trial.checkpoint().folder().toString(),
                Table.score(trial.alone()),
                Table.score(trial.together()),
                trial.joined() ? "yes" : "no"));
        table.print(console);
        long joined = trials.stream().filter(GreedySoup.Trial::joined).count();
        console.answer("models", joined);
        console.answer("trials", Answers.each(trials, trial -> {
            JsonObject object = new JsonObject();
            object.addProperty("model", trial.checkpoint().folder().toString());
            object.addProperty("alone", trial.alone());
            object.addProperty("together", trial.together());
            object.addProperty("joined", trial.joined());
            return object;
        }));
        console.result(folder + ": the mean of " + joined + (joined == 1 ? " model" : " models"));
    }

    private static Checkpoint open(String model) {
        Path given = PathLookup.ofProcess().find(model);
        Path best = given.resolve("best");
        boolean isRun = !Files.exists(given.resolve("config.json")) && Files.exists(best.resolve("config.json"));
        return isRun ? Checkpoint.open(best) : PathLookup.ofProcess().openModel(model);
    }
}

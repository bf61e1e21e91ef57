package dev.gemmatune.cli.train;

import ai.djl.Device;
import com.google.gson.JsonPrimitive;
import dev.gemmatune.cli.config.CheckedConfig;
import dev.gemmatune.cli.config.CheckedSet;
import dev.gemmatune.cli.config.ConfigLoader;
import dev.gemmatune.cli.config.EvaluationConfig;
import dev.gemmatune.cli.config.EvaluationSet;
import dev.gemmatune.cli.config.ExportConfig;
import dev.gemmatune.cli.console.Console;
import dev.gemmatune.cli.console.ConsoleProgress;
import dev.gemmatune.cli.console.StopSignal;
import dev.gemmatune.cli.evaluation.Bm25Scores;
import dev.gemmatune.cli.evaluation.EvaluationRecord;
import dev.gemmatune.cli.evaluation.SetEvaluation;
import dev.gemmatune.cli.export.ExportRun;
import dev.gemmatune.cli.export.ReleaseTable;
import dev.gemmatune.cli.report.Answers;
import dev.gemmatune.cli.report.ApplicationVersion;
import dev.gemmatune.cli.report.Comparison;
import dev.gemmatune.cli.report.ExpectedScores;
import dev.gemmatune.cli.report.ExportLines;
import dev.gemmatune.cli.report.ResultFiles;
import dev.gemmatune.cli.report.TrainingLog;
import dev.gemmatune.cli.report.VerificationTexts;
import dev.gemmatune.eval.Evaluation;
import dev.gemmatune.export.ExportReport;
import dev.gemmatune.model.Count;
import dev.gemmatune.model.EmbeddingModel;
import dev.gemmatune.model.cache.CacheFolder;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.encoder.ComputeType;
import dev.gemmatune.model.files.AtomicFiles;
import dev.gemmatune.model.files.Hold;
import dev.gemmatune.train.EpochRows;
import dev.gemmatune.train.FineTuning;
import dev.gemmatune.train.FineTuningBuilder;
import dev.gemmatune.train.TrainingResult;
import dev.gemmatune.train.run.EarlierRun;
import dev.gemmatune.train.run.RunFolder;
import dev.gemmatune.train.run.StateFolder;
import dev.gemmatune.train.vectors.ReferenceVectors;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A run from a checked config to the table of what it bought. */
public final class TrainRun {

    /** How long a step may still take when the process is told to stop. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final CheckedConfig checked;
    private final TrainPlan plan;
    private final int threads;
    private final List<Device> devices;
    private final Console console;
    private final ConsoleProgress progress;
    private final Path folder;
    private final JudgedInTraining judged = new JudgedInTraining();
    private final Map<EvaluationSet, Optional<Bm25Scores>> bm25 = new LinkedHashMap<>();
    private boolean trained;

    /** How a run ended. */
    public enum Outcome {
        /** It came to its end. */
        COMPLETE,
        /** It was interrupted, after which {@code last/} is complete. */
        INTERRUPTED,
        /** It came to its end, but not to the scores that the config expects. */
        UNEXPECTED
    }

    /** Prepares a run on devices of which the first holds the model. */
    public TrainRun(
            CheckedConfig checked, List<Device> devices, int threads, Console console, ConsoleProgress progress) {
        this.checked = checked;
        this.plan = new TrainPlan(checked, threads);
        this.threads = threads;
        this.devices = List.copyOf(devices);
        this.console = console;
        this.progress = progress;
        this.folder = checked.config().output().run();
    }

    /**
     * Trains, evaluates and exports.
     *
     * @return how it ended
     */
    public Outcome run() {
        return held(() -> {
            prepareFolder();
            // There is no state in it, and so the training begins; run() would take the config that lies there for
            // another run.
            return run(FineTuning::resume);
        });
    }

    /**
     * Goes on with a run that was stopped or killed.
     *
     * @return as {@link #run()}
     */
    public Outcome resume() {
        return held(() -> run(FineTuning::resume));
    }

    /** Exports and reports are of the run too, and no other process may begin it anew meanwhile. */
    private Outcome held(Supplier<Outcome> work) {
        return Hold.during(folder, work);
    }

    private Outcome run(Function<FineTuning, TrainingResult> way) {
        StopSignal.ofProcess().leaves(this::left);
        Leakage leaks = Leakage.of(checked);
        leaks.warnings().forEach(warning -> progress.message("warning: " + warning));
        leaks.notes().forEach(note -> progress.message("note: " + note));
        // The training evaluates its start itself, where it judges the same sets.
        boolean later = plan.judgesInTraining();
        Map<EvaluationSet, EvaluationRecord> early = later ? Map.of() : before();
        TrainingResult result = train(way);
        if (result.interrupted()) {
            return Outcome.INTERRUPTED;
        }
        Checkpoint tuned = Checkpoint.open(result.bestCheckpoint());
        List<Comparison> comparisons = compare(later ? before() : early, tuned);
        AtomicFiles.writeString(
                result.bestCheckpoint().resolve(ModelCard.FILE),
                ModelCard.of(checked, comparisons, result, ApplicationVersion.text()));
        List<ExportReport> exports = export(tuned);
        Path report = new TrainReport(
                        checked,
                        devices.get(0),
                        leaks,
                        doubt(result, comparisons),
                        comparisons,
                        result,
                        exports,
                        memory())
                .write(folder);
        show(comparisons, result, exports, report);
        answer(comparisons, result, exports, report);
        boolean asExpected = new ExpectedScores(checked.config().expected(), comparisons).show(console);
        return asExpected ? Outcome.COMPLETE : Outcome.UNEXPECTED;
    }

    private void prepareFolder() {
        EarlierRun.makeRoom(
                folder,
                checked.config().output().overwrite(),
                RunInputs.of(checked),
                "choose another name (--set output.name=…), go on with it (--resume " + folder
                        + ") or replace it (--set output.overwrite=true)");
        ConfigLoader.writeResolved(checked.config(), folder);
        Provenance.write(checked, folder);
    }

    private TrainingResult train(Function<FineTuning, TrainingResult> way) {
        TuningProgress shown = new TuningProgress(progress, new RunFolder(folder), watch(), judged);
        FineTuningBuilder builder = builder().listener(shown);
        if (checked.config().training().tokenCache()) {
            builder.tokenCache(CacheFolder.ofProcess());
        }
        FineTuning tuning = builder.build();
        StopSignal.Orderly orderly = StopSignal.ofProcess()
                .orderly(tuning::stop, "stopping after this step; its state is being saved", PATIENCE);
        try {
            TrainingResult result = way.apply(tuning);
            trained = shown.trained();
            if (result.interrupted()) {
                console.answer("run", folder);
                console.answer("steps", result.steps());
                console.answer("interrupted", new JsonPrimitive(true));
                console.message("interrupted after step " + result.steps() + "; " + result.lastCheckpoint()
                        + " is complete and can be used. To go on: gemmatune train --resume " + folder);
            }
            return result;
        } finally {
            orderly.close();
            progress.endStage();
        }
    }

    /** What is left, and how to go on, where the process ends before the run does. */
    private String left() {
        StateFolder states = new StateFolder(folder);
        OptionalLong step = states.newestStep();
        String what = states.finished().isPresent()
                ? "the training is over, what follows it is not"
                : step.isPresent()
                        ? "the training is saved up to step " + step.getAsLong()
                        : "no step of the training is saved yet";
        return what + ". To go on: gemmatune train --resume " + folder;
    }

    /** The training, with the hard negatives that the config asks for. */
    private FineTuningBuilder builder() {
        List<CheckedSet> sets = new ArrayList<>();
        List<EpochRows> epochRows = new ArrayList<>();
        for (CheckedSet set : checked.sets()) {
            Optional<TrainMining> mining = set.config()
                    .mining()
                    .map(settings -> new TrainMining(checked, set, settings, threads, folder, progress));
            sets.add(mining.map(found -> set.withData(found.beforeTraining(devices.get(0))))
                    .orElse(set));
            epochRows.add(mining.<EpochRows>map(found -> (epoch, model, ignored) -> found.ofEpoch(epoch, model))
                    .orElse(EpochRows.FIXED));
        }
        TrainPlan mined = new TrainPlan(checked.withSets(sets), threads);
        List<ReferenceVectors> references = mined.references(devices.get(0), progress);
        progress.endStage();
        return mined.tuning(devices, references, epochRows, judged);
    }

    private Map<EvaluationSet, EvaluationRecord> before() {
        return checked.config().evaluation().before()
                ? evaluate(checked.checkpoint(), plan.finalSets(), EvaluationRecord.Role.BEFORE)
                : Map.of();
    }

    private List<Comparison> compare(Map<EvaluationSet, EvaluationRecord> before, Checkpoint tuned) {
        List<EvaluationSet> sets = checked.config().evaluation().after() ? plan.finalSets() : List.<EvaluationSet>of();
        List<Comparison> comparisons = new ArrayList<>();
        evaluate(tuned, sets, EvaluationRecord.Role.TUNED)
                .forEach((set, found) -> comparisons.add(Comparison.of(Optional.ofNullable(before.get(set)), found)));
        return comparisons;
    }

    private Map<EvaluationSet, EvaluationRecord> evaluate(
            Checkpoint checkpoint, List<EvaluationSet> sets, EvaluationRecord.Role role) {
        ResultFiles files = resultFiles(checkpoint, role);
        Map<EvaluationSet, SetEvaluation> found = new LinkedHashMap<>();
        if (plan.judgesInTraining()) {
            sets.forEach(set ->
                    judged.found(set, role).ifPresent(known -> found.put(set, known.as(files.modelFolder(), role))));
        }
        List<EvaluationSet> unknown =
                sets.stream().filter(set -> !found.containsKey(set)).toList();
        if (!unknown.isEmpty()) {
            try (EmbeddingModel model =
                    load(checkpoint, checked.config().model().compute())) {
                for (EvaluationSet set : unknown) {
                    found.put(
                            set,
                            SetEvaluation.run(set, plan.evaluation(set), model, files.modelFolder(), role, progress));
                    progress.endStage();
                }
            }
        }
        String when = role == EvaluationRecord.Role.BEFORE ? "before" : "after";
        Map<EvaluationSet, EvaluationRecord> records = new LinkedHashMap<>();
        for (EvaluationSet set : sets) {
            SetEvaluation beside = found.get(set).with(bm25(set));
            files.write(beside, progress::message);
            TuningProgress.show(progress, when, set.name(), beside.scores(), "");
            records.put(set, beside.evaluation());
        }
        return records;
    }

    /** What a search by words finds, once for the model before and after. */
    private Optional<Bm25Scores> bm25(EvaluationSet set) {
        EvaluationConfig config = checked.config().evaluation();
        return config.bm25()
                ? bm25.computeIfAbsent(set, one -> Bm25Scores.of(one, config.bm25Words(), progress))
                : Optional.empty();
    }

    /** A model that lies in a run of this run's name would have the files of the tuned one. */
    private ResultFiles resultFiles(Checkpoint checkpoint, EvaluationRecord.Role role) {
        ResultFiles files = ResultFiles.of(
                folder.resolve(RunFolder.RESULTS), checkpoint.folder().toString(), checkpoint);
        String tuned = ResultFiles.modelFolder(folder.resolve(RunFolder.BEST));
        return role == EvaluationRecord.Role.BEFORE && files.modelFolder().equalsIgnoreCase(tuned)
                ? new ResultFiles(files.output(), "local/before", checkpoint)
                : files;
    }

    private List<ExportReport> export(Checkpoint tuned) {
        ExportConfig config = checked.config().export();
        if (config.formats().isEmpty()) {
            return List.of();
        }
        List<String> texts = Stream.concat(checked.test().stream(), checked.evaluation().stream())
                .flatMap(set -> set.texts().stream())
                .distinct()
                .toList();
        List<String> verification = texts.isEmpty()
                ? checked.examples().stream()
                        .flatMap(example -> example.texts().stream())
                        .distinct()
                        .toList()
                : texts;
        List<String> pruneTo =
                config.pruneVocabulary().map(VerificationTexts::read).orElse(List.of());
        return new ExportRun(
                        config.formats(),
                        config.form(),
                        config.dim(),
                        pruneTo,
                        0,
                        verification,
                        this::evaluationOfExports,
                        config.limits(),
                        config.verificationTexts(),
                        true)
                .run(tuned, checkpoint -> load(checkpoint, ComputeType.FLOAT32), folder, console, progress);
    }

    /** On the first of the final sets, at the dimensions that the exports have. */
    private Optional<Evaluation> evaluationOfExports(Checkpoint checkpoint) {
        List<Integer> dimensions = checked.config().evaluation().dimensions().stream()
                .filter(dimension -> dimension <= checkpoint.dimension())
                .toList();
        return plan.finalSets().stream().findFirst().map(set -> plan.evaluation(set, dimensions));
    }

    private EmbeddingModel load(Checkpoint checkpoint, ComputeType compute) {
        return EmbeddingModel.load(checkpoint, devices.get(0), compute);
    }

    private void show(List<Comparison> comparisons, TrainingResult result, List<ExportReport> exports, Path report) {
        Watch.show(TrainingLog.read(folder.resolve(RunFolder.METRICS)).watched(), console);
        for (Comparison comparison : comparisons) {
            comparison.table().print(console);
            comparison.bm25().map(Bm25Scores::sentence).ifPresent(console::result);
            comparison.verdict().ifPresent(console::result);
            comparison.successes().ifPresent(console::result);
            console.result("");
        }
        if (!comparisons.isEmpty() && checked.test().isEmpty()) {
            console.note("these scores flatter the tuned model: its checkpoint was chosen by them. Other questions in"
                    + " data.test would not");
        }
        console.result(String.format(
                Locale.ROOT,
                "%s in %s, %,.0f tokens/s",
                Count.of(result.steps(), "steps"),
                ConsoleProgress.duration(result.seconds()),
                result.tokens() / result.seconds()));
        doubt(result, comparisons).ifPresent(console::result);
        console.result("tuned model: " + result.bestCheckpoint() + " (step " + result.bestStep() + ")");
        for (ExportReport export : exports) {
            console.result(ExportLines.describe(export));
        }
        if (!exports.isEmpty()) {
            console.result("");
            ReleaseTable.of(exports).text().print(console);
        }
        console.result("report: " + report);
    }

    private Optional<String> doubt(TrainingResult result, List<Comparison> comparisons) {
        return Doubt.of(result, checked.evaluation(), checked.test().isEmpty() ? List.of() : comparisons);
    }

    /** That of a process that shows an earlier training's end again is not that of the training. */
    private OptionalDouble memory() {
        return trained ? PeakMemory.megabytes() : OptionalDouble.empty();
    }

    private Optional<Watch> watch() {
        return checked.config().evaluation().watch().map(wanted -> new Watch(wanted, checked.prompt(wanted.prompt())));
    }

    private void answer(List<Comparison> comparisons, TrainingResult result, List<ExportReport> exports, Path report) {
        console.answer("run", folder);
        console.answer("steps", result.steps());
        console.answer("seconds", result.seconds());
        console.answer("tokens", result.tokens());
        memory().ifPresent(megabytes -> console.answer("peak_memory_megabytes", megabytes));
        console.answer("model", result.bestCheckpoint());
        console.answer("model_step", result.bestStep());
        console.answer("sets", Answers.each(comparisons, Answers::of));
        console.answer("exports", Answers.each(exports, Answers::of));
        console.answer("report", report);
    }
}

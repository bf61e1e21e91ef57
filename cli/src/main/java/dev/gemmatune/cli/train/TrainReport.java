package dev.gemmatune.cli.train;

import ai.djl.Device;
import dev.gemmatune.cli.config.CheckedConfig;
import dev.gemmatune.cli.config.ConfigLoader;
import dev.gemmatune.cli.config.ConfigSummary;
import dev.gemmatune.cli.console.ConsoleProgress;
import dev.gemmatune.cli.report.ApplicationVersion;
import dev.gemmatune.cli.report.Comparison;
import dev.gemmatune.cli.report.RunReport;
import dev.gemmatune.cli.report.TrainingLog;
import dev.gemmatune.export.ExportReport;
import dev.gemmatune.model.UserError;
import dev.gemmatune.train.TrainingResult;
import dev.gemmatune.train.run.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a run's report.html is made from.
 *
 * @param checked the config
 * @param device on which was trained
 * @param leaks what was found of test texts in the training data
 * @param doubt what to say where the best checkpoint is not better than the model was
 * @param comparisons the final scores
 * @param result of the training
 * @param exports of the tuned model
 * @param memory in megabytes, at its peak; empty if it is not known
 */
record TrainReport(
        CheckedConfig checked,
        Device device,
        Leakage leaks,
        Optional<String> doubt,
        List<Comparison> comparisons,
        TrainingResult result,
        List<ExportReport> exports,
        OptionalDouble memory) {

    /** Writes the report into the run's folder, from whose other files it takes the rest. */
    Path write(Path folder) {
        Map<String, String> files = new LinkedHashMap<>();
        for (String name : List.of(ConfigLoader.RESOLVED, Provenance.FILE)) {
            files.put(name, read(folder.resolve(name)));
        }
        return new RunReport(
                        "Training run " + folder.getFileName(),
                        ApplicationVersion.now(),
                        doubt,
                        leaks.warnings(),
                        comparisons,
                        Optional.of(TrainingLog.read(folder.resolve(RunFolder.METRICS))),
                        facts(),
                        exports,
                        Optional.of(new RunReport.Usage(result.bestCheckpoint(), prompts())),
                        files)
                .write(folder);
    }

    private Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>(ConfigSummary.parts(checked));
        facts.put("leakage", leaks.facts());
        facts.put(
                "steps",
                String.format(
                        Locale.ROOT, "%,d; the tuned model is that of step %,d", result.steps(), result.bestStep()));
        facts.put("time", ConsoleProgress.duration(result.seconds()) + " in steps, without evaluations and the export");
        facts.put(
                "speed",
                String.format(
                        Locale.ROOT,
                        "%,.0f tokens/s on %s, %,d tokens in all",
                        result.tokens() / result.seconds(),
                        device.getDeviceType(),
                        result.tokens()));
        memory.ifPresent(megabytes -> facts.put(
                "memory",
                String.format(Locale.ROOT, "%,.0f MB at the peak, evaluations and the export included", megabytes)));
        return facts;
    }

    private Map<String, String> prompts() {
        Map<String, String> prompts = new LinkedHashMap<>();
        checked.sets().stream()
                .flatMap(set -> set.promptNames().stream())
                .forEach(name -> prompts.put(name, checked.prompt(name)));
        return prompts;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UserError("cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}

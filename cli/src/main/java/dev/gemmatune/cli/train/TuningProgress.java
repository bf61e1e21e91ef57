package dev.gemmatune.cli.train;

import dev.gemmatune.cli.console.ConsoleProgress;
import dev.gemmatune.cli.console.Numbers;
import dev.gemmatune.cli.console.StopSignal;
import dev.gemmatune.cli.console.Table;
import dev.gemmatune.cli.report.MetricTitle;
import dev.gemmatune.cli.report.TrainingLog;
import dev.gemmatune.eval.Progress;
import dev.gemmatune.eval.Scores;
import dev.gemmatune.model.TextEmbedder;
import dev.gemmatune.train.StepReport;
import dev.gemmatune.train.TrainingListener;
import dev.gemmatune.train.run.RunFolder;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Shows a training on the console. */
final class TuningProgress implements TrainingListener {

    /** Weight of the newest step in what is shown of loss and speed. */
    private static final double SMOOTHING = 0.1;

    private final ConsoleProgress console;
    private final RunFolder folder;
    private final Optional<Watch> watch;
    private final JudgedInTraining judged;
    /** The main score of each set before the first step. */
    private final Map<String, Double> start = new HashMap<>();

    private double loss = Double.NaN;
    private double tokensPerSecond = Double.NaN;

    /**
     * Shows a training.
     *
     * @param folder of the run, which receives what the watched query scores
     * @param judged is told of every evaluation
     */
    TuningProgress(ConsoleProgress console, RunFolder folder, Optional<Watch> watch, JudgedInTraining judged) {
        this.console = console;
        this.folder = folder;
        this.watch = watch;
        this.judged = judged;
        // A resumed training does not evaluate its start again.
        start.putAll(TrainingLog.startOf(folder.checkpoint(RunFolder.METRICS)));
    }

    @Override
    public void onStep(StepReport report) {
        loss = smooth(loss, report.loss());
        tokensPerSecond = smooth(tokensPerSecond, report.tokens() / report.seconds());
        console.update(
                "step",
                report.step(),
                report.totalSteps(),
                String.format(
                        Locale.ROOT,
                        "loss %.3f, learning rate %s, %,.0f tokens/s",
                        loss,
                        Numbers.plain(report.learningRate(), 2),
                        tokensPerSecond));
    }

    @Override
    public void onEpoch(double epochs, long step, TextEmbedder model) {
        watch.ifPresent(watched -> {
            Map<String, Double> scores = watched.scores(model);
            folder.log(epochs, step, watched.config().query(), scores);
            console.message(watched.lines(epochs, scores));
        });
    }

    @Override
    public void onEvaluation(String name, long step, Scores scores, boolean best) {
        judged.onEvaluation(step, best);
        if (step == 0) {
            start.put(name, scores.primary());
        }
        // The trainer's best is that of its steps; one that does not beat the start is no success.
        boolean better = best && !(scores.primary() <= start.getOrDefault(name, Double.NEGATIVE_INFINITY));
        show(console, step == 0 ? "start" : "step " + step, name, scores, better ? " (best so far)" : "");
    }

    /** Whether there was a step. */
    boolean trained() {
        return !Double.isNaN(tokensPerSecond);
    }

    /** Shows the scores of a set in a line. */
    static void show(ConsoleProgress console, String when, String name, Scores scores, String remark) {
        String byDimension = scores.byDimension().entrySet().stream()
                .map(entry -> Table.score(entry.getValue().get(scores.primaryMetric())) + " at " + entry.getKey())
                .collect(Collectors.joining(", "));
        console.message(when + ": " + name + " " + MetricTitle.of(scores.primaryMetric()) + " " + byDimension + remark);
    }

    /** An evaluation takes longer than somebody waits who wants the process to end. */
    @Override
    public Progress evaluationProgress() {
        return (stage, done, total) -> {
            StopSignal.ofProcess().endIfStopping();
            console.update(stage, done, total);
        };
    }

    private static double smooth(double present, double newest) {
        return Double.isNaN(present) ? newest : (1 - SMOOTHING) * present + SMOOTHING * newest;
    }
}

package dev.gemmatune.cli.report;

import dev.gemmatune.cli.report.html.Colour;
import dev.gemmatune.cli.report.html.Element;
import dev.gemmatune.cli.report.html.LineChart;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The curves of a training.
 *
 * @param log what was recorded
 */
record TrainingSection(TrainingLog log) {

    private static final List<Colour> BY_DIMENSION =
            List.of(Colour.BLUE, Colour.ORANGE, Colour.VIOLET, Colour.TEAL, Colour.GREY);
    private static final String STEP = "step";

    Element section() {
        List<Element> figures = new ArrayList<>();
        figures.add(loss());
        log.evaluations().stream()
                .map(TrainingLog.DevScores::set)
                .distinct()
                .forEach(set -> figures.add(evaluations(set)));
        figures.add(learningRate());
        return Element.of(
                "section",
                Element.of("h2", "The training"),
                Element.of("div", figures).with("class", "beside"));
    }

    private Element loss() {
        List<LineChart.Point> raw = new ArrayList<>();
        List<LineChart.Point> smooth = new ArrayList<>();
        List<Double> smoothed = log.smoothedLoss();
        for (int i = 0; i < smoothed.size(); i++) {
            TrainingLog.Step step = log.steps().get(i);
            raw.add(new LineChart.Point(step.step(), step.loss()));
            smooth.add(new LineChart.Point(step.step(), smoothed.get(i)));
        }
        return new LineChart(
                        "Loss",
                        STEP,
                        "loss",
                        List.of(
                                new LineChart.Series("smoothed", Colour.BLUE, smooth),
                                new LineChart.Series("each step", Colour.FAINT, raw)),
                        Optional.empty(),
                        false)
                .figure();
    }

    private Element learningRate() {
        List<LineChart.Point> points = log.steps().stream()
                .map(step -> new LineChart.Point(step.step(), step.learningRate()))
                .toList();
        return new LineChart(
                        "Learning rate",
                        STEP,
                        "learning rate",
                        List.of(new LineChart.Series("learning rate", Colour.BLUE, points)),
                        Optional.empty(),
                        false)
                .figure();
    }

    private Element evaluations(String set) {
        List<TrainingLog.DevScores> found = log.evaluations().stream()
                .filter(evaluation -> evaluation.set().equals(set))
                .toList();
        String metric = Comparison.title(found.get(0).metric());
        List<LineChart.Series> series = new ArrayList<>();
        for (int dimension : found.get(0).byDimension().keySet()) {
            List<LineChart.Point> points = found.stream()
                    .map(evaluation -> new LineChart.Point(
                            evaluation.step(), evaluation.byDimension().getOrDefault(dimension, Double.NaN)))
                    .toList();
            Colour colour = BY_DIMENSION.get(series.size() % BY_DIMENSION.size());
            series.add(new LineChart.Series(dimension + " dimensions", colour, points));
        }
        Optional<LineChart.Mark> best = log.bestStep().isEmpty()
                ? Optional.empty()
                : Optional.of(new LineChart.Mark(
                        log.bestStep().getAsLong(),
                        String.format(
                                Locale.ROOT, "best: step %,d", log.bestStep().getAsLong())));
        return new LineChart(metric + " on " + set + " while training", STEP, metric, series, best, true).figure();
    }
}

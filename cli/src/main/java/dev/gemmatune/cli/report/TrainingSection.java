package dev.gemmatune.cli.report;

import dev.gemmatune.cli.report.html.Colour;
import dev.gemmatune.cli.report.html.Element;
import dev.gemmatune.cli.report.html.LineChart;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * The curves of a training.
 *
 * @param log what was recorded
 */
record TrainingSection(TrainingLog log) {

    private static final List<Colour> CURVES =
            List.of(Colour.BLUE, Colour.ORANGE, Colour.VIOLET, Colour.TEAL, Colour.GREY);
    private static final String STEP = "step";

    Element section() {
        List<Element> figures = new ArrayList<>();
        figures.add(loss());
        log.evaluations().stream()
                .map(TrainingLog.DevScores::set)
                .distinct()
                .forEach(set -> figures.add(evaluations(set)));
        figures.add(curve("Learning rate", "learning rate", TrainingLog.Step::learningRate));
        figures.add(curve("Speed", "tokens/s", TrainingLog.Step::tokensPerSecond));
        return Element.of(
                "section",
                Element.of("h2", "The training"),
                Element.of("div", figures).with("class", "beside"));
    }

    /** A smoothed curve, with every step behind it; where there are several sets, a smoothed curve of each. */
    private Element loss() {
        Map<String, TrainingLog> sets = log.bySet();
        List<LineChart.Series> series = new ArrayList<>();
        if (sets.size() > 1) {
            sets.forEach((set, own) ->
                    series.add(new LineChart.Series(set, CURVES.get(series.size() % CURVES.size()), smoothed(own))));
        } else {
            List<LineChart.Point> raw = log.steps().stream()
                    .map(step -> new LineChart.Point(step.step(), step.loss()))
                    .toList();
            series.add(new LineChart.Series("smoothed", Colour.BLUE, smoothed(log)));
            series.add(new LineChart.Series("each step", Colour.FAINT, raw));
        }
        String title = sets.size() > 1 ? "Loss of each set, smoothed" : "Loss";
        return new LineChart(title, STEP, "loss", series, Optional.empty(), false).figure();
    }

    private static List<LineChart.Point> smoothed(TrainingLog log) {
        List<LineChart.Point> points = new ArrayList<>();
        List<Double> smoothed = log.smoothedLoss();
        for (int i = 0; i < smoothed.size(); i++) {
            points.add(new LineChart.Point(log.steps().get(i).step(), smoothed.get(i)));
        }
        return points;
    }

    private Element curve(String title, String unit, ToDoubleFunction<TrainingLog.Step> value) {
        List<LineChart.Point> points = log.steps().stream()
                .map(step -> new LineChart.Point(step.step(), value.applyAsDouble(step)))
                .toList();
        List<LineChart.Series> series = List.of(new LineChart.Series(unit, Colour.BLUE, points));
        return new LineChart(title, STEP, unit, series, Optional.empty(), false).figure();
    }

    private Element evaluations(String set) {
        List<TrainingLog.DevScores> found = log.evaluations().stream()
                .filter(evaluation -> evaluation.set().equals(set))
                .toList();
        String metric = MetricTitle.of(found.get(0).metric());
        List<LineChart.Series> series = new ArrayList<>();
        for (int dimension : found.get(0).byDimension().keySet()) {
            List<LineChart.Point> points = found.stream()
                    .map(evaluation -> new LineChart.Point(
                            evaluation.step(), evaluation.byDimension().getOrDefault(dimension, Double.NaN)))
                    .toList();
            Colour colour = CURVES.get(series.size() % CURVES.size());
            series.add(new LineChart.Series(dimension + " dimensions", colour, points));
        }
        Optional<LineChart.Mark> best = log.bestStep().isEmpty()
                ? Optional.empty()
                : Optional.of(new LineChart.Mark(
                        log.bestStep().getAsLong(),
                        String.format(
                                Locale.ROOT,
                                log.isNoBetterThanStart()
                                        ? "best/: step %,d, no better than the start"
                                        : "best: step %,d",
                                log.bestStep().getAsLong())));
        return new LineChart(metric + " on " + set + " while training", STEP, metric, series, best, true).figure();
    }
}

package dev.gemmatune.cli.train;

import dev.gemmatune.cli.config.EvaluationSet;
import dev.gemmatune.cli.report.Comparison;
import dev.gemmatune.cli.report.MetricTitle;
import dev.gemmatune.eval.significance.Difference;
import dev.gemmatune.train.TrainingResult;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What speaks against using a tuned model. */
final class Doubt {

    private Doubt() {}

    /**
     * A clause where the best checkpoint is not better than the model was, by the scores that chose it. If the tuned model
     * is measurably better on a test set, then those scores are what is doubtful.
     *
     * @param sets of the evaluation during the training, the first of which chose
     * @param tests before and after, on sets that chose nothing
     */
    static Optional<String> of(TrainingResult result, List<EvaluationSet> sets, List<Comparison> tests) {
        return result.before()
                .flatMap(before -> result.best()
                        .filter(best -> best.primary() <= before.primary())
                        .map(best -> String.format(
                                Locale.ROOT,
                                "no evaluation was better than the start: %s on %s was %.4f before the training and %.4f at best; ",
                                MetricTitle.of(before.primaryMetric()),
                                sets.get(0).name(),
                                before.primary(),
                                best.primary())))
                .map(
                        start -> start
                                + tests.stream()
                                        .filter(Doubt::gained)
                                        .findFirst()
                                        .map(test -> "since " + test.name() + " gained, "
                                                + sets.get(0).name() + " ("
                                                + sets.get(0).describe()
                                                + ") is a poor judge of which checkpoint is best")
                                        .orElse(
                                                "the model as it was may serve you better (docs/training.md, When it goes wrong)"));
    }

    private static boolean gained(Comparison test) {
        String metric = test.after().primaryMetric();
        return test.evidence()
                .differences()
                .at(test.full(), metric)
                .filter(Difference::significant)
                .filter(found -> test.after().value(test.full(), metric) > test.before(test.full(), metric))
                .isPresent();
    }
}

package dev.gemmatune.cli.config;

import dev.gemmatune.cli.console.Numbers;
import dev.gemmatune.model.Count;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.hub.HubCache;
import dev.gemmatune.model.quantization.QuantizationPlan;
import dev.gemmatune.train.batch.Sampling;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a config will do, in a few lines. */
public final class ConfigSummary {

    private static final int NAME_WIDTH = 12;

    private ConfigSummary() {}

    /** The lines, each {@code what: how}. */
    public static List<String> lines(CheckedConfig checked) {
        return parts(checked).entrySet().stream()
                .map(part -> String.format("%-" + NAME_WIDTH + "s%s", part.getKey() + ":", part.getValue()))
                .toList();
    }

    /** The same by name. */
    public static Map<String, String> parts(CheckedConfig checked) {
        Config config = checked.config();
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("config", checked.file().toString());
        parts.put(
                "model",
                model(checked.checkpoint()) + ", "
                        + config.model().compute().toString().toLowerCase(Locale.ROOT));
        parts.put("data", eachSet(checked, ConfigSummary::data) + sampling(checked));
        PromptNames.missing(
                        checked.prompts(),
                        checked.sets().stream()
                                .flatMap(set -> set.promptNames().stream())
                                .toList())
                .ifPresent(text -> parts.put("prompts", text));
        if (config.data().train().stream().anyMatch(set -> set.mining().isPresent())) {
            parts.put("mining", eachSet(checked, ConfigSummary::mining));
        }
        parts.put("objective", objective(checked));
        parts.put("training", training(config.training(), checked.stepsPerEpoch(), largestSet(checked)));
        parts.put("evaluation", sets(checked.evaluation()));
        if (!checked.test().isEmpty()) {
            parts.put("test", sets(checked.test()));
        }
        parts.put("export", config.export().formats().toString().toLowerCase(Locale.ROOT));
        parts.put("output", config.output().run().toString());
        return parts;
    }

    private static String model(Checkpoint checkpoint) {
        return String.format(
                Locale.ROOT,
                "%s%s, %.1f million parameters, %d dimensions",
                HubCache.repositoryOf(checkpoint.folder())
                        .map(id -> id + " in ")
                        .orElse(""),
                checkpoint.folder(),
                checkpoint.parameters() / 1e6,
                checkpoint.dimension());
    }

    /** What is to be said of each set, with its name where there are several. */
    private static String eachSet(CheckedConfig checked, Function<CheckedSet, String> text) {
        boolean single = checked.sets().size() == 1;
        return checked.sets().stream()
                .map(set -> (single ? "" : set.name() + ": ") + text.apply(set))
                .collect(Collectors.joining("; "));
    }

    private static String data(CheckedSet set) {
        return Count.of(set.data().size(), "rows") + " of " + set.data().columns();
    }

    private static String sampling(CheckedConfig checked) {
        Sampling sampling = checked.config().training().sampling();
        if (checked.sets().size() == 1) {
            return "";
        }
        String weights = checked.sets().stream()
                .map(set -> Numbers.plain(set.config().weight()))
                .collect(Collectors.joining(" to ", " of ", ""));
        return "; " + sampling.toString().toLowerCase(Locale.ROOT) + (sampling == Sampling.BY_WEIGHT ? weights : "");
    }

    private static String mining(CheckedSet set) {
        return set.config()
                .mining()
                .map(mining -> Count.of(mining.negatives(), "negatives")
                        + " of each anchor by "
                        + mining.source().toString().toLowerCase(Locale.ROOT) + " from "
                        + mining.corpus().map(Object::toString).orElse("the rows' positives"))
                .orElse("none");
    }

    private static String objective(CheckedConfig checked) {
        MatryoshkaConfig matryoshka = checked.config().objective().matryoshka();
        boolean equal =
                checked.sets().stream().map(CheckedSet::losses).distinct().count() == 1;
        String losses = equal ? losses(checked.sets().get(0)) : eachSet(checked, ConfigSummary::losses);
        return losses + (matryoshka.enabled() ? " at " + matryoshka.dimensions() : "");
    }

    private static String losses(CheckedSet set) {
        return set.losses().stream().map(ConfigSummary::loss).collect(Collectors.joining(" + "));
    }

    private static String loss(Loss loss) {
        String scale = loss instanceof Loss.MultipleNegativesRanking ranking
                ? ", scale " + Numbers.plain(ranking.scale())
                : "";
        return (loss.weight() == 1 ? "" : Numbers.plain(loss.weight()) + " * ") + loss.type() + scale;
    }

    private static int largestSet(CheckedConfig checked) {
        return checked.sets().stream().mapToInt(set -> set.data().size()).max().orElse(0);
    }

    private static String training(TrainingConfig training, int stepsPerEpoch, int largestSet) {
        int rowsAStep = Math.min(training.batchSize(), largestSet) * training.accumulate();
        OptionalInt evaluations = training.evaluateEvery().steps(stepsPerEpoch);
        return (training.maxSteps().isPresent()
                        ? Count.of(training.maxSteps().getAsInt(), "steps")
                        : "about " + Count.of(Math.round(training.epochs() * stepsPerEpoch), "steps") + " ("
                                + epochs(training.epochs()) + ")")
                + " of " + Count.of(rowsAStep, "rows")
                + (training.batchSize() > largestSet
                        ? ", all there are though batch_size is " + training.batchSize()
                        : "")
                + ", learning rate " + Numbers.plain(training.learningRate())
                + (evaluations.isPresent() ? ", evaluated every " + training.evaluateEvery() : "")
                + trained(training);
    }

    private static String epochs(double epochs) {
        return Numbers.plain(epochs) + (epochs == 1 ? " epoch" : " epochs");
    }

    /** What is not as usual about the weights. */
    private static String trained(TrainingConfig training) {
        StringBuilder text = new StringBuilder();
        training.lora().ifPresent(lora -> text.append(", LoRA of rank ").append(lora.rank()));
        if (!training.freeze().isEmpty()) {
            text.append(", frozen ").append(training.freeze());
        }
        if (training.quantization() != QuantizationPlan.NONE) {
            text.append(", quantized to ")
                    .append(training.quantization().toString().toLowerCase(Locale.ROOT))
                    .append(" after ")
                    .append(Numbers.plain(training.quantizationWarmup()))
                    .append(" of the steps");
        }
        return text.toString();
    }

    private static String sets(List<EvaluationSet> sets) {
        return sets.isEmpty()
                ? "none"
                : String.join(
                        "; ",
                        sets.stream()
                                .map(set -> set.name() + ", " + set.describe())
                                .toList());
    }
}

package dev.gemmatune.cli.config;

import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.quantization.QuantizationPlan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

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
        parts.put("data", checked.data().size() + " rows of " + checked.data().columns());
        config.data()
                .train()
                .mining()
                .ifPresent(mining -> parts.put(
                        "mining",
                        mining.negatives() + (mining.negatives() == 1 ? " negative" : " negatives")
                                + " of each anchor by "
                                + mining.source().toString().toLowerCase(Locale.ROOT) + " from "
                                + mining.corpus().map(Object::toString).orElse("the rows' positives")));
        parts.put("objective", objective(config.objective()));
        parts.put("training", training(config.training(), checked.data().size()));
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
                "%s, %.1f million parameters, %d dimensions",
                checkpoint.folder(),
                checkpoint.parameters() / 1e6,
                checkpoint.dimension());
    }

    private static String objective(ObjectiveConfig objective) {
        String loss = String.join(
                " + ", objective.loss().stream().map(ConfigSummary::loss).toList());
        return loss
                + (objective.matryoshka().enabled()
                        ? " at " + objective.matryoshka().dimensions()
                        : "");
    }

    private static String loss(Loss loss) {
        String scale = loss instanceof Loss.MultipleNegativesRanking ranking ? ", scale " + ranking.scale() : "";
        return (loss.weight() == 1 ? "" : loss.weight() + " * ") + loss.type() + scale;
    }

    private static String training(TrainingConfig training, int rows) {
        int rowsAStep = training.batchSize() * training.accumulate();
        int stepsPerEpoch = (rows + rowsAStep - 1) / rowsAStep;
        OptionalInt evaluations = training.evaluateEvery().steps(stepsPerEpoch);
        return (training.maxSteps().isPresent()
                        ? training.maxSteps().getAsInt() + " steps"
                        : "about " + Math.round(training.epochs() * stepsPerEpoch) + " steps (" + training.epochs()
                                + " epochs)")
                + " of " + rowsAStep + " rows, learning rate " + training.learningRate()
                + (evaluations.isPresent() ? ", evaluated every " + training.evaluateEvery() : "")
                + trained(training);
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
                    .append(training.quantizationWarmup())
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

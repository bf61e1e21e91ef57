package dev.gemmatune.cli.report;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.gemmatune.model.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * What {@code metrics.jsonl} says of a training.
 *
 * @param steps in their order
 * @param evaluations in their order
 * @param watched what the watched query scored, in its order; empty where none was
 */
public record TrainingLog(List<Step> steps, List<DevScores> evaluations, List<Watched> watched) {

    /** Steps over which the loss is smoothed, as a share of all. */
    private static final double SMOOTHED_SHARE = 0.1;

    /**
     * A step.
     *
     * @param step from 1
     * @param loss NaN if it was no number
     * @param learningRate of its update
     * @param set of whose rows it was; empty where there is only one
     * @param tokensPerSecond how fast it was
     */
    public record Step(long step, double loss, double learningRate, String set, double tokensPerSecond) {}

    /**
     * An evaluation during the training.
     *
     * @param step after which
     * @param set its name
     * @param metric the primary one
     * @param best whether it was the best so far
     * @param byDimension the metric's value at each dimension
     */
    public record DevScores(long step, String set, String metric, boolean best, Map<Integer, Double> byDimension) {
        /** Copies the map. */
        public DevScores {
            byDimension = Collections.unmodifiableMap(new LinkedHashMap<>(byDimension));
        }

        /** The value at the largest dimension, by which the best is chosen. */
        double score() {
            return byDimension.get(Collections.max(byDimension.keySet()));
        }
    }

    /**
     * What the watched query scored.
     *
     * @param step after which
     * @param epoch passes over the data by then
     * @param query the text
     * @param scores its cosine with each candidate
     */
    public record Watched(long step, double epoch, String query, Map<String, Double> scores) {
        /** Copies the map. */
        public Watched {
            scores = Collections.unmodifiableMap(new LinkedHashMap<>(scores));
        }

        /** When it was. */
        public String name() {
            return name(epoch);
        }

        /** {@code start}, {@code epoch 2}, {@code epoch 2.50}. */
        public static String name(double epochs) {
            String number = epochs == Math.rint(epochs)
                    ? String.valueOf((long) epochs)
                    : String.format(Locale.ROOT, "%.2f", epochs);
            return epochs == 0 ? "start" : "epoch " + number;
        }
    }

    /** Copies the lists. */
    public TrainingLog {
        steps = List.copyOf(steps);
        evaluations = List.copyOf(evaluations);
        watched = List.copyOf(watched);
    }

    /**
     * Reads the file.
     *
     * @throws UserError if it cannot be read, naming the line
     */
    public static TrainingLog read(Path file) {
        List<Step> steps = new ArrayList<>();
        List<DevScores> evaluations = new ArrayList<>();
        List<Watched> watched = new ArrayList<>();
        int number = 0;
        for (String line : lines(file)) {
            number++;
            try {
                // Not strict: a metric that is not defined stands there as NaN, which JSON does not know.
                JsonObject object = JsonParser.parseString(line).getAsJsonObject();
                if (object.has("evaluation")) {
                    evaluations.add(evaluation(object));
                } else if (object.has("watch")) {
                    watched.add(watched(object));
                } else {
                    steps.add(new Step(
                            object.get("step").getAsLong(),
                            number(object.get("loss")),
                            number(object.get("learning_rate")),
                            object.has("set") ? object.get("set").getAsString() : "",
                            number(object.get("tokens_per_second"))));
                }
            } catch (JsonParseException | IllegalStateException | NullPointerException | NumberFormatException e) {
                throw new UserError(
                        file + ":" + number + ": expected a step or an evaluation, found "
                                + line.substring(0, Math.min(80, line.length())),
                        e);
            }
        }
        return new TrainingLog(steps, evaluations, watched);
    }

    /** The steps of each set of rows by its name, in the order of their first steps; losses of sets do not compare. */
    public Map<String, TrainingLog> bySet() {
        Map<String, TrainingLog> sets = new LinkedHashMap<>();
        steps.stream()
                .collect(Collectors.groupingBy(Step::set, LinkedHashMap::new, Collectors.toList()))
                .forEach((set, own) -> sets.put(set, new TrainingLog(own, List.of(), List.of())));
        return sets;
    }

    /** The step of the best evaluation; none if nothing was evaluated after a step. */
    public OptionalLong bestStep() {
        return evaluations.stream()
                .filter(DevScores::best)
                .mapToLong(DevScores::step)
                .reduce((earlier, later) -> later);
    }

    /** The main score of each set before the first step, as far as a run's file has it; nothing if there is no file yet. */
    public static Map<String, Double> startOf(Path file) {
        Map<String, Double> start = new LinkedHashMap<>();
        if (Files.exists(file)) {
            read(file).evaluations().stream()
                    .filter(found -> found.step() == 0)
                    .forEach(found -> start.put(found.set(), found.score()));
        }
        return start;
    }

    /** Whether the best evaluation is no better than that of the start; false if the start was not evaluated. */
    public boolean isNoBetterThanStart() {
        return evaluations.stream()
                .filter(DevScores::best)
                .reduce((earlier, later) -> later)
                .filter(best -> evaluations.stream()
                        .anyMatch(start ->
                                start.step() == 0 && start.set().equals(best.set()) && best.score() <= start.score()))
                .isPresent();
    }

    /**
     * The loss without its noise: an exponential moving average whose weights are made to sum to one from the first
     * step on (Kingma and Ba, Adam, arXiv:1412.6980, section 3). A loss that is no number is passed over.
     */
    public List<Double> smoothedLoss() {
        double weight = 1 / Math.max(1, SMOOTHED_SHARE * steps.size());
        List<Double> smoothed = new ArrayList<>();
        double sum = 0;
        double weights = 0;
        for (Step step : steps) {
            if (Double.isFinite(step.loss())) {
                sum = (1 - weight) * sum + weight * step.loss();
                weights = (1 - weight) * weights + weight;
            }
            smoothed.add(weights > 0 ? sum / weights : Double.NaN);
        }
        return smoothed;
    }

    private static Watched watched(JsonObject object) {
        Map<String, Double> scores = new LinkedHashMap<>();
        object.getAsJsonObject("scores")
                .entrySet()
                .forEach(entry -> scores.put(entry.getKey(), number(entry.getValue())));
        return new Watched(
                object.get("step").getAsLong(),
                object.get("epoch").getAsDouble(),
                object.get("watch").getAsString(),
                scores);
    }

    private static DevScores evaluation(JsonObject object) {
        String metric = object.get("primary_metric").getAsString();
        Map<Integer, Double> byDimension = new LinkedHashMap<>();
        object.getAsJsonObject("scores")
                .entrySet()
                .forEach(entry -> byDimension.put(
                        Integer.valueOf(entry.getKey()),
                        number(entry.getValue().getAsJsonObject().get(metric))));
        return new DevScores(
                object.get("step").getAsLong(),
                object.get("evaluation").getAsString(),
                metric,
                object.get("best").getAsBoolean(),
                byDimension);
    }

    private static double number(JsonElement value) {
        return value.isJsonNull() ? Double.NaN : value.getAsDouble();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UserError("cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}

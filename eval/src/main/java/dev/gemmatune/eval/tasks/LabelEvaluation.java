package dev.gemmatune.eval.tasks;

import dev.gemmatune.datasets.tasks.LabelledTexts;
import dev.gemmatune.datasets.tasks.TaskData;
import dev.gemmatune.datasets.tasks.TaskDescription;
import dev.gemmatune.datasets.tasks.TaskType;
import dev.gemmatune.eval.classification.BinaryPrecision;
import dev.gemmatune.eval.classification.ClassificationMetrics;
import dev.gemmatune.eval.classification.LabelSetMetrics;
import dev.gemmatune.eval.classification.LogisticRegression;
import dev.gemmatune.eval.classification.NearestNeighbours;
import dev.gemmatune.eval.classification.Undersampling;
import dev.gemmatune.eval.random.NumpyGenerator;
import dev.gemmatune.eval.significance.MacroF1;
import dev.gemmatune.model.UserError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Learns labels from a few examples, several times over, and averages what the metrics say. */
final class LabelEvaluation {

    private static final String TEXTS = "texts";

    private final TaskDescription description;
    private final TaskData.Labels data;

    LabelEvaluation(TaskDescription description, TaskData.Labels data) {
        this.description = description;
        this.data = data;
    }

    /**
     * The metrics at one dimension, and the samples of accuracy and F1.
     *
     * @param train {@code [train][dimension]}
     * @param test {@code [test][dimension]}
     * @param generator for tasks of several labels
     */
    Judged of(float[][] train, float[][] test, NumpyGenerator generator) {
        return description.type() == TaskType.MULTILABEL_CLASSIFICATION
                ? several(train, test, generator)
                : single(train, test);
    }

    private Judged single(float[][] train, float[][] test) {
        List<String> names = names(data.train(), data.test());
        int[] trainLabels = numbers(data.train(), names);
        int[] testLabels = numbers(data.test(), names);
        int[] known = Arrays.stream(trainLabels).distinct().sorted().toArray();
        if (known.length < 2) {
            throw new UserError("task " + description.name() + ": its training rows have only the label \""
                    + names.get(known[0]) + "\"; a classification needs two or more");
        }
        List<Map<String, Double>> experiments = new ArrayList<>();
        List<int[][]> predictions = new ArrayList<>();
        for (int[] rows : Undersampling.rows(
                trainLabels,
                description.rules().samplesPerLabel(),
                description.rules().experiments())) {
            int[] labels = Arrays.stream(rows)
                    .map(row -> Arrays.binarySearch(known, trainLabels[row]))
                    .toArray();
            int[] predicted = LogisticRegression.fit(pick(train, rows), labels, known.length)
                    .predict(test);
            int[] found = Arrays.stream(predicted).map(k -> known[k]).toArray();
            Map<String, Double> metrics = new LinkedHashMap<>(ClassificationMetrics.of(testLabels, found));
            metrics.putAll(BinaryPrecision.of(testLabels, found));
            experiments.add(metrics);
            predictions.add(asSets(found));
        }
        return judged(experiments, asSets(testLabels), predictions);
    }

    private Judged several(float[][] train, float[][] test, NumpyGenerator generator) {
        List<Map<String, Double>> experiments = new ArrayList<>();
        List<int[][]> predictions = new ArrayList<>();
        List<Set<String>> truth = sets(data.test());
        Map<String, Integer> known = new LinkedHashMap<>();
        truth.forEach(labels -> labels.forEach(label -> known.putIfAbsent(label, known.size())));
        List<Set<String>> trainSets = sets(data.train());
        for (int[] rows : Undersampling.rowsOfSets(
                data.train().labels(),
                description.rules().samplesPerLabel(),
                description.rules().experiments(),
                generator)) {
            if (rows.length < NearestNeighbours.NEIGHBOURS) {
                throw new UserError("task " + description.name() + ": only " + rows.length
                        + " training rows were drawn, but " + NearestNeighbours.NEIGHBOURS
                        + " neighbours are asked; give more training rows");
            }
            NearestNeighbours neighbours = new NearestNeighbours(
                    pick(train, rows),
                    Arrays.stream(rows).mapToObj(trainSets::get).toList());
            List<Set<String>> predicted = neighbours.predict(test);
            experiments.add(LabelSetMetrics.of(truth, predicted));
            predictions.add(numbers(predicted, known));
        }
        return judged(experiments, numbers(truth, known), predictions);
    }

    /** Accuracy is the mean over texts of the share of experiments in which all labels of a text are right. */
    private static Judged judged(List<Map<String, Double>> experiments, int[][] truth, List<int[][]> predictions) {
        double[] right = new double[truth.length];
        for (int[][] predicted : predictions) {
            for (int text = 0; text < truth.length; text++) {
                right[text] += Arrays.equals(truth[text], predicted[text]) ? 1.0 / predictions.size() : 0;
            }
        }
        return new Judged(means(experiments))
                .withMean("accuracy", TEXTS, right)
                .with("f1", TEXTS, new MacroF1(truth, predictions.toArray(int[][][]::new)));
    }

    private static int[][] asSets(int[] labels) {
        return Arrays.stream(labels).mapToObj(label -> new int[] {label}).toArray(int[][]::new);
    }

    /** Labels that the truth does not know are left out, as the metrics do. */
    private static int[][] numbers(List<Set<String>> sets, Map<String, Integer> known) {
        return sets.stream()
                .map(labels -> labels.stream()
                        .filter(known::containsKey)
                        .mapToInt(known::get)
                        .sorted()
                        .toArray())
                .toArray(int[][]::new);
    }

    private static Map<String, Double> means(List<Map<String, Double>> experiments) {
        Map<String, Double> means = new LinkedHashMap<>();
        experiments.forEach(metrics -> metrics.forEach((name, value) -> means.merge(name, value, Double::sum)));
        means.replaceAll((name, sum) -> sum / experiments.size());
        return means;
    }

    /** All labels; numbers by their size, so that of 0 and 1 the latter is the positive one. */
    private static List<String> names(LabelledTexts train, LabelledTexts test) {
        List<String> distinct = Stream.concat(train.single().stream(), test.single().stream())
                .distinct()
                .toList();
        boolean numeric = distinct.stream().allMatch(name -> name.matches("-?[0-9]{1,9}"));
        Comparator<String> order = numeric ? Comparator.comparingInt(Integer::parseInt) : Comparator.naturalOrder();
        return distinct.stream().sorted(order).toList();
    }

    private static int[] numbers(LabelledTexts texts, List<String> names) {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        names.forEach(name -> numbers.put(name, numbers.size()));
        return texts.single().stream().mapToInt(numbers::get).toArray();
    }

    private static List<Set<String>> sets(LabelledTexts texts) {
        List<Set<String>> sets = new ArrayList<>();
        texts.labels().forEach(labels -> sets.add(new TreeSet<>(labels)));
        return sets;
    }

    private static float[][] pick(float[][] vectors, int[] rows) {
        return Arrays.stream(rows).mapToObj(row -> vectors[row]).toArray(float[][]::new);
    }
}

package dev.gemmatune.eval.classification;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Predicts sets of labels by the vote of the nearest training vectors, each label by itself, as scikit-learn's
 * {@code KNeighborsClassifier(5)} does: Euclidean distance, equal votes, of equal distances the earlier vector.
 *
 * @param vectors {@code [rows][E]}
 * @param labels of each row
 */
@SuppressWarnings("ArrayRecordComponent")
public record NearestNeighbours(float[][] vectors, List<Set<String>> labels) {

    /** How many vectors vote. */
    public static final int NEIGHBOURS = 5;

    /**
     * Checks the lengths and copies the list.
     *
     * @throws IllegalArgumentException if there are fewer rows than neighbours vote
     */
    public NearestNeighbours {
        labels = List.copyOf(labels);
        if (vectors.length != labels.size() || vectors.length < NEIGHBOURS) {
            throw new IllegalArgumentException("vectors must be as many as labels and at least " + NEIGHBOURS + ", got "
                    + vectors.length + " and " + labels.size());
        }
    }

    /** The labels that most of the neighbours of a vector have. */
    public Set<String> predict(float[] vector) {
        double[] distances = new double[vectors.length];
        for (int i = 0; i < distances.length; i++) {
            distances[i] = squaredDistance(vector, vectors[i]);
        }
        Map<String, Integer> votes = new LinkedHashMap<>();
        IntStream.range(0, distances.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> distances[i]))
                .limit(NEIGHBOURS)
                .flatMap(i -> labels.get(i).stream())
                .forEach(label -> votes.merge(label, 1, Integer::sum));
        return votes.entrySet().stream()
                .filter(vote -> 2 * vote.getValue() > NEIGHBOURS)
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The labels of many vectors. */
    public List<Set<String>> predict(float[][] many) {
        List<Set<String>> predicted = new ArrayList<>();
        for (float[] vector : many) {
            predicted.add(predict(vector));
        }
        return predicted;
    }

    private static double squaredDistance(float[] left, float[] right) {
        double sum = 0;
        for (int i = 0; i < left.length; i++) {
            double difference = (double) left[i] - right[i];
            sum += difference * difference;
        }
        return sum;
    }
}

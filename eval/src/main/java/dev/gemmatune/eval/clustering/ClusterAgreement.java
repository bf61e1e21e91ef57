package dev.gemmatune.eval.clustering;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How far two ways of grouping the same things agree. Grouping everything together, or nothing with anything, is
 * allowed; the names of the groups do not matter.
 *
 * @param homogeneity 1 if each cluster holds things of one class only
 * @param completeness 1 if all things of a class are in one cluster
 * @param adjustedMutualInformation 1 if both are the same, about 0 if they are random
 */
public record ClusterAgreement(double homogeneity, double completeness, double adjustedMutualInformation) {

    /**
     * Compares.
     *
     * @param classes the right group of each thing
     * @param clusters the found group of each thing
     */
    public static ClusterAgreement of(int[] classes, int[] clusters) {
        if (classes.length != clusters.length || classes.length == 0) {
            throw new IllegalArgumentException("clusters must be as many as classes and not none, got "
                    + clusters.length + " and " + classes.length);
        }
        int[] a = renumbered(classes);
        int[] b = renumbered(clusters);
        int[] rows = sizes(a);
        int[] columns = sizes(b);
        double information = information(a, b, rows, columns);
        double entropyA = entropy(rows, a.length);
        double entropyB = entropy(columns, a.length);
        return new ClusterAgreement(
                entropyA == 0 ? 1 : information / entropyA,
                entropyB == 0 ? 1 : information / entropyB,
                adjusted(information, entropyA, entropyB, rows, columns, a.length));
    }

    /** The harmonic mean of homogeneity and completeness (Rosenberg and Hirschberg 2007). */
    public double vMeasure() {
        double sum = homogeneity + completeness;
        return sum == 0 ? 0 : 2 * homogeneity * completeness / sum;
    }

    /** Vinh, Epps and Bailey 2010, with the arithmetic mean of the entropies. */
    private static double adjusted(
            double information, double entropyA, double entropyB, int[] rows, int[] columns, int count) {
        boolean bothOne = rows.length == 1 && columns.length == 1;
        if (bothOne || (rows.length == count && columns.length == count)) {
            return 1;
        }
        double expected = expectedInformation(rows, columns, count);
        double scale = (entropyA + entropyB) / 2 - expected;
        double epsilon = Math.ulp(1.0);
        scale = scale < 0 ? Math.min(scale, -epsilon) : Math.max(scale, epsilon);
        return (information - expected) / scale;
    }

    private static double information(int[] a, int[] b, int[] rows, int[] columns) {
        Map<Long, Integer> cells = new LinkedHashMap<>();
        for (int i = 0; i < a.length; i++) {
            cells.merge((long) a[i] * columns.length + b[i], 1, Integer::sum);
        }
        double count = a.length;
        double sum = 0;
        for (Map.Entry<Long, Integer> cell : cells.entrySet()) {
            int row = (int) (cell.getKey() / columns.length);
            int column = (int) (cell.getKey() % columns.length);
            double both = cell.getValue();
            sum += both / count * (Math.log(both * count) - Math.log((double) rows[row] * columns[column]));
        }
        return Math.max(0, sum);
    }

    private static double entropy(int[] sizes, int count) {
        if (sizes.length == 1) {
            return 0;
        }
        double sum = 0;
        for (int size : sizes) {
            sum -= (double) size / count * (Math.log(size) - Math.log(count));
        }
        return sum;
    }

    /** Over all ways to deal the things out to groups of these sizes. Cost: rows × columns × the smaller size. */
    private static double expectedInformation(int[] rows, int[] columns, int count) {
        double[] logFactorial = new double[count + 1];
        for (int i = 1; i <= count; i++) {
            logFactorial[i] = logFactorial[i - 1] + Math.log(i);
        }
        double expected = 0;
        for (int row : rows) {
            for (int column : columns) {
                int fewest = Math.max(1, row + column - count);
                double fixed = logFactorial[row]
                        + logFactorial[column]
                        + logFactorial[count - row]
                        + logFactorial[count - column]
                        - logFactorial[count];
                for (int both = fewest; both <= Math.min(row, column); both++) {
                    double chance = Math.exp(fixed
                            - logFactorial[both]
                            - logFactorial[row - both]
                            - logFactorial[column - both]
                            - logFactorial[count - row - column + both]);
                    double gain = Math.log((double) count * both) - Math.log((double) row * column);
                    expected += both / (double) count * gain * chance;
                }
            }
        }
        return expected;
    }

    private static int[] renumbered(int[] groups) {
        Map<Integer, Integer> numbers = new HashMap<>();
        return Arrays.stream(groups)
                .map(group -> numbers.computeIfAbsent(group, any -> numbers.size()))
                .toArray();
    }

    private static int[] sizes(int[] groups) {
        int[] sizes = new int[IntStream.of(groups).max().orElseThrow() + 1];
        for (int group : groups) {
            sizes[group]++;
        }
        return sizes;
    }
}

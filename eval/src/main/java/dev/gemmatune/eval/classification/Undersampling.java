package dev.gemmatune.eval.classification;

import dev.gemmatune.eval.random.NumpyGenerator;
import dev.gemmatune.eval.random.RandomState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Draws a few training rows of each label, experiment by experiment, as mteb 2.20.0 does. */
public final class Undersampling {

    private static final int SEED = 42;

    private Undersampling() {}

    /**
     * For classification. Every experiment shuffles with the same seed, but the list that the one before has shuffled.
     *
     * @param labels of the training rows
     * @param perLabel how many rows of each label, as far as there are as many
     * @param experiments how often
     * @return for each experiment the rows in the order in which they were drawn
     */
    public static List<int[]> rows(int[] labels, int perLabel, int experiments) {
        int[] order = new int[labels.length];
        Arrays.setAll(order, i -> i);
        List<int[]> drawn = new ArrayList<>();
        for (int experiment = 0; experiment < experiments; experiment++) {
            new RandomState(SEED).shuffle(order);
            Map<Integer, Integer> counts = new HashMap<>();
            drawn.add(Arrays.stream(order)
                    .filter(row -> counts.merge(labels[row], 1, Integer::sum) <= perLabel)
                    .toArray());
        }
        return drawn;
    }

    /**
     * For several labels at once: a row is taken while any of its labels has too few, and then counts for all of them.
     *
     * @param labels of the training rows, each without repetitions
     * @param generator goes on from one experiment, subset and split to the next
     */
    public static List<int[]> rowsOfSets(
            List<List<String>> labels, int perLabel, int experiments, NumpyGenerator generator) {
        List<int[]> drawn = new ArrayList<>();
        for (int experiment = 0; experiment < experiments; experiment++) {
            int[] order = new int[labels.size()];
            Arrays.setAll(order, i -> i);
            generator.shuffle(order);
            Map<String, Integer> counts = new HashMap<>();
            drawn.add(Arrays.stream(order)
                    .filter(row -> take(labels.get(row), perLabel, counts))
                    .toArray());
        }
        return drawn;
    }

    private static boolean take(List<String> labels, int perLabel, Map<String, Integer> counts) {
        if (labels.stream().allMatch(label -> counts.getOrDefault(label, 0) >= perLabel)) {
            return false;
        }
        labels.forEach(label -> counts.merge(label, 1, Integer::sum));
        return true;
    }
}

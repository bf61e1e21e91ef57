package dev.gemmatune.eval.tasks;

import dev.gemmatune.datasets.tasks.LabelledTexts;
import dev.gemmatune.datasets.tasks.TaskDescription;
import dev.gemmatune.eval.clustering.ClusterAgreement;
import dev.gemmatune.eval.clustering.MiniBatchKMeans;
import dev.gemmatune.eval.random.PythonRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Groups embeddings and holds the groups against labels.
 *
 * @param description the task
 */
record GroupEvaluation(TaskDescription description) {

    private static final int DRAWS = 10;
    private static final int TEXTS_PER_DRAW = 16_384;
    private static final int BATCH_OF_DRAWS = 512;
    private static final int BATCH_OF_SETS = 500;
    private static final int SEED = 42;

    /** Which texts are embedded. */
    int[] draw(LabelledTexts texts, PythonRandom random) {
        double share = description.rules().clusteredShare();
        if (share == 1) {
            return IntStream.range(0, texts.size()).toArray();
        }
        int count = (int) (share * texts.size());
        return random.sample(texts.size(), Math.max(1, count));
    }

    /**
     * mteb's newer protocol: for each level of the labels, several draws with replacement are clustered.
     *
     * @param vectors {@code [texts][dimension]}
     * @param labels of each text; texts without a label of a level are left out there
     */
    Judged ofDraws(float[][] vectors, List<List<String>> labels, PythonRandom random) {
        int levels = labels.stream().mapToInt(List::size).max().orElse(0);
        List<ClusterAgreement> agreements = new ArrayList<>();
        for (int level = 0; level < levels; level++) {
            int at = level;
            int[] rows = IntStream.range(0, vectors.length)
                    .filter(row -> labels.get(row).size() > at)
                    .toArray();
            int[] classes = classes(
                    Arrays.stream(rows).mapToObj(row -> labels.get(row).get(at)).toList());
            int clusters = (int) Arrays.stream(classes).distinct().count();
            for (int draw = 0; draw < DRAWS; draw++) {
                int[] drawn = random.choices(rows.length, TEXTS_PER_DRAW);
                float[][] some =
                        Arrays.stream(drawn).mapToObj(i -> vectors[rows[i]]).toArray(float[][]::new);
                int[] truth = Arrays.stream(drawn).map(i -> classes[i]).toArray();
                agreements.add(
                        ClusterAgreement.of(truth, MiniBatchKMeans.cluster(some, clusters, BATCH_OF_DRAWS, SEED)));
            }
        }
        return judged(
                "draws",
                agreements.stream().mapToDouble(ClusterAgreement::vMeasure).toArray(),
                agreements.stream()
                        .mapToDouble(ClusterAgreement::adjustedMutualInformation)
                        .toArray());
    }

    /**
     * mteb's older protocol: each set is clustered by itself.
     *
     * @param vectors those of all sets, one behind the other
     */
    Judged ofSets(float[][] vectors, List<LabelledTexts> sets) {
        double[] measures = new double[sets.size()];
        int start = 0;
        for (int i = 0; i < measures.length; i++) {
            int[] classes = classes(sets.get(i).single());
            int clusters = (int) Arrays.stream(classes).distinct().count();
            float[][] ofSet = Arrays.copyOfRange(vectors, start, start + classes.length);
            start += classes.length;
            measures[i] = clusters == 1
                    ? 1
                    : ClusterAgreement.of(classes, MiniBatchKMeans.cluster(ofSet, clusters, BATCH_OF_SETS, SEED))
                            .vMeasure();
        }
        return judged("sets", measures, new double[0]);
    }

    private static Judged judged(String items, double[] measures, double[] adjusted) {
        Judged judged = new Judged(new LinkedHashMap<>());
        put("v_measure", items, measures, judged);
        if (adjusted.length > 0) {
            put("ami", items, adjusted, judged);
        }
        return judged;
    }

    private static void put(String name, String items, double[] values, Judged judged) {
        double mean = Arrays.stream(values).average().orElse(Double.NaN);
        double squares = Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .average()
                .orElse(Double.NaN);
        judged.metrics().put(name, mean);
        judged.metrics().put(name + "_std", Math.sqrt(squares));
        judged.withMean(name, items, values);
    }

    private static int[] classes(List<String> labels) {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        labels.forEach(label -> numbers.putIfAbsent(label, numbers.size()));
        return labels.stream().mapToInt(numbers::get).toArray();
    }
}

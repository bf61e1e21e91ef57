package dev.gemmatune.eval.clustering;

import dev.gemmatune.eval.random.RandomState;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Mini-batch k-means (Sculley 2010, "Web-scale k-means clustering") as scikit-learn 1.9.1's {@code MiniBatchKMeans}
 * computes it with {@code n_init=1} and its other defaults: it draws the same batches, replaces starved centres by the
 * same vectors, and stops when the smoothed inertia has not improved for ten batches. Sums run in another order than
 * NumPy's matrix products, so that a vector just between two centres may go to the other one.
 */
public final class MiniBatchKMeans {

    private static final int EPOCHS = 100;
    private static final int PATIENCE = 10;
    private static final double STARVED = 0.01;
    private static final int REASSIGN_AFTER = 10;

    private final float[][] vectors;
    private final int batchSize;
    private final RandomState random;
    private float[][] centres;
    private float[] counts;
    private int sinceReassignment;
    private double smoothed = Double.NaN;
    private double leastSmoothed = Double.NaN;
    private int withoutImprovement;

    private MiniBatchKMeans(float[][] vectors, int batchSize, RandomState random) {
        this.vectors = vectors;
        this.batchSize = batchSize;
        this.random = random;
    }

    /**
     * Puts vectors into clusters. Cost: vectors × clusters × E multiplications, and as many for each of up to
     * {@code 100 · vectors / batchSize} batches.
     *
     * @param vectors {@code [rows][E]}
     * @param clusters at least 1, at most as many as vectors
     * @param batchSize of scikit-learn
     * @param seed of its random state
     * @return the cluster of each vector, from 0
     */
    public static int[] cluster(float[][] vectors, int clusters, int batchSize, int seed) {
        if (clusters < 1 || clusters > vectors.length) {
            throw new IllegalArgumentException(
                    "clusters must be from 1 to the number of vectors, " + vectors.length + ", got " + clusters);
        }
        MiniBatchKMeans means =
                new MiniBatchKMeans(vectors, Math.min(batchSize, vectors.length), new RandomState(seed));
        means.fit(clusters);
        return means.assign(vectors, new int[vectors.length]);
    }

    private void fit(int clusters) {
        int startSize = 3 * batchSize < clusters ? 3 * clusters : 3 * batchSize;
        startSize = Math.min(startSize, vectors.length);
        // The vectors on which scikit-learn compares several starts; there is only one, but they are drawn all the
        // same.
        random.integers(vectors.length, startSize);
        float[][] startVectors =
                startSize < vectors.length ? pick(random.integers(vectors.length, startSize)) : vectors;
        centres = new KMeansStart(startVectors, random).centres(clusters);
        counts = new float[clusters];
        double[] equal = new double[vectors.length];
        Arrays.fill(equal, 1f / vectors.length);
        int steps = (int) ((long) EPOCHS * vectors.length / batchSize);
        for (int step = 0; step < steps; step++) {
            float[][] batch = pick(random.choice(equal, batchSize));
            double inertia = update(batch);
            if (step > 0 && hasConverged(inertia / batchSize)) {
                break;
            }
        }
    }

    /** The sum of the squared distances to the centres as they were. */
    private double update(float[][] batch) {
        boolean reassign = isReassignmentDue();
        int[] labels = assign(batch, new int[batch.length]);
        float inertia = 0;
        for (int i = 0; i < batch.length; i++) {
            inertia += squaredDistance(batch[i], centres[labels[i]]);
        }
        move(batch, labels);
        if (reassign) {
            reassign(batch);
        }
        return inertia;
    }

    private void move(float[][] batch, int[] labels) {
        float[] before = counts.clone();
        for (int label : labels) {
            counts[label]++;
        }
        for (int k = 0; k < centres.length; k++) {
            if (counts[k] > before[k]) {
                for (int j = 0; j < centres[k].length; j++) {
                    centres[k][j] *= before[k];
                }
            }
        }
        for (int i = 0; i < batch.length; i++) {
            float[] centre = centres[labels[i]];
            for (int j = 0; j < centre.length; j++) {
                centre[j] += batch[i][j];
            }
        }
        for (int k = 0; k < centres.length; k++) {
            if (counts[k] > before[k]) {
                float share = 1 / counts[k];
                for (int j = 0; j < centres[k].length; j++) {
                    centres[k][j] *= share;
                }
            }
        }
    }

    private boolean isReassignmentDue() {
        sinceReassignment += batchSize;
        boolean due = sinceReassignment >= REASSIGN_AFTER * centres.length;
        for (float count : counts) {
            due |= count == 0;
        }
        if (due) {
            sinceReassignment = 0;
        }
        return due;
    }

    /** Centres that got hardly any vectors become random vectors of the batch. */
    private void reassign(float[][] batch) {
        float largest = 0;
        for (float count : counts) {
            largest = Math.max(largest, count);
        }
        float limit = (float) (STARVED * largest);
        int atMost = batch.length / 2;
        int[] starved =
                IntStream.range(0, counts.length).filter(k -> counts[k] < limit).toArray();
        if (starved.length > 0.5 * batch.length) {
            starved = IntStream.range(0, counts.length)
                    .boxed()
                    .sorted(Comparator.comparingDouble(k -> counts[k]))
                    .limit(atMost)
                    .filter(k -> counts[k] < limit)
                    .mapToInt(Integer::intValue)
                    .sorted()
                    .toArray();
        }
        if (starved.length == 0) {
            return;
        }
        int[] chosen = random.permutation(batch.length);
        for (int i = 0; i < starved.length; i++) {
            centres[starved[i]] = batch[chosen[i]].clone();
        }
        int[] reset = starved;
        float least = Float.POSITIVE_INFINITY;
        for (int k = 0; k < counts.length; k++) {
            if (Arrays.binarySearch(reset, k) < 0) {
                least = Math.min(least, counts[k]);
            }
        }
        for (int k : reset) {
            counts[k] = least;
        }
    }

    private boolean hasConverged(double inertia) {
        if (Double.isNaN(smoothed)) {
            smoothed = inertia;
        } else {
            double alpha = Math.min(1, batchSize * 2.0 / (vectors.length + 1));
            smoothed = smoothed * (1 - alpha) + inertia * alpha;
        }
        if (Double.isNaN(leastSmoothed) || smoothed < leastSmoothed) {
            withoutImprovement = 0;
            leastSmoothed = smoothed;
        } else {
            withoutImprovement++;
        }
        return withoutImprovement >= PATIENCE;
    }

    /** The nearest centre of each vector, of equally near ones the first. */
    private int[] assign(float[][] some, int[] labels) {
        double[] norms = new double[centres.length];
        for (int k = 0; k < norms.length; k++) {
            norms[k] = dot(centres[k], centres[k]);
        }
        for (int i = 0; i < some.length; i++) {
            double least = Double.POSITIVE_INFINITY;
            for (int k = 0; k < norms.length; k++) {
                double distance = norms[k] - 2 * dot(some[i], centres[k]);
                if (distance < least) {
                    least = distance;
                    labels[i] = k;
                }
            }
        }
        return labels;
    }

    private float[][] pick(int[] rows) {
        return Arrays.stream(rows).mapToObj(row -> vectors[row]).toArray(float[][]::new);
    }

    private static double dot(float[] left, float[] right) {
        double sum = 0;
        for (int i = 0; i < left.length; i++) {
            sum += (double) left[i] * right[i];
        }
        return sum;
    }

    private static float squaredDistance(float[] left, float[] right) {
        float sum = 0;
        for (int i = 0; i < left.length; i++) {
            float difference = left[i] - right[i];
            sum += difference * difference;
        }
        return sum;
    }
}

package dev.gemmatune.train.batch;

import java.util.ArrayList;
import java.util.List;

/**
 * All steps of a training, known before the first one.
 *
 * @param steps in their order
 */
public record TrainingPlan(List<Step> steps) {

    /**
     * The batches of one step of the optimizer.
     *
     * @param batches whose gradients are averaged
     * @param epoch passes over the data when the step is done
     * @param endsEpoch whether it is the last one of an epoch
     */
    public record Step(List<Batch> batches, double epoch, boolean endsEpoch) {

        /** Copies the batches. */
        public Step {
            batches = List.copyOf(batches);
        }
    }

    /** Copies the steps. */
    public TrainingPlan {
        steps = List.copyOf(steps);
    }

    /**
     * Plans a number of epochs.
     *
     * @param epochs passes, fractions allowed; at least one step is planned
     * @param accumulated batches of a step; the last step of an epoch may have fewer
     */
    public static TrainingPlan ofEpochs(Mixture mixture, int accumulated, double epochs) {
        List<Step> steps = new ArrayList<>();
        for (int epoch = 0; epoch < epochs; epoch++) {
            List<Step> whole = epoch(mixture, accumulated, epoch);
            long kept = Math.max(1, Math.round(Math.min(1, epochs - epoch) * whole.size()));
            steps.addAll(whole.subList(0, (int) kept));
        }
        return new TrainingPlan(steps);
    }

    /** Plans a number of steps, over as many epochs as they take. */
    public static TrainingPlan ofSteps(Mixture mixture, int accumulated, int wanted) {
        List<Step> steps = new ArrayList<>();
        for (int epoch = 0; steps.size() < wanted; epoch++) {
            steps.addAll(epoch(mixture, accumulated, epoch));
        }
        return new TrainingPlan(steps.subList(0, wanted));
    }

    /** The number of steps. */
    public int size() {
        return steps.size();
    }

    private static List<Step> epoch(Mixture mixture, int accumulated, int epoch) {
        List<Batch> batches = mixture.epoch(epoch);
        List<Step> steps = new ArrayList<>();
        for (int start = 0; start < batches.size(); start += accumulated) {
            int end = Math.min(start + accumulated, batches.size());
            steps.add(new Step(
                    batches.subList(start, end), epoch + (double) end / batches.size(), end == batches.size()));
        }
        return steps;
    }
}

package dev.gemmatune.train;

/**
 * What a step did.
 *
 * @param step steps done, from 1
 * @param totalSteps steps of the training
 * @param epoch passes over the data so far
 * @param set name of the rows' set; empty where there is only one
 * @param loss before the update
 * @param learningRate of the update
 * @param gradientNorm before clipping
 * @param tokens of all texts of the batch
 * @param seconds that the step took
 */
public record StepReport(
        long step,
        long totalSteps,
        double epoch,
        String set,
        double loss,
        double learningRate,
        double gradientNorm,
        long tokens,
        double seconds) {}

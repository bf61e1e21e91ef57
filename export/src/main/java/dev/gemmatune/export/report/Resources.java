package dev.gemmatune.export.report;

import java.util.OptionalDouble;

/**
 * What running an export costs.
 *
 * @param loadMilliseconds time to open the model
 * @param millisecondsPerText mean time of a text alone, over all lengths
 * @param meanTokens mean length of a text, for that time
 * @param residentMegabytes the most memory that a virtual machine which only runs the model has resident beyond what it
 *     had before loading it, at 256 tokens; absent where the system does not say
 */
public record Resources(
        double loadMilliseconds, double millisecondsPerText, double meanTokens, OptionalDouble residentMegabytes) {}

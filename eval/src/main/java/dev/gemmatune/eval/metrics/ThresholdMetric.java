package dev.gemmatune.eval.metrics;

import java.util.Locale;

/** What is measured over all thresholds. */
public enum ThresholdMetric {
    /** The best share of pairs that are told rightly. */
    ACCURACY,
    /** The best harmonic mean of precision and recall. */
    F1,
    /** The precision where F1 is best. */
    PRECISION,
    /** The recall where F1 is best. */
    RECALL,
    /** Average precision. */
    AP;

    /** mteb's name. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}

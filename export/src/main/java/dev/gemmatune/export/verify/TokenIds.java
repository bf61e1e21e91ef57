package dev.gemmatune.export.verify;

import java.util.List;

/** Turns texts into the ids that a model reads. */
@FunctionalInterface
public interface TokenIds {

    /** The ids of each text with the prompt before it, begin and end included, truncated to the model's length. */
    List<int[]> encode(List<String> texts, String prompt);
}

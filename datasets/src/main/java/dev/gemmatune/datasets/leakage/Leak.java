package dev.gemmatune.datasets.leakage;

/**
 * A test text that is in the training data.
 *
 * @param text the test text
 * @param row the first row of the training data that has it, from 1
 * @param trained the text of that row
 * @param similarity 1 if both are equal but for case, punctuation and white space; else the shared part of their
 *     three-word sequences (Jaccard), below 1
 */
public record Leak(String text, int row, String trained, double similarity) {

    /** Whether both are equal after normalisation. */
    public boolean exact() {
        return similarity == 1;
    }
}

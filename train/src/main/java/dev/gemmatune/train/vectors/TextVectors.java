package dev.gemmatune.train.vectors;

import java.util.List;

/** Vectors of the texts of training rows, constant during a training. */
public interface TextVectors {

    /** The number of components of a vector. */
    int dimension();

    /**
     * The vectors of the texts of a batch.
     *
     * @param firsts texts of the first column
     * @param others texts of the other columns, whose prompt may be another one
     * @return {@code [firsts + others][dimension]}, those of {@code firsts} first
     */
    float[][] of(List<String> firsts, List<String> others);
}

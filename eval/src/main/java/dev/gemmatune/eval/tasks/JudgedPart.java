package dev.gemmatune.eval.tasks;

import dev.gemmatune.eval.IndexScores;
import dev.gemmatune.eval.quantized.Precision;
import java.util.Map;

/**
 * What was found in a part of a task.
 *
 * @param byPrecision from each precision, float32 first, to what was found at each dimension; data that is not searched has
 *     float32 alone
 * @param index what an approximate index found at each dimension; empty if none was asked for
 */
record JudgedPart(Map<Precision, Map<Integer, Judged>> byPrecision, Map<Integer, IndexScores.AtDimension> index) {

    /** Data that is not searched. */
    JudgedPart(Map<Integer, Judged> byDimension) {
        this(Map.of(Precision.FLOAT32, byDimension), Map.of());
    }
}

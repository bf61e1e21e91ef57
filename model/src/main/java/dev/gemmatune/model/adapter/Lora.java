package dev.gemmatune.model.adapter;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which linear layers get a low-rank update {@code W + scaling * B A}, and of what size.
 *
 * @param rank r, rows of A and columns of B; PEFT's {@code r}
 * @param alpha the update is scaled by {@code alpha / rank}
 * @param dropout probability with which an input of A is left out in training, 0 to below 1
 * @param rankStabilized scale by {@code alpha / sqrt(rank)} instead
 * @param targets names of {@link #TARGETS}
 * @param seed of the start values of A
 * @see <a href="https://arxiv.org/abs/2106.09685">LoRA</a>
 * @see <a href="https://arxiv.org/abs/2312.03732">rank-stabilized LoRA</a>
 */
public record Lora(int rank, double alpha, double dropout, boolean rankStabilized, Set<String> targets, long seed) {

    /** All dense layers after pooling. */
    public static final String DENSE = "dense";
    /** The linear layers by PEFT's names, and {@link #DENSE}. */
    public static final List<String> TARGETS =
            List.of("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj", DENSE);

    /** Checks the ranges and the names. */
    public Lora {
        // Sorted, so that equal settings read alike in every run.
        targets = Collections.unmodifiableSortedSet(new TreeSet<>(targets));
        require(rank >= 1, "rank must be >= 1, got " + rank);
        require(alpha > 0 && Double.isFinite(alpha), "alpha must be > 0, got " + alpha);
        require(dropout >= 0 && dropout < 1, "dropout must be >= 0 and < 1, got " + dropout);
        require(!targets.isEmpty(), "targets must name at least one of " + TARGETS + ", got none");
        for (String target : targets) {
            require(TARGETS.contains(target), "targets must be of " + TARGETS + ", got " + target);
        }
    }

    /** The factor of the update. */
    public double scaling() {
        return alpha / (rankStabilized ? Math.sqrt(rank) : rank);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}

package dev.gemmatune.cli.config;

import dev.gemmatune.cli.yaml.Default;
import dev.gemmatune.cli.yaml.Doc;
import dev.gemmatune.model.adapter.Lora;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Low-rank updates of linear layers.
 *
 * @param rank their size
 * @param alpha their weight
 * @param dropout share of the inputs left out in training
 * @param rankStabilized another scaling
 * @param targets which layers
 */
@Doc("low-rank updates in place of the weights (LoRA); absent for the weights themselves")
public record LoraConfig(
        @Doc(
                value = "rows of A and columns of B of each update",
                unit = "rows",
                allowed = ">= 1",
                change = "upwards where the loss stays high with many rows, downwards to save memory")
        @Default("16")
        int rank,

        @Doc(
                value = "the update is scaled by alpha / rank",
                unit = "factor",
                allowed = "> 0",
                change = "together with rank, to keep the size of the updates; twice the rank is usual")
        @Default("32")
        double alpha,

        @Doc(
                value = "share of an update's inputs that is left out at random in training",
                unit = "share",
                allowed = ">= 0 and < 1",
                change = "to 0.05 or 0.1 where a few rows are learnt by heart")
        @Default("0")
        double dropout,

        @Doc(
                value = "scale by alpha / sqrt(rank) instead",
                change = "to true for ranks of 64 and more, whose updates would be scaled too small")
        @Default("false")
        boolean rankStabilized,

        @Doc(
                value = "which linear layers: q_proj, k_proj, v_proj, o_proj, gate_proj, up_proj, down_proj, dense",
                change = "to fewer layers to save memory, or with dense to train the layers after pooling as well")
        @Default("[q_proj, k_proj, v_proj, o_proj, gate_proj, up_proj, down_proj]")
        List<String> targets) {

    /** Checks the ranges and the names. */
    public LoraConfig {
        targets = List.copyOf(targets);
        Rules.atLeast("rank", 1, rank);
        Rules.positive("alpha", alpha);
        Rules.check(dropout >= 0 && dropout < 1, "dropout", ">= 0 and < 1", dropout);
        boolean known = !targets.isEmpty() && Lora.TARGETS.containsAll(targets);
        Rules.check(known, "targets", "some of " + String.join(", ", Lora.TARGETS), targets);
    }

    /** The settings in the trainer's terms. */
    public Lora settings(long seed) {
        return new Lora(rank, alpha, dropout, rankStabilized, new LinkedHashSet<>(targets), seed);
    }
}

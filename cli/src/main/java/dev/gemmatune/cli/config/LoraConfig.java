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
public record LoraConfig(
        @Doc("rows of A and columns of B; more can learn more") @Default("16")
        int rank,

        @Doc("the update is scaled by alpha / rank") @Default("32")
        double alpha,

        @Doc("share of an update's inputs that is left out at random in training") @Default("0")
        double dropout,

        @Doc("scale by alpha / sqrt(rank) instead") @Default("false")
        boolean rankStabilized,

        @Doc("which linear layers: q_proj, k_proj, v_proj, o_proj, gate_proj, up_proj, down_proj, dense")
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

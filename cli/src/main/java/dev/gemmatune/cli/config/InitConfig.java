package dev.gemmatune.cli.config;

import dev.gemmatune.cli.yaml.Default;
import dev.gemmatune.cli.yaml.Doc;
import dev.gemmatune.model.init.EmbeddingGemmaPrompts;
import dev.gemmatune.model.init.InitSettings;
import dev.gemmatune.model.init.ModelShape;
import dev.gemmatune.model.init.TokenizerSource;
import dev.gemmatune.model.init.WeightSettings;

/**
 * What a fresh checkpoint is made from.
 *
 * @param seed from which the weights are drawn
 * @param shape its sizes
 * @param branchScale weight of attention and feed-forward beside the residual stream at the start
 * @param tokenizer its tokenizer
 */
public record InitConfig(
        @Doc("from which the weights are drawn; equal configs give equal weights, bit by bit") @Default("42")
        long seed,

        ModelShape shape,

        @Doc("what attention and feed-forward count at first beside the tokens; 0.25 gives a small model a better"
                + " start")
        @Default("1")
        double branchScale,

        @Doc("a tokenizer.json (type: from_file), or texts to learn one from (type: trained)")
        TokenizerSource tokenizer) {

    /** Checks the scale. */
    public InitConfig {
        Rules.notNegative("branch_scale", branchScale);
    }

    /** The settings, with EmbeddingGemma's prompts. */
    public InitSettings settings() {
        return new InitSettings(
                shape, WeightSettings.scaled(branchScale), seed, EmbeddingGemmaPrompts.all(), tokenizer);
    }
}

package dev.gemmatune.cli.config;

import dev.gemmatune.cli.yaml.Default;
import dev.gemmatune.cli.yaml.Doc;
import dev.gemmatune.model.init.InitSettings;
import dev.gemmatune.model.init.ModelShape;
import dev.gemmatune.model.init.TokenizerSource;

/**
 * What a fresh checkpoint is made from.
 *
 * @param seed from which the weights are drawn
 * @param shape its sizes
 * @param tokenizer its tokenizer
 */
public record InitConfig(
        @Doc("from which the weights are drawn; equal configs give equal weights, bit by bit") @Default("42")
        long seed,

        ModelShape shape,

        @Doc("a tokenizer.json (type: from_file), or texts to learn one from (type: trained)")
        TokenizerSource tokenizer) {

    /** The settings, with the standard weights and EmbeddingGemma's prompts. */
    public InitSettings settings() {
        return InitSettings.standard(shape, seed, tokenizer);
    }
}

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
@Doc("what gemmatune init makes a fresh checkpoint from")
public record InitConfig(
        @Doc(
                value = "from which the weights are drawn; equal configs give equal weights, bit by bit",
                allowed = "any whole number",
                change = "for another draw")
        @Default("42")
        long seed,

        @Doc("sizes of the model")
        @Doc(
                key = "layers",
                value = "layers of the encoder",
                unit = "layers",
                allowed = ">= 1",
                change = "for a deeper model: time and memory grow alike")
        @Doc(
                key = "hidden",
                value = "width of the residual stream and of the embeddings",
                unit = "numbers",
                allowed = ">= 1",
                change = "for a wider model: time and memory grow with its square")
        @Doc(
                key = "intermediate",
                value = "width of the gated feed-forward layer",
                unit = "numbers",
                allowed = ">= 1",
                change = "together with hidden; EmbeddingGemma has 1.5 times it")
        @Doc(
                key = "heads",
                value = "query heads of the attention",
                unit = "heads",
                allowed = ">= 1",
                change = "together with hidden: heads times head_size need not be hidden")
        @Doc(
                key = "key_value_heads",
                value = "heads of keys and values; divides heads",
                unit = "heads",
                allowed = ">= 1",
                change = "upwards to heads for plain attention")
        @Doc(
                key = "head_size",
                value = "size of a head; even",
                unit = "numbers",
                allowed = ">= 2",
                change = "together with heads")
        @Doc(
                key = "sliding_window",
                value = "full width of the sliding window: a token sees half of it on each side",
                unit = "tokens",
                allowed = ">= 1",
                change = "downwards to save time on long texts")
        @Doc(
                key = "full_attention_every",
                value = "every so-many-th layer sees the whole text, the others the window",
                unit = "layers",
                allowed = ">= 1",
                change = "to 1 for whole texts in every layer")
        @Doc(
                key = "max_positions",
                value = "the longest text, begin and end included",
                unit = "tokens",
                allowed = ">= 2",
                change = "to the longest text that you will embed")
        @Doc(
                key = "dense",
                value = "width between the two dense layers after pooling",
                unit = "numbers",
                allowed = ">= 1",
                change = "together with hidden; EmbeddingGemma has 4 times it")
        @Doc(
                key = "vocabulary",
                value = "rows of the token embedding",
                unit = "tokens",
                allowed = ">= 1",
                change = "to what the tokenizer has")
        ModelShape shape,

        @Doc(
                value = "what attention and feed-forward count at first beside the tokens",
                unit = "factor",
                allowed = ">= 0",
                change = "to 0.25 for a small model, which gets a better start by it")
        @Default("1")
        double branchScale,

        @Doc(
                value = "a tokenizer.json (type: from_file), or texts to learn one from (type: trained)",
                change = "to the tokenizer of the language and field")
        @Doc(
                key = "from_file",
                value = "a tokenizer that exists; the files beside it that belong to it are taken along",
                change = "for a language that it knows")
        @Doc(key = "from_file.file", value = "a tokenizer.json of Gemma's structure", change = "to that file")
        @Doc(
                key = "trained",
                value = "a tokenizer that is learned from texts",
                change = "for a field or language of its own")
        @Doc(
                key = "trained.texts",
                value = "what to learn from",
                allowed = "at least one",
                change = "to texts such as the model will see")
        @Doc(
                key = "trained.texts.file",
                value = ".jsonl, of which every string but ids and labels counts, or plain text, a paragraph a line",
                change = "to that file")
        @Doc(
                key = "trained.texts.weight",
                value = "how many times its words count",
                unit = "factor",
                allowed = ">= 1",
                change = "upwards for a small file that matters")
        @Doc(
                key = "trained.pieces",
                value = "size of the vocabulary",
                unit = "tokens",
                allowed = "at most shape.vocabulary",
                change = "together with shape.vocabulary")
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

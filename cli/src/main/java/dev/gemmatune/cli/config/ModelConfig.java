package dev.gemmatune.cli.config;

import dev.gemmatune.cli.yaml.Default;
import dev.gemmatune.cli.yaml.Doc;
import dev.gemmatune.model.encoder.ComputeType;
import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * The model that is tuned.
 *
 * @param path its folder
 * @param slidingWindow full width of the sliding window in tokens, if not the file's
 * @param compute type of the matrix products
 * @param maxSequenceLength the longest text in tokens, if not the model's
 */
public record ModelConfig(
        @Doc("the model's folder, or its id on the Hugging Face hub: google/embeddinggemma-300m")
        Path path,

        @Doc("full width of the sliding window in tokens, in place of config.json's; set it only to repair a"
                + " checkpoint")
        OptionalInt slidingWindow,

        @Doc("float32, or bfloat16: about twice as fast where the processor or GPU supports it, cosine at least 0.999")
        @Default("float32")
        ComputeType compute,

        @Doc("the longest text in tokens, in place of the model's; shorter saves time and memory, what is longer is"
                + " cut")
        OptionalInt maxSequenceLength) {

    /** Checks the ranges. */
    public ModelConfig {
        slidingWindow.ifPresent(width -> Rules.atLeast("sliding_window", 2, width));
        maxSequenceLength.ifPresent(length -> Rules.atLeast("max_sequence_length", 2, length));
    }
}

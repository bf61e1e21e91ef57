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
@Doc("the model that is tuned")
public record ModelConfig(
        @Doc(
                value = "the model's folder, or its id on the Hugging Face hub: google/embeddinggemma-300m",
                change = "to the model that you want to tune")
        Path path,

        @Doc(
                value = "full width of the sliding window, in place of config.json's",
                unit = "tokens",
                allowed = ">= 2",
                change = "only to repair a checkpoint whose config.json is wrong")
        OptionalInt slidingWindow,

        @Doc(
                value = "type of the matrix products; weights and sums stay float32",
                change = "to bfloat16 where the processor or GPU has instructions for it: about twice as fast,"
                        + " cosines to float32 at least 0.999")
        @Default("float32")
        ComputeType compute,

        @Doc(
                value = "the longest text, in place of the model's; what is longer is cut, and the tuned model keeps"
                        + " this length",
                unit = "tokens",
                allowed = "2 to the model's positions",
                change =
                        "up where texts are longer than the model's own length; down to save time and memory where texts are short, or where their beginnings are enough: 256"
                                + " suits most passages")
        OptionalInt maxSequenceLength) {

    /** Checks the ranges. */
    public ModelConfig {
        slidingWindow.ifPresent(width -> Rules.atLeast("sliding_window", 2, width));
        maxSequenceLength.ifPresent(length -> Rules.atLeast("max_sequence_length", 2, length));
    }
}

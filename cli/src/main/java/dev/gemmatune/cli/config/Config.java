package dev.gemmatune.cli.config;

import dev.gemmatune.cli.yaml.Default;
import dev.gemmatune.cli.yaml.Doc;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that a run depends on, in the order of the pipeline.
 *
 * @param model the model that is tuned
 * @param prompts prompts that are added to the model's or take the place of those of equal name
 * @param data what is trained on and measured with
 * @param objective the loss
 * @param training how long and how fast
 * @param evaluation what is measured
 * @param export what the tuned model is turned into
 * @param output where everything goes
 * @param expected scores that must come out
 */
public record Config(
        ModelConfig model,

        @Doc(
                value =
                        "prompts by name, put before a text; they join the model's own, and one of equal name takes its place",
                change = "to try another wording, or to give a role of your own a prompt; the same words must stand"
                        + " before texts in later use")
        @Default("{}")
        Map<String, String> prompts,

        DataConfig data,
        ObjectiveConfig objective,
        TrainingConfig training,
        EvaluationConfig evaluation,
        ExportConfig export,
        OutputConfig output,

        @Doc(
                value = "scores that must come out, each with a tolerance to both sides; otherwise the exit code is 3",
                change = "to let a scheduled run fail when its scores move")
        @Default("[]")
        List<ExpectedScore> expected) {

    /** Copies the prompts and the expected scores. */
    public Config {
        expected = List.copyOf(expected);
        prompts = Collections.unmodifiableMap(new LinkedHashMap<>(prompts));
    }
}

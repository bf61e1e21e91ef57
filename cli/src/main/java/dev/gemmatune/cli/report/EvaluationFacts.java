package dev.gemmatune.cli.report;

import dev.gemmatune.cli.config.PromptNames;
import dev.gemmatune.cli.evaluation.ContentHash;
import dev.gemmatune.model.checkpoint.Checkpoint;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What was evaluated, for the report of an evaluation.
 *
 * @param name what the user called the model
 * @param checkpoint the model
 * @param data what the user named
 * @param prompts names of the prompts before queries, documents and sentences
 */
public record EvaluationFacts(String name, Checkpoint checkpoint, List<String> data, List<String> prompts) {

    private static final List<String> ROLES = List.of("queries", "documents", "sentences");

    /** Copies the lists. */
    public EvaluationFacts {
        data = List.copyOf(data);
        prompts = List.copyOf(prompts);
    }

    /** The report of what was measured. */
    public RunReport report(List<Comparison> measured) {
        return new RunReport(
                "Evaluation of " + name,
                ApplicationVersion.now(),
                Optional.empty(),
                measured,
                Optional.empty(),
                facts(measured),
                List.of(),
                Optional.empty(),
                Map.of());
    }

    private Map<String, String> facts(List<Comparison> measured) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(
                "model",
                String.format(
                        Locale.ROOT,
                        "%s, %,d parameters, %d dimensions",
                        checkpoint.folder(),
                        checkpoint.parameters(),
                        checkpoint.dimension()));
        facts.put("weights", ContentHash.ofWeights(checkpoint));
        facts.put("data", String.join("\n", data));
        facts.put("dimensions", measured.get(0).after().dimensions().toString());
        for (int i = 0; i < ROLES.size(); i++) {
            String prompt = prompts.get(i);
            String text = PromptNames.textOrNone(checkpoint.prompts(), prompt);
            facts.put("prompt of " + ROLES.get(i), prompt + ": \"" + text + "\"");
        }
        return facts;
    }
}

package dev.gemmatune.datasets.tasks;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a task is and where its data lies.
 *
 * @param name also that of its result file
 * @param type what it asks
 * @param mainScore the metric by which models are compared
 * @param splits which are evaluated: {@code test}
 * @param subsets from each subset to its languages as mteb writes them ({@code eng-Latn}); one named {@code default} if
 *     there is only one
 * @param files from roles ({@code corpus}, {@code rows}, {@code train}) to paths relative to the task's folder, in which
 *     {@code {split}} and {@code {subset}} are filled in; a role that is not there has its usual name
 * @param columns from the names of columns that the type asks for to those in the files, where they differ
 * @param prompts names of the model's prompts, if not those of the type
 * @param rules what else the task decides
 */
public record TaskDescription(
        String name,
        TaskType type,
        String mainScore,
        List<String> splits,
        Map<String, List<String>> subsets,
        Map<String, String> files,
        Map<String, String> columns,
        PromptNames prompts,
        Rules rules) {

    /** The subset of tasks that have only one. */
    public static final String DEFAULT_SUBSET = "default";

    /** Copies the collections and checks that there is something to evaluate. */
    public TaskDescription {
        splits = List.copyOf(splits);
        subsets = Collections.unmodifiableMap(new LinkedHashMap<>(subsets));
        files = Map.copyOf(files);
        columns = Map.copyOf(columns);
        if (!name.matches("[\\w.()+-]+")) {
            throw new IllegalArgumentException(
                    "name must be of letters, digits and . _ - + ( ), because files are named by it, got \"" + name
                            + "\"");
        }
        if (splits.isEmpty() || subsets.isEmpty()) {
            throw new IllegalArgumentException(
                    "splits and subsets must not be empty, got " + splits + " and " + subsets.keySet());
        }
    }

    /**
     * Names of prompts; an empty one for the model's prompt of the task's type.
     *
     * @param query before queries, and before the texts of types without queries
     * @param document before documents
     */
    public record PromptNames(String query, String document) {

        /** The prompts of the type. */
        public static final PromptNames OF_TYPE = new PromptNames("", "");
    }

    /**
     * What a task decides beside its type, with mteb's names and defaults.
     *
     * @param ignoreIdenticalIds whether a document of the query's own id does not count (retrieval)
     * @param samplesPerLabel how many examples of each label are learnt from (classification)
     * @param experiments how often examples are drawn
     * @param clusteredShare the share of the texts that is clustered
     */
    public record Rules(boolean ignoreIdenticalIds, int samplesPerLabel, int experiments, double clusteredShare) {

        /** mteb's defaults. */
        public static final Rules DEFAULT = new Rules(false, 8, 10, 0.04);

        /** Checks the ranges. */
        public Rules {
            if (samplesPerLabel < 1 || experiments < 1) {
                throw new IllegalArgumentException("samples_per_label and experiments must be >= 1, got "
                        + samplesPerLabel + " and " + experiments);
            }
            if (!(clusteredShare > 0 && clusteredShare <= 1)) {
                throw new IllegalArgumentException(
                        "clustered_share must be above 0 and at most 1, got " + clusteredShare);
            }
        }
    }
}

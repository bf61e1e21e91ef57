package dev.gemmatune.cli.tasks;

import dev.gemmatune.cli.yaml.Default;
import dev.gemmatune.cli.yaml.Doc;
import dev.gemmatune.datasets.tasks.TaskDescription;
import dev.gemmatune.datasets.tasks.TaskType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A task's description as its file has it.
 *
 * @param name of the task
 * @param type what it asks
 * @param languages of a task without subsets
 * @param subsets from each subset to its languages
 * @param splits which are evaluated
 * @param files from roles to paths
 * @param columns from names that are asked for to those in the files
 * @param mainScore if not the type's
 * @param prompt if not the type's
 * @param documentPrompt if not the type's
 * @param ignoreIdenticalIds for retrieval
 * @param samplesPerLabel for classification
 * @param experiments for classification
 * @param clusteredShare for clustering
 * @param hub where the data comes from
 * @param revision which state of it
 */
@Doc("a benchmark that describes itself: task.yaml in its folder")
public record TaskFile(
        @Doc(
                value = "name in tables and of the result file",
                allowed = "letters, digits and . _ - + ( )",
                change = "to the benchmark's name")
        String name,

        @Doc(value = "what the task asks", change = "to what the benchmark asks")
        TaskType type,

        @Doc(value = "languages as mteb writes them", change = "where texts are not English") @Default("[eng-Latn]")
        List<String> languages,

        @Doc(
                value = "languages of each subset: {de: [deu-Latn], fr: [fra-Latn]}; none for a single one called"
                        + " default",
                change = "where the benchmark has a part for each language")
        @Default("{}")
        Map<String, List<String>> subsets,

        @Doc(value = "which splits are evaluated", change = "where the files have other splits") @Default("[test]")
        List<String> splits,

        @Doc(
                value = "files by role, relative to the folder; {split} and {subset} are filled in",
                change = "where files are not called as docs/evaluation.md has it for the type")
        @Default("{}")
        Map<String, String> files,

        @Doc(
                value = "columns of the files by the names that the type asks for, where they differ",
                change = "where the columns are not called as docs/evaluation.md has it for the type")
        @Default("{}")
        Map<String, String> columns,

        @Doc(
                value = "the metric by which models are compared, if not that of the type",
                allowed = "a metric of the type",
                change = "where your service lives by another metric")
        Optional<String> mainScore,

        @Doc(
                value =
                        "name of the model's prompt before texts or queries, if not that of the type; none for no prompt",
                change = "where the model was trained with another prompt for such texts")
        Optional<String> prompt,

        @Doc(
                value = "name of the model's prompt before documents, if not that of the type",
                change = "where the model was trained with another prompt for such documents")
        Optional<String> documentPrompt,

        @Doc(
                value = "retrieval: leave out a document whose id is the query's",
                change = "to true where queries are documents of the corpus themselves")
        @Default("false")
        boolean ignoreIdenticalIds,

        @Doc(
                value = "classification: how many examples of each label are learnt from",
                unit = "rows",
                allowed = ">= 1",
                change = "to what mteb has for the task")
        @Default("8")
        int samplesPerLabel,

        @Doc(
                value = "classification: how often examples are drawn",
                unit = "draws",
                allowed = ">= 1",
                change = "to what mteb has for the task")
        @Default("10")
        int experiments,

        @Doc(
                value = "clustering: which share of the texts is clustered",
                unit = "share",
                allowed = "> 0 and <= 1",
                change = "to 1 for small sets")
        @Default("0.04")
        double clusteredShare,

        @Doc(value = "the data set's name on the Hugging Face hub", change = "to have the data downloaded from there")
        Optional<String> hub,

        @Doc(value = "the data set's revision on the hub", change = "to a commit, so that scores stay comparable")
        Optional<String> revision) {

    /** Copies the collections. */
    public TaskFile {
        languages = List.copyOf(languages);
        subsets = Collections.unmodifiableMap(new LinkedHashMap<>(subsets));
        splits = List.copyOf(splits);
        files = Map.copyOf(files);
        columns = Map.copyOf(columns);
    }

    /**
     * What the file says, with the type's main score where it names none.
     *
     * @throws IllegalArgumentException if a value is out of its range
     */
    public TaskDescription description() {
        return new TaskDescription(
                name,
                type,
                mainScore.orElse(type.mainScore()),
                splits,
                subsets.isEmpty() ? Map.of(TaskDescription.DEFAULT_SUBSET, languages) : subsets,
                files,
                columns,
                new TaskDescription.PromptNames(prompt.orElse(""), documentPrompt.orElse("")),
                new TaskDescription.Rules(ignoreIdenticalIds, samplesPerLabel, experiments, clusteredShare));
    }
}

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
public record TaskFile(
        @Doc("name in tables and result files") String name,

        @Doc("retrieval, reranking, sts, pair_classification, classification, multilabel_classification, clustering,"
                + " bitext_mining, summarization, instruction_retrieval, instruction_reranking")
        TaskType type,

        @Doc("languages as mteb writes them") @Default("[eng-Latn]")
        List<String> languages,

        @Doc("languages of each subset: {de: [deu-Latn], fr: [fra-Latn]}") @Default("{}")
        Map<String, List<String>> subsets,

        @Doc("which splits are evaluated") @Default("[test]")
        List<String> splits,

        @Doc("files by role, relative to the folder; {split} and {subset} are filled in") @Default("{}")
        Map<String, String> files,

        @Doc("columns of the files by the names that the type asks for, where they differ") @Default("{}")
        Map<String, String> columns,

        @Doc("the metric by which models are compared, if not that of the type")
        Optional<String> mainScore,

        @Doc("name of the model's prompt before texts or queries, if not that of the type; none for no prompt")
        Optional<String> prompt,

        @Doc("name of the model's prompt before documents, if not that of the type")
        Optional<String> documentPrompt,

        @Doc("retrieval: leave out a document whose id is the query's") @Default("false")
        boolean ignoreIdenticalIds,

        @Doc("classification: how many examples of each label are learnt from") @Default("8")
        int samplesPerLabel,

        @Doc("classification: how often examples are drawn") @Default("10")
        int experiments,

        @Doc("clustering: which share of the texts is clustered") @Default("0.04")
        double clusteredShare,

        @Doc("the data set's name on the Hugging Face hub") Optional<String> hub,

        @Doc("the data set's revision on the hub") Optional<String> revision) {

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

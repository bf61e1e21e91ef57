package dev.gemmatune.datasets.tasks;

import com.google.gson.JsonElement;
import dev.gemmatune.datasets.beir.BeirFolder;
import dev.gemmatune.datasets.beir.RetrievalDataset;
import dev.gemmatune.datasets.beir.RetrievalFiles;
import dev.gemmatune.datasets.lines.Dropped;
import dev.gemmatune.datasets.lines.Flaw;
import dev.gemmatune.datasets.lines.FlawedRow;
import dev.gemmatune.datasets.lines.Problems;
import dev.gemmatune.datasets.lines.Strictness;
import dev.gemmatune.datasets.rows.Row;
import dev.gemmatune.datasets.rows.RowSource;
import dev.gemmatune.datasets.tasks.TaskData.RatedSummaries;
import dev.gemmatune.model.UserError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Reads the data of a task from its folder, and checks it. */
public final class TaskReader {

    private final TaskFiles files;
    private final TaskDescription description;

    private final Strictness strictness;
    private Dropped dropped = Dropped.NONE;

    private TaskReader(Path folder, TaskDescription description, Strictness strictness) {
        this.strictness = strictness;
        this.files = TaskFiles.open(folder, description);
        this.description = description;
    }

    /**
     * Reads all splits and subsets. Memory: all texts.
     *
     * @param folder in which the description's files lie
     * @throws UserError with up to 20 problems of a file, each with its line
     */
    public static Task read(Path folder, TaskDescription description) {
        return read(folder, description, Strictness.STRICT);
    }

    /** The same where rows may be left out; the task says how many were. */
    public static Task read(Path folder, TaskDescription description, Strictness strictness) {
        TaskReader reader = new TaskReader(folder, description, strictness);
        List<Task.Part> parts = new ArrayList<>();
        for (String split : description.splits()) {
            description
                    .subsets()
                    .forEach((subset, languages) ->
                            parts.add(new Task.Part(split, subset, languages, reader.data(split, subset))));
        }
        return new Task(description, parts, reader.dropped);
    }

    private TaskData data(String split, String subset) {
        return switch (description.type()) {
            case RETRIEVAL, INSTRUCTION_RETRIEVAL -> search(split, subset, false, false);
            case RERANKING -> search(split, subset, true, false);
            case INSTRUCTION_RERANKING -> search(split, subset, true, true);
            case STS, PAIR_CLASSIFICATION -> pairs(file("rows", "{split}", split, subset));
            case CLASSIFICATION, MULTILABEL_CLASSIFICATION ->
                new TaskData.Labels(
                        labelled(file("train", "train", "train", subset), "label"),
                        labelled(file("rows", "{split}", split, subset), "label"));
            case CLUSTERING -> groups(file("rows", "{split}", split, subset));
            case BITEXT_MINING -> translations(file("rows", "{split}", split, subset));
            case SUMMARIZATION -> summaries(file("rows", "{split}", split, subset));
        };
    }

    private TaskData search(String split, String subset, boolean amongCandidates, boolean withChanges) {
        RetrievalFiles files = new RetrievalFiles(
                file("corpus", "corpus", split, subset),
                file("queries", "queries", split, subset),
                file("qrels", "qrels/{split}", split, subset));
        RetrievalDataset dataset = BeirFolder.read(files, description.name(), split, description.columns(), strictness);
        dropped = dropped.plus(dataset.dropped());
        Map<String, List<String>> candidates = amongCandidates
                ? lists(file("top_ranked", "top_ranked", split, subset), "query-id", "corpus-ids")
                : Map.of();
        Map<String, List<String>> changed =
                withChanges ? lists(file("changed", "changed", split, subset), "query-id", "corpus-ids") : Map.of();
        return new TaskData.Search(dataset, known(dataset, candidates), changed);
    }

    private Map<String, List<String>> known(RetrievalDataset dataset, Map<String, List<String>> candidates) {
        Problems problems = new Problems(description.name(), strictness);
        Map<String, List<String>> known = SearchChecks.knownCandidates(dataset, candidates, problems);
        dropped = dropped.plus(problems.dropped());
        return known;
    }

    private TaskData pairs(RowSource source) {
        boolean yesOrNo = description.type() == TaskType.PAIR_CLASSIFICATION;
        String column = yesOrNo ? "label" : "score";
        List<String> first = new ArrayList<>();
        List<String> second = new ArrayList<>();
        List<Double> numbers = new ArrayList<>();
        rows(source, row -> {
            double number = row.number(column);
            if (yesOrNo && number != 0 && number != 1) {
                throw new UserError(
                        row.place() + ": \"label\" must be 1 (the pair belongs together) or 0, found " + number);
            }
            String one = row.text("sentence1");
            second.add(row.text("sentence2"));
            first.add(one);
            numbers.add(number);
        });
        if (numbers.stream().distinct().count() < 2) {
            throw new UserError(source.name() + ": all " + numbers.size() + " rows have the same \"" + column
                    + "\", with which nothing can be judged; give rows of different ones");
        }
        return new TaskData.Pairs(first, second, numbers);
    }

    private LabelledTexts labelled(RowSource source, String column) {
        List<String> texts = new ArrayList<>();
        List<List<String>> labels = new ArrayList<>();
        boolean several = description.type() == TaskType.MULTILABEL_CLASSIFICATION;
        rows(source, row -> {
            List<String> ofText = several ? row.texts(column) : List.of(row.label(column));
            texts.add(row.text("text"));
            labels.add(ofText);
        });
        return new LabelledTexts(texts, labels);
    }

    /** Rows of one text each are one set; rows of lists of texts are a set each. */
    private TaskData groups(RowSource source) {
        List<LabelledTexts> sets = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        List<List<String>> labels = new ArrayList<>();
        rows(source, row -> {
            if (row.has("sentences")) {
                List<String> sentences = row.texts("sentences");
                List<List<String>> ofSentences =
                        row.texts("labels").stream().map(List::of).toList();
                if (sentences.isEmpty() || sentences.size() != ofSentences.size()) {
                    throw new UserError(
                            row.place() + ": \"sentences\" and \"labels\" must be as many and not none, found "
                                    + sentences.size() + " and " + ofSentences.size());
                }
                sets.add(new LabelledTexts(sentences, ofSentences));
            } else {
                JsonElement label = row.value().get("label");
                List<String> levels =
                        label != null && label.isJsonArray() ? row.texts("label") : List.of(row.label("label"));
                texts.add(row.text("text"));
                labels.add(levels);
            }
        });
        if (!sets.isEmpty() && !texts.isEmpty()) {
            throw new UserError(
                    source.name() + ": some rows have \"sentences\" and others \"text\"; give all of them the same");
        }
        return sets.isEmpty()
                ? new TaskData.Groups(List.of(new LabelledTexts(texts, labels)), false)
                : new TaskData.Groups(sets, true);
    }

    private TaskData translations(RowSource source) {
        List<String> first = new ArrayList<>();
        List<String> second = new ArrayList<>();
        rows(source, row -> {
            String one = row.text("sentence1");
            second.add(row.text("sentence2"));
            first.add(one);
        });
        return new TaskData.Translations(first, second);
    }

    private TaskData summaries(RowSource source) {
        List<RatedSummaries> rated = new ArrayList<>();
        rows(source, row -> {
            List<Double> ratings = row.numbers("relevance");
            List<String> machine = row.texts("machine_summaries");
            List<String> human = row.texts("human_summaries");
            if (machine.size() != ratings.size() || human.isEmpty()) {
                throw new UserError(row.place() + ": expected a \"relevance\" for each of \"machine_summaries\" and at"
                        + " least one of \"human_summaries\", found " + ratings.size() + ", " + machine.size() + " and "
                        + human.size());
            }
            rated.add(new RatedSummaries(human, machine, ratings));
        });
        return new TaskData.Summaries(rated);
    }

    private Map<String, List<String>> lists(RowSource source, String key, String value) {
        Map<String, List<String>> lists = new LinkedHashMap<>();
        rows(source, row -> {
            if (lists.putIfAbsent(row.id(key), row.ids(value)) != null) {
                throw new FlawedRow(
                        Flaw.REPEATED_IDS, row.place() + ": \"" + row.id(key) + "\" has a row already; join them");
            }
        });
        return lists;
    }

    private void rows(RowSource source, Consumer<Row> consumer) {
        Problems problems = new Problems(source.name(), strictness);
        source.forEach(description.columns(), problems, consumer);
        problems.throwIfAny();
        dropped = dropped.plus(problems.dropped());
    }

    private RowSource file(String role, String usual, String split, String subset) {
        return files.find(role, usual, split, subset);
    }
}

package dev.gemmatune.datasets.tasks;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import dev.gemmatune.datasets.beir.BeirFolder;
import dev.gemmatune.datasets.beir.RetrievalDataset;
import dev.gemmatune.datasets.beir.RetrievalFiles;
import dev.gemmatune.datasets.beir.Strictness;
import dev.gemmatune.datasets.lines.JsonLines;
import dev.gemmatune.datasets.lines.Problems;
import dev.gemmatune.datasets.lines.TableFile;
import dev.gemmatune.datasets.tasks.TaskData.RatedSummaries;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.files.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads the data of a task from its folder, and checks it strictly. */
public final class TaskReader {

    private final Path folder;
    private final TaskDescription description;

    private TaskReader(Path folder, TaskDescription description) {
        this.folder = folder;
        this.description = description;
    }

    /**
     * Reads all splits and subsets. Memory: all texts.
     *
     * @param folder in which the description's files lie
     * @throws UserError with up to 20 problems of a file, each with its line
     */
    public static Task read(Path folder, TaskDescription description) {
        TaskReader reader = new TaskReader(folder, description);
        List<Task.Part> parts = new ArrayList<>();
        for (String split : description.splits()) {
            description
                    .subsets()
                    .forEach((subset, languages) ->
                            parts.add(new Task.Part(split, subset, languages, reader.data(split, subset))));
        }
        return new Task(description, parts);
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
        RetrievalDataset dataset =
                BeirFolder.read(files, description.name(), split, description.columns(), Strictness.STRICT);
        Map<String, List<String>> candidates = amongCandidates
                ? lists(file("top_ranked", "top_ranked", split, subset), "query-id", "corpus-ids")
                : Map.of();
        Map<String, List<String>> changed =
                withChanges ? lists(file("changed", "changed", split, subset), "query-id", "corpus-ids") : Map.of();
        SearchChecks.candidatesAreKnown(description.name(), dataset, candidates);
        return new TaskData.Search(dataset, candidates, changed);
    }

    private TaskData pairs(Path file) {
        boolean yesOrNo = description.type() == TaskType.PAIR_CLASSIFICATION;
        String column = yesOrNo ? "label" : "score";
        List<String> first = new ArrayList<>();
        List<String> second = new ArrayList<>();
        List<Double> numbers = new ArrayList<>();
        rows(file, row -> {
            double number = number(row, column);
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
            throw new UserError(file + ": all " + numbers.size() + " rows have the same \"" + column
                    + "\", with which nothing can be judged; give rows of different ones");
        }
        return new TaskData.Pairs(first, second, numbers);
    }

    private LabelledTexts labelled(Path file, String column) {
        List<String> texts = new ArrayList<>();
        List<List<String>> labels = new ArrayList<>();
        boolean several = description.type() == TaskType.MULTILABEL_CLASSIFICATION;
        rows(file, row -> {
            List<String> ofText = several ? list(row, column) : List.of(label(row, column));
            texts.add(row.text("text"));
            labels.add(ofText);
        });
        return new LabelledTexts(texts, labels);
    }

    /** Rows of one text each are one set; rows of lists of texts are a set each. */
    private TaskData groups(Path file) {
        List<LabelledTexts> sets = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        List<List<String>> labels = new ArrayList<>();
        rows(file, row -> {
            if (row.has("sentences")) {
                List<String> sentences = list(row, "sentences");
                List<List<String>> ofSentences =
                        list(row, "labels").stream().map(List::of).toList();
                if (sentences.isEmpty() || sentences.size() != ofSentences.size()) {
                    throw new UserError(
                            row.place() + ": \"sentences\" and \"labels\" must be as many and not none, found "
                                    + sentences.size() + " and " + ofSentences.size());
                }
                sets.add(new LabelledTexts(sentences, ofSentences));
            } else {
                JsonElement label = row.value().get("label");
                List<String> levels =
                        label != null && label.isJsonArray() ? list(row, "label") : List.of(label(row, "label"));
                texts.add(row.text("text"));
                labels.add(levels);
            }
        });
        if (!sets.isEmpty() && !texts.isEmpty()) {
            throw new UserError(file + ": some rows have \"sentences\" and others \"text\"; give all of them the same");
        }
        return sets.isEmpty()
                ? new TaskData.Groups(List.of(new LabelledTexts(texts, labels)), false)
                : new TaskData.Groups(sets, true);
    }

    private TaskData translations(Path file) {
        List<String> first = new ArrayList<>();
        List<String> second = new ArrayList<>();
        rows(file, row -> {
            String one = row.text("sentence1");
            second.add(row.text("sentence2"));
            first.add(one);
        });
        return new TaskData.Translations(first, second);
    }

    private TaskData summaries(Path file) {
        List<RatedSummaries> rated = new ArrayList<>();
        rows(file, row -> {
            List<Double> ratings = array(row, "relevance").asList().stream()
                    .map(value -> number(row, "relevance", value))
                    .toList();
            List<String> machine = list(row, "machine_summaries");
            List<String> human = list(row, "human_summaries");
            if (machine.size() != ratings.size() || human.isEmpty()) {
                throw new UserError(row.place() + ": expected a \"relevance\" for each of \"machine_summaries\" and at"
                        + " least one of \"human_summaries\", found " + ratings.size() + ", " + machine.size() + " and "
                        + human.size());
            }
            rated.add(new RatedSummaries(human, machine, ratings));
        });
        return new TaskData.Summaries(rated);
    }

    private Map<String, List<String>> lists(Path file, String key, String value) {
        Map<String, List<String>> lists = new LinkedHashMap<>();
        rows(file, row -> {
            if (lists.putIfAbsent(row.text(key), list(row, value)) != null) {
                throw new UserError(row.place() + ": \"" + row.text(key) + "\" has a row already; join them");
            }
        });
        return lists;
    }

    private void rows(Path file, Consumer<JsonLines.Row> consumer) {
        Problems problems = new Problems(file.toString());
        TableFile.read(file, description.columns(), problems, consumer);
        problems.throwIfAny();
    }

    private static String label(JsonLines.Row row, String column) {
        JsonElement label = row.value().get(column);
        if (label == null || !label.isJsonPrimitive() || label.getAsString().isBlank()) {
            throw new UserError(row.place() + ": \"" + column + "\" must be a text or a number, found "
                    + (label == null ? "no such column in " + row.value().keySet() : Json.describe(label)));
        }
        return label.getAsString();
    }

    private static double number(JsonLines.Row row, String column) {
        JsonElement value = row.value().get(column);
        if (value == null) {
            throw new UserError(row.place() + ": \"" + column + "\" is missing; the row has "
                    + row.value().keySet());
        }
        return number(row, column, value);
    }

    private static double number(JsonLines.Row row, String column, JsonElement value) {
        try {
            double number = value.isJsonPrimitive() ? Double.parseDouble(value.getAsString()) : Double.NaN;
            if (Double.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below, with what was found.
        }
        throw new UserError(row.place() + ": \"" + column + "\" must be a number, found " + Json.describe(value));
    }

    private static JsonArray array(JsonLines.Row row, String column) {
        JsonElement value = row.value().get(column);
        if (value == null || !value.isJsonArray()) {
            throw new UserError(row.place() + ": \"" + column + "\" must be a list, found "
                    + (value == null ? "no such column in " + row.value().keySet() : Json.describe(value)));
        }
        return value.getAsJsonArray();
    }

    private static List<String> list(JsonLines.Row row, String column) {
        List<String> values = new ArrayList<>();
        for (JsonElement element : array(row, column)) {
            Optional<JsonPrimitive> value =
                    element.isJsonPrimitive() ? Optional.of(element.getAsJsonPrimitive()) : Optional.empty();
            values.add(JsonLines.Row.wellFormed(
                    value.map(JsonPrimitive::getAsString)
                            .orElseThrow(() -> new UserError(row.place() + ": \"" + column
                                    + "\" must be a list of texts, but holds " + Json.describe(element))),
                    column,
                    row.place()));
        }
        return values;
    }

    private Path file(String role, String usual, String split, String subset) {
        String pattern = description.files().getOrDefault(role, usual);
        String name = pattern.replace("{split}", split).replace("{subset}", subset);
        return TaskFiles.find(folder, name)
                .orElseThrow(() -> TaskFiles.missing(description.name(), role, folder, name));
    }
}

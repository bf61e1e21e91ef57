package dev.gemmatune.cli.compare;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.gemmatune.cli.console.Table;
import dev.gemmatune.cli.evaluation.Bm25Scores;
import dev.gemmatune.cli.evaluation.Differences;
import dev.gemmatune.cli.evaluation.EvaluationRecord;
import dev.gemmatune.cli.evaluation.Successes;
import dev.gemmatune.cli.evaluation.Wording;
import dev.gemmatune.cli.report.Answers;
import dev.gemmatune.cli.report.Comparison;
import dev.gemmatune.cli.report.MetricTitle;
import dev.gemmatune.eval.Scores;
import dev.gemmatune.eval.significance.Difference;
import dev.gemmatune.model.UserError;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Models on the sets that all of them were evaluated on; every other model is held against the first.
 *
 * @param models at least two
 * @param sets what is compared
 * @param leftOut names of sets that some of the models lack
 */
public record ModelComparison(List<String> models, List<ComparedSet> sets, List<String> leftOut) {

    /**
     * One set.
     *
     * @param name of the set
     * @param records of each model, in their order
     * @param differences of each model from the first; those of the first are empty
     */
    public record ComparedSet(String name, List<EvaluationRecord> records, List<Differences> differences) {

        /** Copies the lists. */
        public ComparedSet {
            records = List.copyOf(records);
            differences = List.copyOf(differences);
        }

        /** The dimensions that all models were evaluated at, in the order of the first. */
        public List<Integer> dimensions() {
            return records.get(0).main().dimensions().stream()
                    .filter(dimension -> records.stream()
                            .allMatch(found -> found.main().dimensions().contains(dimension)))
                    .toList();
        }

        /** A model's score; NaN where it has none. */
        public double score(int model, int dimension, String metric) {
            return records.get(model).main().byDimension().get(dimension).getOrDefault(metric, Double.NaN);
        }

        /** What a search by words finds on it, where a model was evaluated beside that. */
        public Optional<Bm25Scores> bm25() {
            return records.stream().flatMap(found -> found.bm25().stream()).findFirst();
        }

        /** The metric by which the set is judged. */
        public String primary() {
            return records.get(0).main().primaryMetric();
        }

        /** The metrics that are shown. */
        public List<String> metrics(boolean withRoom) {
            Comparison first =
                    new Comparison(name, "", Optional.empty(), records.get(0).main());
            List<String> usual = withRoom ? first.moreMetrics() : first.metrics();
            return usual.contains(primary()) ? usual : List.of(primary());
        }
    }

    /** Copies the lists. */
    public ModelComparison {
        models = List.copyOf(models);
        sets = List.copyOf(sets);
        leftOut = List.copyOf(leftOut);
    }

    /**
     * Compares models.
     *
     * @throws UserError if there are not two, if they have no set in common, or if sets of one name hold different data
     */
    public static ModelComparison of(List<ComparedModel> given) {
        if (given.size() < 2) {
            throw new UserError("there is only one model to compare, "
                    + given.stream().map(ComparedModel::label).collect(Collectors.joining())
                    + "; give another run");
        }
        List<ComparedModel> models =
                given.stream().map(model -> model.withNamesOf(given.get(0))).toList();
        Set<String> all = new LinkedHashSet<>();
        models.forEach(model -> all.addAll(model.sets().keySet()));
        List<ComparedSet> sets = new ArrayList<>();
        List<String> leftOut = new ArrayList<>();
        for (String name : all) {
            List<ComparedModel> having = models.stream()
                    .filter(model -> model.sets().containsKey(name))
                    .toList();
            checkSameData(name, having);
            if (having.size() == models.size()) {
                sets.add(compare(name, models));
            } else {
                leftOut.add(name);
            }
        }
        if (sets.isEmpty()) {
            throw new UserError("the runs have no evaluation set in common: "
                    + models.stream()
                            .map(model -> model.label() + " has "
                                    + String.join(", ", model.sets().keySet()))
                            .collect(Collectors.joining("; "))
                    + "; evaluate them on the same data");
        }
        return new ModelComparison(models.stream().map(ComparedModel::label).toList(), sets, leftOut);
    }

    private static void checkSameData(String set, List<ComparedModel> models) {
        EvaluationRecord first = models.get(0).sets().get(set);
        for (ComparedModel model : models) {
            EvaluationRecord found = model.sets().get(set);
            if (!found.data().equals(first.data())) {
                throw new UserError(set + " is not the same data in both: "
                        + models.get(0).label() + " saw "
                        + first.size() + " (hash " + first.data() + "), " + model.label() + " saw " + found.size()
                        + " (hash " + found.data() + "); evaluate both on the same files");
            }
        }
    }

    private static ComparedSet compare(String name, List<ComparedModel> models) {
        List<EvaluationRecord> records =
                models.stream().map(model -> model.sets().get(name)).toList();
        Scores first = records.get(0).main();
        List<Integer> common = new ComparedSet(name, records, List.of()).dimensions();
        if (common.isEmpty()) {
            throw new UserError(name + ": the models have no dimension in common: "
                    + records.stream()
                            .map(found -> found.main().dimensions().toString())
                            .collect(Collectors.joining(", "))
                    + "; evaluate them with the same --dims");
        }
        List<String> metrics = new ComparedSet(name, records, List.of()).metrics(true);
        List<Differences> differences = new ArrayList<>(List.of(Differences.NONE));
        for (int i = 1; i < records.size(); i++) {
            differences.add(Differences.between(first, records.get(i).main(), metrics));
        }
        return new ComparedSet(name, records, differences);
    }

    /** A table for each set: every metric, dimension and model in a row. */
    public List<Table> tables() {
        return sets.stream().map(this::table).toList();
    }

    /** How often each model shows a right answer on a set, a line each; none where nothing is searched. */
    public List<String> successes(int set) {
        List<String> lines = new ArrayList<>();
        for (int model = 0; model < models.size(); model++) {
            String name = models.get(model);
            Successes.of(sets.get(set).records().get(model))
                    .ifPresent(found -> lines.add(name + ": " + found.sentence()));
        }
        return lines;
    }

    /** Every model's scores on each set, and how each differs from the first: what {@code --json} gives. */
    public JsonArray answer() {
        return Answers.each(sets, set -> {
            JsonObject object = new JsonObject();
            object.addProperty("set", set.name());
            object.addProperty("primary_metric", set.primary());
            JsonArray compared = new JsonArray();
            for (int model = 0; model < models.size(); model++) {
                JsonObject one = new JsonObject();
                one.addProperty("model", models.get(model));
                one.add("scores", Answers.scores(set.records().get(model).main()));
                if (model > 0) {
                    one.add("differences", Answers.differences(set.differences().get(model)));
                }
                compared.add(one);
            }
            object.add("models", compared);
            set.bm25().ifPresent(words -> {
                object.add("bm25", Answers.numbers(words.metrics()));
                object.addProperty("bm25_words", words.words());
            });
            return object;
        });
    }

    private Table table(ComparedSet set) {
        Table table = new Table(
                set.name(), "dims", "model", "score", "difference", "95 % interval", "p", "better/worse/same");
        for (String metric : set.metrics(false)) {
            for (int dimension : set.dimensions()) {
                for (int model = 0; model < models.size(); model++) {
                    Optional<Difference> difference =
                            set.differences().get(model).at(dimension, metric);
                    double score = set.score(model, dimension, metric);
                    table.row(
                            model == 0 ? MetricTitle.of(metric) : "",
                            model == 0 ? String.valueOf(dimension) : "",
                            models.get(model),
                            Table.score(score),
                            model == 0 ? "" : Table.difference(set.score(0, dimension, metric), score),
                            model == 0 ? "" : difference.map(Wording::interval).orElse("-"),
                            model == 0
                                    ? ""
                                    : difference.map(Wording::probability).orElse("-"),
                            model == 0 ? "" : difference.map(Wording::counts).orElse("-"));
                }
            }
            set.bm25()
                    .ifPresent(words ->
                            table.row("", "", Bm25Scores.NAME, Table.score(words.value(metric)), "", "", "", ""));
        }
        return table;
    }
}

package dev.gemmatune.cli.report;

import dev.gemmatune.cli.console.Table;
import dev.gemmatune.cli.evaluation.EvaluationRecord;
import dev.gemmatune.cli.evaluation.EvaluationRecord.FoundDocument;
import dev.gemmatune.cli.evaluation.EvaluationRecord.JudgedQuery;
import dev.gemmatune.cli.report.html.Element;
import dev.gemmatune.cli.report.html.Node;
import dev.gemmatune.cli.report.html.Text;
import dev.gemmatune.eval.Scores;
import dev.gemmatune.eval.significance.Difference;
import dev.gemmatune.eval.significance.Resampling;
import dev.gemmatune.eval.significance.Sample;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The queries that a second model gained and lost most, with what both found first.
 *
 * @param first the model that is compared with
 * @param second the model in question
 * @param firstName how the report calls the first
 * @param secondName how the report calls the second
 */
public record QueryChanges(EvaluationRecord first, EvaluationRecord second, String firstName, String secondName) {

    private static final int SHOWN = 5;

    /** The two lists; empty if the models were not judged on the same queries, query by query. */
    public List<Element> parts() {
        Scores scores = second.main();
        int full = Collections.max(scores.dimensions());
        String metric = scores.primaryMetric();
        Optional<Sample> before = first.main().samples().at(full, metric);
        Optional<Sample> after = scores.samples().at(full, metric);
        Optional<double[]> left = before.flatMap(Sample::values);
        Optional<double[]> right = after.flatMap(Sample::values);
        if (left.isEmpty()
                || right.isEmpty()
                || second.queries().isEmpty()
                || !before.get().ids().equals(after.get().ids())) {
            return List.of();
        }
        List<Change> changes = changes(after.get().ids(), left.get(), right.get());
        Comparator<Change> byDifference = Comparator.comparingDouble(Change::difference);
        List<Element> parts = new ArrayList<>();
        boolean clear = Difference.between(before.get(), after.get(), Resampling.DEFAULT)
                .significant();
        String of = MetricTitle.of(metric) + " at " + full + " dimensions"
                + (clear ? "" : ", in which there is no measurable difference over all of them");
        list(
                        "Queries that gained most",
                        changes.stream().filter(change -> change.difference() > 0),
                        byDifference.reversed(),
                        of)
                .ifPresent(parts::add);
        list("Queries that lost most", changes.stream().filter(change -> change.difference() < 0), byDifference, of)
                .ifPresent(parts::add);
        return parts;
    }

    private record Change(String id, double before, double after) {
        double difference() {
            return after - before;
        }
    }

    private static List<Change> changes(List<String> ids, double[] before, double[] after) {
        return IntStream.range(0, ids.size())
                .mapToObj(i -> new Change(ids.get(i), before[i], after[i]))
                .toList();
    }

    private Optional<Element> list(
            String title, java.util.stream.Stream<Change> changes, Comparator<Change> order, String of) {
        List<Change> shown = changes.sorted(order).limit(SHOWN).toList();
        if (shown.isEmpty()) {
            return Optional.empty();
        }
        Map<String, JudgedQuery> before = byId(first);
        Map<String, JudgedQuery> after = byId(second);
        List<Element> entries = new ArrayList<>();
        for (Change change : shown) {
            JudgedQuery query = after.get(change.id());
            if (query != null) {
                entries.add(entry(change, query, before.get(change.id())));
            }
        }
        return Optional.of(Element.of(
                "div",
                Element.of("h3", title),
                Element.of("p", of + "; a tick marks a relevant document").with("class", "quiet"),
                Element.of("div", entries)));
    }

    private Element entry(Change change, JudgedQuery query, JudgedQuery before) {
        Element numbers = Element.of(
                        "span",
                        Table.score(change.before()) + " → " + Table.score(change.after()) + " ("
                                + Table.difference(change.before(), change.after()) + ")")
                .with("class", "change");
        List<Node> columns = new ArrayList<>();
        if (before != null) {
            columns.add(found(firstName, before));
        }
        columns.add(found(secondName, query));
        return Element.of(
                        "details",
                        Element.of("summary", new Text(query.text() + " "), numbers),
                        Element.of("div", columns).with("class", "beside"))
                .with("class", "query");
    }

    private static Element found(String model, JudgedQuery query) {
        List<Element> documents = new ArrayList<>();
        for (FoundDocument document : query.found()) {
            boolean relevant = document.grade() > 0;
            documents.add(Element.of(
                    "li",
                    Element.of("strong", (relevant ? "✓ " : "") + document.id() + " ")
                            .with("class", relevant ? "relevant" : "quiet"),
                    new Text(document.text())));
        }
        return Element.of(
                "div",
                Element.of("p", model).with("class", "quiet"),
                Element.of("ol", documents).with("class", "found"));
    }

    private static Map<String, JudgedQuery> byId(EvaluationRecord found) {
        return found.queries().stream()
                .collect(Collectors.toMap(JudgedQuery::id, query -> query, (one, same) -> one, HashMap::new));
    }
}

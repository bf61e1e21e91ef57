package dev.gemmatune.eval.trec;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.gemmatune.datasets.beir.Qrels;
import dev.gemmatune.eval.metrics.Aggregate;
import dev.gemmatune.eval.metrics.Ranking;
import dev.gemmatune.eval.metrics.RetrievalMetrics;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.files.Json;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Scores any system's run by any judgements. */
public final class Scorer {

    private Scorer() {}

    /**
     * Scores a run. As in trec_eval and mteb, the means are over the queries that are in both files; the result names
     * those that are in one only, because a run that leaves out hard queries looks better than it is.
     *
     * @param qrelsFile TREC's or BEIR's format
     * @param runFile TREC's format
     * @param cutoffs the k
     * @param withQueries whether the result holds the metrics of each query
     * @return {@code {"queries": {"scored": n, "without_results": [id], "without_judgements": [id]}, "metrics":
     *     {name: value}, "per_query": {id: {name: value}}}}; a value that is not defined is null
     * @throws UserError if a file is broken, or if no query is in both
     */
    public static JsonObject score(Path qrelsFile, Path runFile, List<Integer> cutoffs, boolean withQueries) {
        Qrels qrels = QrelsFile.read(qrelsFile);
        Map<String, Ranking> run = RunFile.read(runFile);
        Map<String, Map<String, Double>> perQuery = RetrievalMetrics.perQuery(qrels.byQuery(), run, cutoffs);
        if (perQuery.isEmpty()) {
            throw new UserError(runFile + " and " + qrelsFile + " have no query in common: the one has for example \""
                    + run.keySet().iterator().next() + "\", the other \""
                    + qrels.byQuery().keySet().iterator().next() + "\"");
        }
        JsonObject queries = new JsonObject();
        queries.addProperty("scored", perQuery.size());
        queries.add("without_results", missing(qrels.byQuery().keySet(), run.keySet()));
        queries.add("without_judgements", missing(run.keySet(), qrels.byQuery().keySet()));
        JsonObject result = new JsonObject();
        result.add("queries", queries);
        result.add("metrics", metrics(Aggregate.of(perQuery, run, cutoffs)));
        if (withQueries) {
            JsonObject ofQueries = new JsonObject();
            perQuery.forEach((query, metrics) -> ofQueries.add(query, metrics(metrics)));
            result.add("per_query", ofQueries);
        }
        return result;
    }

    private static JsonArray missing(Collection<String> wanted, Collection<String> there) {
        JsonArray missing = new JsonArray();
        wanted.stream().filter(id -> !there.contains(id)).forEach(missing::add);
        return missing;
    }

    private static JsonObject metrics(Map<String, Double> metrics) {
        JsonObject object = new JsonObject();
        metrics.forEach((name, value) -> object.add(name, Json.ofNumber(value)));
        return object;
    }
}

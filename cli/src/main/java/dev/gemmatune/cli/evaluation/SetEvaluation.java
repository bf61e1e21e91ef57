package dev.gemmatune.cli.evaluation;

import dev.gemmatune.cli.config.EvaluationSet;
import dev.gemmatune.cli.evaluation.EvaluationRecord.FoundDocument;
import dev.gemmatune.cli.evaluation.EvaluationRecord.JudgedQuery;
import dev.gemmatune.datasets.beir.RetrievalDataset;
import dev.gemmatune.eval.Evaluation;
import dev.gemmatune.eval.Progress;
import dev.gemmatune.eval.Scores;
import dev.gemmatune.eval.metrics.Ranking;
import dev.gemmatune.eval.quantized.Precision;
import dev.gemmatune.eval.retrieval.RetrievalEvaluation;
import dev.gemmatune.eval.retrieval.RetrievalResult;
import dev.gemmatune.eval.tasks.SearchedPart;
import dev.gemmatune.eval.tasks.TaskEvaluation;
import dev.gemmatune.model.TextEmbedder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What an evaluation of a set gave.
 *
 * @param set the data
 * @param evaluation what it found, for comparing
 * @param searches the rankings of each part in which documents were ranked, as long as files hold them
 * @param seconds how long it took
 */
public record SetEvaluation(
        EvaluationSet set, EvaluationRecord evaluation, List<SearchedPart> searches, double seconds) {

    /** So many documents of each query are shown. */
    private static final int SHOWN = 3;

    /** The scores of float32. */
    public Scores scores() {
        return evaluation.main();
    }

    /** The same as what is known of a model by another name in another role. */
    public SetEvaluation as(String model, EvaluationRecord.Role role) {
        return new SetEvaluation(set, evaluation.as(model, role), searches, seconds);
    }

    /** The same beside what a search by words finds. */
    public SetEvaluation with(Optional<Bm25Scores> words) {
        return new SetEvaluation(set, evaluation.with(words), searches, seconds);
    }

    /**
     * Evaluates a model on a set.
     *
     * @param set the data
     * @param evaluation of the set
     * @param model the model's name
     * @param role what the model is
     */
    public static SetEvaluation run(
            EvaluationSet set,
            Evaluation evaluation,
            TextEmbedder embedder,
            String model,
            EvaluationRecord.Role role,
            Progress progress) {
        long start = System.nanoTime();
        Map<Precision, Scores> scores = new LinkedHashMap<>();
        List<JudgedQuery> queries = new ArrayList<>();
        List<SearchedPart> searches = new ArrayList<>();
        Consumer<SearchedPart> searched = part -> {
            queries.addAll(queries(part));
            searches.add(part.first(EvaluationFiles.RUN_DEPTH));
        };
        if (evaluation instanceof RetrievalEvaluation search) {
            RetrievalResult result = search.judge(embedder, progress);
            result.byPrecision().forEach((precision, found) -> scores.put(precision, RetrievalResult.scores(found)));
            scores.put(Precision.FLOAT32, result.scores());
            searched.accept(new SearchedPart("", search.dataset(), result));
        } else if (evaluation instanceof TaskEvaluation task) {
            scores.putAll(task.judge(embedder, progress, searched));
        } else {
            scores.put(Precision.FLOAT32, evaluation.run(embedder, progress));
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        EvaluationRecord found =
                new EvaluationRecord(set.name(), set.describe(), DataHash.of(set), model, role, scores, queries);
        return new SetEvaluation(set, found, searches, seconds);
    }

    private static List<JudgedQuery> queries(SearchedPart part) {
        RetrievalDataset dataset = part.dataset();
        RetrievalResult result = part.result();
        int largest = Collections.max(result.byDimension().keySet());
        Map<String, Ranking> run = result.byDimension().get(largest).run();
        Map<String, String> texts =
                dataset.queries().stream().collect(Collectors.toMap(query -> query.id(), query -> query.text()));
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < dataset.corpus().size(); i++) {
            places.put(dataset.corpus().get(i).id(), i);
        }
        List<JudgedQuery> queries = new ArrayList<>();
        run.forEach((query, ranking) -> {
            Ranking ranked = ranking.byFloat32();
            List<FoundDocument> found = new ArrayList<>();
            for (int i = 0; i < Math.min(SHOWN, ranked.size()); i++) {
                String id = ranked.document(i);
                found.add(new FoundDocument(
                        id,
                        ranked.score(i),
                        dataset.qrels().of(query).getOrDefault(id, 0),
                        Excerpt.of(dataset.corpus().get(places.get(id)).text())));
            }
            queries.add(new JudgedQuery(part.prefix() + query, Excerpt.of(texts.get(query)), found));
        });
        return queries;
    }
}

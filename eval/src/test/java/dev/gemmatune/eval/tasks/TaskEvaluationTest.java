package dev.gemmatune.eval.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.datasets.beir.Document;
import dev.gemmatune.datasets.beir.Qrels;
import dev.gemmatune.datasets.beir.Query;
import dev.gemmatune.datasets.beir.RetrievalDataset;
import dev.gemmatune.datasets.tasks.LabelledTexts;
import dev.gemmatune.datasets.tasks.Task;
import dev.gemmatune.datasets.tasks.TaskData;
import dev.gemmatune.datasets.tasks.TaskDescription;
import dev.gemmatune.datasets.tasks.TaskDescription.PromptNames;
import dev.gemmatune.datasets.tasks.TaskDescription.Rules;
import dev.gemmatune.datasets.tasks.TaskType;
import dev.gemmatune.eval.IndexScores;
import dev.gemmatune.eval.KeywordEmbedder;
import dev.gemmatune.eval.Progress;
import dev.gemmatune.eval.Scores;
import dev.gemmatune.eval.hnsw.HnswSettings;
import dev.gemmatune.eval.metrics.Ranking;
import dev.gemmatune.eval.quantized.Precision;
import dev.gemmatune.eval.quantized.Quantization;
import dev.gemmatune.eval.retrieval.RetrievalOptions;
import dev.gemmatune.eval.retrieval.RetrievalPrompts;
import dev.gemmatune.eval.retrieval.RetrievalResult;
import dev.gemmatune.eval.significance.Sample;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.checkpoint.Prompts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TaskEvaluationTest {

    private static final RetrievalPrompts PROMPTS = new RetrievalPrompts("q: ", "d: ");

    @Test
    void candidatesAloneAreRanked() {
        RetrievalDataset dataset = loans();
        TaskData data = new TaskData.Search(dataset, Map.of("q1", List.of("d2", "d1"), "q2", List.of("d1")), Map.of());
        KeywordEmbedder embedder = new KeywordEmbedder("loan", "fee");
        Scores scores = run(embedder, TaskType.RERANKING, "map_at_1000", data);
        // q1 finds d1 first; q2's only candidate is not relevant.
        assertEquals(0.5, scores.primary());
        assertTrue(embedder.asked().containsAll(List.of("q: loan", "d: fee")), embedder.asked()::toString);
    }

    @Test
    void aQueryWithoutCandidatesScoresNothing() {
        TaskData data = new TaskData.Search(loans(), Map.of("q1", List.of("d1", "d2")), Map.of());
        assertEquals(
                0.5,
                run(new KeywordEmbedder("loan", "fee"), TaskType.RERANKING, "map_at_1000", data)
                        .primary());
    }

    @Test
    void anIndexOfASmallCorpusFindsAllOfItInEveryPart() {
        TaskData data = new TaskData.Search(loans(), Map.of(), Map.of());
        Task task = task(TaskType.RETRIEVAL, "ndcg_at_10", Rules.DEFAULT, List.of(part("de", data), part("fr", data)));
        Scores scores = new TaskEvaluation(
                        task, PROMPTS, List.of(2), RetrievalOptions.DEFAULT.withIndex(HnswSettings.DEFAULT))
                .run(new KeywordEmbedder("loan", "fee"));
        IndexScores.AtDimension index =
                scores.index().orElseThrow().byDimension().get(2);
        assertEquals(scores.primary(), index.metrics().get("ndcg_at_10"));
        assertEquals(Map.of(10, 1.0, 100, 1.0), index.facts().recall());
        assertEquals(4, index.facts().documents(), "two of each part");
    }

    @Test
    void everyPartIsSearchedInEveryPrecision() {
        TaskData data = new TaskData.Search(loans(), Map.of(), Map.of());
        Task task = task(TaskType.RETRIEVAL, "ndcg_at_10", Rules.DEFAULT, List.of(part("de", data), part("fr", data)));
        RetrievalOptions options =
                RetrievalOptions.DEFAULT.withQuantization(new Quantization(List.of(Precision.BINARY_RESCORED), 2));
        List<SearchedPart> searched = new ArrayList<>();
        Map<Precision, Scores> scores = new TaskEvaluation(task, PROMPTS, List.of(2), options)
                .judge(new KeywordEmbedder("loan", "fee"), Progress.SILENT, searched::add);
        assertEquals(List.of(Precision.FLOAT32, Precision.BINARY_RESCORED), List.copyOf(scores.keySet()));
        scores.values().forEach(TaskEvaluationTest::assertSampled);
        assertEquals(1, scores.get(Precision.BINARY_RESCORED).primary());
        assertEquals(
                List.of("de/q1", "de/q2", "fr/q1", "fr/q2"),
                scores.get(Precision.FLOAT32)
                        .samples()
                        .at(2, "ndcg_at_10")
                        .orElseThrow()
                        .ids());
        assertEquals(
                List.of("de/", "fr/"),
                searched.stream().map(SearchedPart::prefix).toList());
        Map<String, Ranking> run = searched.get(1).result().byDimension().get(2).run();
        assertEquals("d2", run.get("q2").document(0));
        assertEquals(2, run.get("q2").size());
        Map<String, Ranking> beginning =
                searched.get(1).first(1).result().byDimension().get(2).run();
        assertEquals(1, beginning.get("q2").size());
    }

    @Test
    void candidatesAreARankingToo() {
        TaskData data = new TaskData.Search(loans(), Map.of("q1", List.of("d2", "d1"), "q2", List.of("d1")), Map.of());
        Task task = task(TaskType.RERANKING, "map_at_1000", Rules.DEFAULT, List.of(part("default", data)));
        List<SearchedPart> searched = new ArrayList<>();
        new TaskEvaluation(task, PROMPTS, List.of(2), RetrievalOptions.DEFAULT)
                .judge(new KeywordEmbedder("loan", "fee"), Progress.SILENT, searched::add);
        RetrievalResult.AtDimension found =
                searched.get(0).result().byDimension().get(2);
        assertEquals("", searched.get(0).prefix());
        assertEquals("d1", found.run().get("q1").byFloat32().document(0));
        assertEquals(1, found.run().get("q2").size());
        assertEquals(0.5, found.metrics().get("map_at_1000"));
    }

    @Test
    void whatIsNotSearchedHasNoIndex() {
        TaskData data = new TaskData.Search(loans(), Map.of(), Map.of());
        Task task = task(TaskType.RERANKING, "map_at_1000", Rules.DEFAULT, List.of(part("default", data)));
        RetrievalOptions options = RetrievalOptions.DEFAULT.withIndex(HnswSettings.DEFAULT);
        IllegalArgumentException error = assertThrows(
                IllegalArgumentException.class, () -> new TaskEvaluation(task, PROMPTS, List.of(2), options));
        assertTrue(error.getMessage().contains("a task of type Reranking searches no corpus"), error.getMessage());
    }

    @Test
    void instructionsAreJudgedByTheWorstQueryOfAGroup() {
        TaskData data = new TaskData.Search(loans(), Map.of(), Map.of());
        Scores scores =
                run(new KeywordEmbedder("loan", "fee"), TaskType.INSTRUCTION_RETRIEVAL, "robustness_at_10", data);
        assertEquals(1, scores.primary());
    }

    @Test
    void changedInstructionsAreJudgedByHowFarDocumentsFall() {
        Qrels qrels = new Qrels(Map.of("1-og", Map.of("d1", 1), "1-changed", Map.of("d1", 0, "d2", 1)));
        RetrievalDataset dataset = new RetrievalDataset(
                "x", corpus(), List.of(new Query("1-og", "loan"), new Query("1-changed", "fee")), qrels);
        List<String> both = List.of("d1", "d2");
        TaskData data =
                new TaskData.Search(dataset, Map.of("1-og", both, "1-changed", both), Map.of("1", List.of("d1")));
        // The document falls from rank 1 to rank 2.
        assertEquals(
                0.5,
                run(new KeywordEmbedder("loan", "fee"), TaskType.INSTRUCTION_RERANKING, "p-MRR", data)
                        .primary());
    }

    @Test
    void pairsThatBelongTogetherAreToldApart() {
        TaskData data = new TaskData.Pairs(
                List.of("loan", "loan", "fee"), List.of("loan", "fee", "fee"), List.of(1.0, 0.0, 1.0));
        Scores scores = run(new KeywordEmbedder("loan", "fee"), TaskType.PAIR_CLASSIFICATION, "max_ap", data);
        assertEquals(1, scores.primary());
        assertEquals(1, scores.value(2, "cosine_accuracy"));
    }

    @Test
    void labelsAreLearntFromAFewExamples() {
        LabelledTexts texts = new LabelledTexts(
                List.of("loan", "fee", "loan fee", "fee", "loan"),
                List.of(List.of("1"), List.of("0"), List.of("1"), List.of("0"), List.of("1")));
        Scores scores = run(
                new KeywordEmbedder("loan", "fee"),
                TaskType.CLASSIFICATION,
                "accuracy",
                new TaskData.Labels(texts, texts));
        assertEquals(1, scores.primary());
        assertEquals(1, scores.value(2, "ap"));
    }

    @Test
    void averagePrecisionIsNotDefinedForThreeLabels() {
        LabelledTexts texts =
                new LabelledTexts(List.of("loan", "fee", "rate"), List.of(List.of("a"), List.of("b"), List.of("c")));
        Scores scores = run(
                new KeywordEmbedder("loan", "fee", "rate"),
                TaskType.CLASSIFICATION,
                "accuracy",
                new TaskData.Labels(texts, texts));
        assertEquals(1, scores.primary());
        assertTrue(Double.isNaN(scores.value(3, "ap")));
    }

    @Test
    void oneLabelCannotBeLearnt() {
        LabelledTexts texts = new LabelledTexts(List.of("loan", "fee"), List.of(List.of("a"), List.of("a")));
        UserError error = assertThrows(
                UserError.class,
                () -> run(
                        new KeywordEmbedder("loan"),
                        TaskType.CLASSIFICATION,
                        "accuracy",
                        new TaskData.Labels(texts, texts)));
        assertTrue(error.getMessage().contains("only the label \"a\""), error.getMessage());
    }

    @Test
    void severalLabelsAreVotedOneByOne() {
        LabelledTexts train =
                new LabelledTexts(Collections.nCopies(8, "loan fee"), Collections.nCopies(8, List.of("loans", "fees")));
        LabelledTexts test =
                new LabelledTexts(List.of("loan", "fee"), List.of(List.of("loans", "fees"), List.of("fees")));
        Scores scores = run(
                new KeywordEmbedder("loan", "fee"),
                TaskType.MULTILABEL_CLASSIFICATION,
                "accuracy",
                new TaskData.Labels(train, test));
        assertEquals(0.5, scores.primary());
        assertEquals(0.75, scores.value(2, "hamming"));
        assertEquals((2.0 / 3 + 1) / 2, scores.value(2, "f1"), 1e-12);
        assertEquals((1 + 0.5) / 2, scores.value(2, "lrap"), 1e-12);
    }

    @Test
    void fewerRowsThanNeighboursCannotVote() {
        LabelledTexts texts = new LabelledTexts(List.of("loan"), List.of(List.of("a", "b")));
        assertThrows(
                UserError.class,
                () -> run(
                        new KeywordEmbedder("loan"),
                        TaskType.MULTILABEL_CLASSIFICATION,
                        "accuracy",
                        new TaskData.Labels(texts, texts)));
    }

    @Test
    void setsAreClusteredEachByItself() {
        LabelledTexts apart = new LabelledTexts(
                List.of("loan", "fee", "loan", "fee"), List.of(List.of("x"), List.of("y"), List.of("x"), List.of("y")));
        LabelledTexts oneLabel = new LabelledTexts(List.of("loan", "fee"), List.of(List.of("x"), List.of("x")));
        Scores scores = run(
                new KeywordEmbedder("loan", "fee"),
                TaskType.CLUSTERING,
                "v_measure",
                new TaskData.Groups(List.of(apart, oneLabel), true));
        assertEquals(1, scores.primary(), 1e-12);
        assertEquals(0, scores.value(2, "v_measure_std"), 1e-12);
    }

    @Test
    void drawsAreClusteredForEachLevelOfLabels() {
        LabelledTexts texts = new LabelledTexts(
                List.of("loan", "fee", "loan", "fee"),
                List.of(List.of("x", "p"), List.of("y", "p"), List.of("x", "p"), List.of("y")));
        Task task = task(
                TaskType.CLUSTERING,
                "v_measure",
                new Rules(false, 8, 10, 1),
                List.of(part("default", new TaskData.Groups(List.of(texts), false))));
        Scores scores = new TaskEvaluation(task, PROMPTS, List.of(2), RetrievalOptions.DEFAULT)
                .run(new KeywordEmbedder("loan", "fee"));
        assertSampled(scores);
        assertEquals(1, scores.primary(), 1e-9);
        assertEquals(1, scores.value(2, "ami"), 1e-9);
    }

    @Test
    void translationsAreLookedForAmongAllSentences() {
        TaskData data = new TaskData.Translations(List.of("loan", "fee", "fee"), List.of("loan", "fee", "fee"));
        Scores scores = run(new KeywordEmbedder("loan", "fee"), TaskType.BITEXT_MINING, "f1", data);
        assertEquals(2.0 / 3, scores.value(2, "accuracy"), 1e-12);
        assertEquals((1 + 2.0 / 3) / 3, scores.primary(), 1e-12);
    }

    @Test
    void summariesAreHeldAgainstThoseOfPeople() {
        TaskData data = new TaskData.Summaries(List.of(new TaskData.RatedSummaries(
                List.of("loan"), List.of("loan", "loan fee", "fee"), List.of(5.0, 3.0, 1.0))));
        assertEquals(
                1,
                run(new KeywordEmbedder("loan", "fee"), TaskType.SUMMARIZATION, "cosine_spearman", data)
                        .primary(),
                1e-12);
    }

    @Test
    void subsetsAreKeptAndTheirMeanIsTheTasks() {
        Task task = task(
                TaskType.BITEXT_MINING,
                "accuracy",
                Rules.DEFAULT,
                List.of(
                        part("de", new TaskData.Translations(List.of("loan"), List.of("loan"))),
                        part("fr", new TaskData.Translations(List.of("loan", "fee"), List.of("fee", "loan")))));
        Scores scores = new TaskEvaluation(task, PROMPTS, List.of(2, 1), RetrievalOptions.DEFAULT)
                .run(new KeywordEmbedder("loan", "fee"));
        assertSampled(scores);
        assertEquals(3, scores.samples().at(2, "accuracy").orElseThrow().ids().size());
        assertEquals(0.5, scores.primary(2));
        assertEquals(
                List.of("de", "fr"),
                scores.parts().stream().map(Scores.Part::subset).toList());
        assertEquals(0.0, scores.parts().get(1).byDimension().get(2).get("accuracy"));
    }

    @Test
    void aMainScoreThatTheTypeDoesNotHaveIsRefused() {
        TaskData data = new TaskData.Translations(List.of("loan"), List.of("loan"));
        UserError error = assertThrows(
                UserError.class, () -> run(new KeywordEmbedder("loan"), TaskType.BITEXT_MINING, "ndcg_at_10", data));
        assertTrue(error.getMessage().contains("main_score is \"ndcg_at_10\""), error.getMessage());
    }

    @Test
    void promptsAreChosenAsMtebDoes() {
        Prompts model = new Prompts(Map.of(
                "query", "q", "document", "d", "Reranking", "r", "Retrieval-query", "rq", "Own", "own", "STS", "s"));
        assertEquals(new RetrievalPrompts("rq", "d"), prompts("X", TaskType.RETRIEVAL, PromptNames.OF_TYPE, model));
        assertEquals(
                new RetrievalPrompts("r", "r"),
                prompts("X", TaskType.RERANKING, PromptNames.OF_TYPE, model),
                "the type's prompt stands before documents as well");
        assertEquals(
                new RetrievalPrompts("own", "own"), prompts("Own", TaskType.RETRIEVAL, PromptNames.OF_TYPE, model));
        assertEquals("s", prompts("X", TaskType.STS, PromptNames.OF_TYPE, model).query());
        assertEquals(
                "",
                prompts("X", TaskType.CLUSTERING, PromptNames.OF_TYPE, model).query());
        assertEquals(
                new RetrievalPrompts("s", ""), prompts("X", TaskType.RETRIEVAL, new PromptNames("STS", "none"), model));
    }

    private static RetrievalPrompts prompts(String name, TaskType type, PromptNames names, Prompts model) {
        TaskDescription description = new TaskDescription(
                name,
                type,
                type.mainScore(),
                List.of("test"),
                Map.of("default", List.of()),
                Map.of(),
                Map.of(),
                names,
                Rules.DEFAULT);
        return TaskPrompts.of(description, model);
    }

    private static Scores run(KeywordEmbedder embedder, TaskType type, String mainScore, TaskData data) {
        Task task = task(type, mainScore, Rules.DEFAULT, List.of(part("default", data)));
        Scores scores = new TaskEvaluation(task, PROMPTS, List.of(), RetrievalOptions.DEFAULT).run(embedder);
        assertSampled(scores);
        return scores;
    }

    /** What is resampled must give the score that is shown, in every type of task. */
    private static void assertSampled(Scores scores) {
        int dimension = scores.dimensions().get(0);
        Map<String, Sample> samples = scores.samples().byDimension().get(dimension);
        assertTrue(samples.containsKey(scores.primaryMetric()), samples.keySet()::toString);
        samples.forEach(
                (metric, sample) -> assertEquals(scores.value(dimension, metric), sample.value(), 1e-5, metric));
    }

    private static Task task(TaskType type, String mainScore, Rules rules, List<Task.Part> parts) {
        return new Task(
                new TaskDescription(
                        "X",
                        type,
                        mainScore,
                        List.of("test"),
                        Map.of("default", List.of("eng-Latn")),
                        Map.of(),
                        Map.of(),
                        PromptNames.OF_TYPE,
                        rules),
                parts);
    }

    private static Task.Part part(String subset, TaskData data) {
        return new Task.Part("test", subset, List.of("eng-Latn"), data);
    }

    private static List<Document> corpus() {
        return List.of(new Document("d1", "", "loan"), new Document("d2", "", "fee"));
    }

    private static RetrievalDataset loans() {
        Qrels qrels = new Qrels(Map.of("q1", Map.of("d1", 1), "q2", Map.of("d2", 1)));
        return new RetrievalDataset("x", corpus(), List.of(new Query("q1", "loan"), new Query("q2", "fee")), qrels);
    }
}

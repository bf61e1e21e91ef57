package dev.gemmatune.cli.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.datasets.training.TrainingData;
import dev.gemmatune.datasets.training.TrainingExample;
import dev.gemmatune.train.objective.Objective;
import dev.gemmatune.train.objective.WeightedSum;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ObjectiveConfigTest {

    private static final String SOUND = "model: {path: m}\ndata: {train: {files: t.jsonl}}\n";
    private static final TrainingData PAIRS = data(new TrainingExample.Contrast("q", "p", List.of()));
    private static final TrainingData TRIPLETS = data(new TrainingExample.Contrast("q", "p", List.of("n")));
    private static final TrainingData SCORED = data(new TrainingExample.ScoredPair("a", "b", 0.5));

    @TempDir
    Path folder;

    private static TrainingData data(TrainingExample row) {
        List<String> columns = List.of("anchor", "positive", "negative_1");
        return new TrainingData("t.jsonl", columns.subList(0, row.texts().size()), List.of(row));
    }

    private ConfigLoader.Draft<Config> read(String objective, String... overrides) throws IOException {
        Files.writeString(folder.resolve("c.yaml"), SOUND + objective);
        PathLookup lookup = new PathLookup(folder, Optional.empty(), Optional.empty(), folder);
        return ConfigLoader.read("c.yaml", List.of(overrides), Config.class, lookup);
    }

    private ObjectiveConfig objective(String objective, String... overrides) throws IOException {
        ConfigLoader.Draft<Config> draft = read(objective, overrides);
        assertEquals(List.of(), draft.problems().all());
        return draft.bound().value().orElseThrow().objective();
    }

    private List<String> problems(String losses, TrainingData rows, int batchSize) throws IOException {
        List<String> problems = new ArrayList<>();
        ObjectiveConfig config = objective("objective: {loss: " + losses + "}\n");
        new ObjectiveChecks(config, (path, message) -> problems.add(path + ": " + message))
                .checkLosses(config.loss(), "objective.loss", Optional.of(rows), batchSize);
        return problems;
    }

    @Test
    void oneLossOfWeightOneIsTheObjectiveItself() throws IOException {
        Objective expected = new dev.gemmatune.train.objective.MultipleNegativesRanking(20);
        assertEquals(expected, Loss.sum(objective("").loss()));
        assertEquals(
                expected,
                Loss.sum(objective("objective: {loss: multiple_negatives_ranking}\n")
                        .loss()));
        assertEquals(
                expected,
                Loss.sum(objective("objective: {loss: [multiple_negatives_ranking]}\n")
                        .loss()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multiple_negatives_ranking",
                "gist",
                "cosine_similarity",
                "cosent",
                "angle",
                "triplet",
                "margin_mse",
                "score_distillation",
                "embedding_distillation",
                "spread_out"
            })
    void everyLossStandsByItsNameAndReadsBackEqual(String name) throws IOException {
        ConfigLoader.Draft<Config> draft = read("", "objective.loss=" + name);
        Config config = draft.bound().value().orElseThrow();
        assertEquals(name, config.objective().loss().get(0).type());
        Files.writeString(folder.resolve("again.yaml"), ConfigLoader.resolved(config));
        PathLookup lookup = new PathLookup(folder, Optional.empty(), Optional.empty(), folder);
        ConfigLoader.Draft<Config> again = ConfigLoader.read("again.yaml", List.of(), Config.class, lookup);
        assertEquals(List.of(), again.problems().all());
        assertEquals(config, again.bound().value().orElseThrow());
    }

    @Test
    void lossesAddUpWithTheirWeights() throws IOException {
        ObjectiveConfig config = objective(
                "objective:\n"
                        + "  loss: [{type: multiple_negatives_ranking, hardness: {mode: hard_negatives, strength: 5}},"
                        + " {type: spread_out, weight: 0.1}]\n",
                "objective.loss[1].mean_weight=0");
        WeightedSum sum = (WeightedSum) Loss.sum(config.loss());
        assertEquals(
                List.of(1.0, 0.1),
                sum.terms().stream().map(WeightedSum.Term::weight).toList());
        assertTrue(sum.usesInBatchNegatives());
        assertEquals(0, ((Loss.SpreadOut) config.loss().get(1)).meanWeight());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cosent                   | objective.loss: cosent: t.jsonl: expected rows of {sentence1, sentence2,"
                        + " score}",
                "cosine_similarity        | objective.loss: cosine_similarity: t.jsonl: expected rows of",
                "triplet                  | row 1 has no negative",
                "margin_mse               | row 1 has no negative",
                "gist                     | gist needs objective.guide",
                "[cosent, embedding_distillation] | objective.loss[1]: embedding_distillation needs objective.teacher",
                "multiple_negatives_ranking | training.batch_size: must be >= 2",
            })
    void lossesThatDoNotFitPairsAreNamed(String losses, String expected) throws IOException {
        List<String> problems = problems(losses, PAIRS, 1);
        assertTrue(problems.stream().anyMatch(problem -> problem.contains(expected)), problems::toString);
    }

    @Test
    void scoredPairsAreNoContrasts() throws IOException {
        for (String loss : List.of("multiple_negatives_ranking", "gist", "triplet", "margin_mse")) {
            List<String> problems = problems(loss, SCORED, 8);
            assertTrue(problems.stream().anyMatch(problem -> problem.contains("with a score")), problems::toString);
        }
        assertEquals(List.of(), problems("[cosine_similarity, cosent, angle, spread_out]", SCORED, 8));
    }

    @Test
    void teachersScoresAreAskedFor() throws IOException {
        for (String loss : List.of("margin_mse", "score_distillation")) {
            List<String> problems = problems(loss, TRIPLETS, 8);
            assertEquals(1, problems.size());
            assertTrue(problems.get(0).contains("row 1 has no scores"), problems::toString);
            TrainingData taught = data(new TrainingExample.Contrast("q", "p", List.of("n"), List.of(2.0, 1.0)));
            assertEquals(List.of(), problems(loss, taught, 8));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "loss: []                                  | objective.loss must be at least one loss",
                "loss: {type: gist, weight: 0}             | objective.loss.weight must be > 0, got 0",
                "loss: [cosent, {type: angle, scale: 0}]   | objective.loss[1].scale must be > 0, got 0",
                "loss: {type: spread_out, mean_weight: 0, second_moment_weight: 0} | second_moment_weight must be > 0",
                "loss: {type: multiple_negatives_ranking, directions: [doc_to_doc]} | directions must be a list with",
                "loss: {type: multiple_negatives_ranking, directions: [query_to_doc, doc_to_doc], partition:"
                        + " per_direction} | partition must be joint",
                "matryoshka: {dimensions: [8, 4], dimensions_per_step: 3} | dimensions_per_step must be at most",
                "teacher: {vectors: a.npy}                 | objective.teacher.texts is missing",
            })
    void wrongValuesAreNamed(String objective, String expected) throws IOException {
        List<String> problems = read("objective: {" + objective.strip() + "}\n").problems().all().stream()
                .map(Object::toString)
                .toList();
        assertTrue(problems.stream().anyMatch(problem -> problem.contains(expected)), problems::toString);
    }
}

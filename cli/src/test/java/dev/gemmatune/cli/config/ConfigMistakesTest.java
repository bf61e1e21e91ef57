package dev.gemmatune.cli.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.cli.yaml.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class ConfigMistakesTest {

    private static final String SOUND = "model: {path: m}\ndata: {train: {files: t.jsonl}}\n";

    @TempDir
    Path folder;

    private PathLookup lookup() {
        return new PathLookup(folder, Optional.empty(), Optional.empty(), folder);
    }

    private ConfigLoader.Draft<Config> read(String yaml, String... overrides) throws IOException {
        Files.writeString(folder.resolve("c.yaml"), yaml);
        return ConfigLoader.read("c.yaml", List.of(overrides), Config.class, lookup());
    }

    private static Stream<Arguments> mistakes() {
        return Stream.of(
                Arguments.of(SOUND + "trainig: {}\n", "line 3: trainig is no known key; did you mean training?"),
                Arguments.of(
                        SOUND + "training:\n  learning_rat: 1\n",
                        "line 4: training.learning_rat is no known key; did you mean learning_rate?"),
                Arguments.of(
                        SOUND + "objective:\n  batch_size: 1\n",
                        "line 4: objective.batch_size is no known key; it belongs to training"),
                Arguments.of(
                        SOUND + "training:\n  epochs: three\n",
                        "line 4: training.epochs must be a number, found \"three\""),
                Arguments.of(
                        SOUND + "training:\n  batch_size: 1.5\n",
                        "line 4: training.batch_size must be a whole number, found \"1.5\""),
                Arguments.of(
                        SOUND + "training:\n  shuffle: yes\n",
                        "line 4: training.shuffle must be true or false, found \"yes\"; write true"),
                Arguments.of(SOUND + "training:\n  epochs: -1\n", "line 4: training.epochs must be > 0, got -1"),
                Arguments.of(
                        SOUND + "training:\n  evaluate_every: 3 hours\n",
                        "line 4: training.evaluate_every must be an amount with its unit"),
                Arguments.of(
                        SOUND + "objective:\n  loss: multiple_negative_ranking\n",
                        "line 4: objective.loss must be one of multiple_negatives_ranking, gist, cosine_similarity,"
                                + " cosent, angle, triplet, margin_mse, score_distillation, embedding_distillation,"
                                + " spread_out, found \"multiple_negative_ranking\"; did you mean"
                                + " multiple_negatives_ranking?"),
                Arguments.of(
                        SOUND + "objective:\n  loss: {type: cosine_similarity, scale: 2}\n",
                        "line 4: objective.loss.scale is no known key"));
    }

    private static Stream<Arguments> mistakesOfValues() {
        return Stream.of(
                Arguments.of(
                        SOUND.replace("{path: m}", "{path: m, compute: float16}"),
                        "line 1: model.compute must be float32 or bfloat16, found \"float16\"; float16 is not offered:"
                                + " Gemma's activations exceed its largest value"),
                Arguments.of(
                        SOUND + "training:\n  lora: {targets: [c_attn]}\n",
                        "line 4: training.lora.targets must be some of q_proj, k_proj"),
                Arguments.of(
                        SOUND + "training:\n  lora: {rank: 0}\n", "line 4: training.lora.rank must be >= 1, got 0"),
                Arguments.of(
                        SOUND + "export:\n  formats: [onnx, onnx-int4]\n",
                        "found \"onnx-int4\"; did you mean onnx-int8?"),
                Arguments.of(
                        SOUND + "export:\n  limits: {onnx-q9: {ndcg_loss: 0.1}}\n",
                        "line 4: export.limits must be of onnx, onnx-fp16"),
                Arguments.of(
                        SOUND + "export:\n  limits: {onnx-q4: {mean_cosine: 2}}\n",
                        "mean_cosine must be from -1 to 1, got 2"),
                Arguments.of(
                        SOUND + "evaluation:\n  k_values: [1, 5]\n",
                        "line 4: evaluation.k_values must be a list with 10 in it, got [1, 5]"),
                Arguments.of(SOUND + "prompts: [a]\n", "line 3: prompts must be names and their values"),
                Arguments.of(
                        SOUND + "training:\n  epochs: 1\n  epochs: 2\n",
                        "line 5: the key epochs was already given in line 4"),
                Arguments.of(
                        SOUND + "training:\n\tepochs: 1\n",
                        "line 4: the YAML is broken: a tab is used for indentation; use spaces"),
                Arguments.of(SOUND + "training: {epochs: 1\n", "the YAML is broken: "),
                Arguments.of("- a\n", "line 1: sections such as \"model:\" are expected, found a list"),
                Arguments.of("data: {train: {files: t}}\n", "line 1: model.path is missing; it is needed: the model's"),
                Arguments.of("model: {path: m}\n", "data.train.files is missing"),
                Arguments.of("", "model.path is missing"),
                Arguments.of(
                        SOUND + "output:\n  name: ../x\n",
                        "line 4: output.name must be letters, digits, '.', '_', '-', got ../x"));
    }

    @ParameterizedTest
    @MethodSource({"mistakes", "mistakesOfValues"})
    void everyMistakeIsNamedWithItsLine(String yaml, String expected) throws IOException {
        Problems problems = read(yaml).problems();
        assertTrue(
                problems.all().stream().anyMatch(problem -> problem.toString().contains(expected)),
                () -> "expected " + expected + "\nfound " + problems.all());
    }

    @Test
    void brokenYamlIsTheOnlyProblem() throws IOException {
        ConfigLoader.Draft<Config> draft = read("model:\n\tpath: m\n");
        assertEquals(1, draft.problems().all().size(), draft.problems().all()::toString);
        assertTrue(draft.bound().value().isEmpty());
    }

    @Test
    void allMistakesAreReportedTogetherInTheOrderOfTheFile() throws IOException {
        String yaml = SOUND + "training:\n  epochs: -1\n  batch_size: x\n  warmup_ratio: 2\n  seeed: 1\n";
        List<String> found = read(yaml, "training.log_every=0", "export.limit=1").problems().all().stream()
                .map(Problems.Problem::toString)
                .toList();
        assertEquals(6, found.size(), found::toString);
        assertTrue(found.get(0).startsWith("line 4: "), found::toString);
        assertTrue(found.get(3).startsWith("line 7: "), found::toString);
        assertTrue(found.get(4).startsWith("--set "), found::toString);
    }

    @Test
    void overridesReachIntoListsAndShortForms() throws IOException {
        ConfigLoader.Draft<Config> draft = read(
                SOUND.replace("}}", "}, evaluation: [{type: retrieval, folder: d}]}")
                        + "objective: {loss: multiple_negatives_ranking}\n",
                "objective.loss.scale=30",
                "data.evaluation[0].split=dev",
                "training.evaluate_every=0.5 epochs",
                "training.epochs=");
        assertEquals(List.of(), draft.problems().all());
        Config config = draft.bound().value().orElseThrow();
        Loss.MultipleNegativesRanking ranking =
                (Loss.MultipleNegativesRanking) config.objective().loss().get(0);
        assertEquals(30, ranking.scale());
        assertEquals(1, config.objective().loss().size());
        assertEquals(
                new EvaluationData.Retrieval(folder.resolve("d"), "dev", Optional.empty(), false),
                config.data().evaluation().get(0));
        assertEquals(new Every(0.5, Every.Unit.EPOCHS), config.training().evaluateEvery());
        assertEquals(3, config.training().epochs());
    }

    @Test
    void overridesThatCannotBeAreProblems() throws IOException {
        Problems problems = read(SOUND, "training", "training.epoch=1", "data.train.files.x.y=1", "training.epochs=[")
                .problems();
        assertEquals(4, problems.all().size(), () -> problems.all().toString());
    }

    @Test
    void resolvedConfigReadsBackEqual() throws IOException {
        String yaml = "model: {path: 'a folder/m', sliding_window: 512, compute: bfloat16}\n"
                + "prompts: {query: \"a: \\\"b\\\" | \\n"
                + "\\u00e9\", 'my own': ''}\n"
                + "data:\n"
                + "  train: {files: [a.jsonl, b.jsonl], columns: {q: anchor}, ignore: [id], score_range: [0, 5]}\n"
                + "  evaluation: [{type: retrieval, folder: d, name: '1'}, {type: sts, file: s.jsonl, score_range: [0,"
                + " 5]}]\n"
                + "objective: {loss: {type: multiple_negatives_ranking, scale: 12.5}, matryoshka: {dimensions: [8, 4],"
                + " weights: [1, 0.25]}}\n"
                + "training: {max_steps: 7, learning_rate: 3.3e-7, evaluate_every: 50 steps, seed: 9007199254740993}\n"
                + "export: {formats: []}\n"
                + "output: {name: 'true'}\n";
        Config config = read(yaml).bound().value().orElseThrow();
        assertEquals(
                12.5, ((Loss.MultipleNegativesRanking) config.objective().loss().get(0)).scale());
        ConfigLoader.Draft<Config> again = read(ConfigLoader.resolved(config));
        assertEquals(List.of(), again.problems().all(), () -> ConfigLoader.resolved(config));
        assertEquals(config, again.bound().value().orElseThrow());
    }
}

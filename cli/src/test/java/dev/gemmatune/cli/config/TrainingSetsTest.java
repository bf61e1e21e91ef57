package dev.gemmatune.cli.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.cli.yaml.ConfigProblems;
import dev.gemmatune.cli.yaml.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One or several sets of training rows in a config. */
final class TrainingSetsTest {

    private static final Path MODEL =
            Path.of("../checkpoints/mini").toAbsolutePath().normalize();

    @TempDir
    Path folder;

    @BeforeEach
    void writeRows() throws IOException {
        Files.writeString(folder.resolve("faq.jsonl"), """
            {"anchor": "How?", "positive": "So."}
            {"anchor": "Why?", "positive": "Because."}
            {"anchor": "Who?", "positive": "She."}
            """);
        Files.writeString(folder.resolve("sts.jsonl"), """
            {"sentence1": "A cat.", "sentence2": "A dog.", "score": 2.5}
            {"sentence1": "A car.", "sentence2": "A van.", "score": 4}
            """);
    }

    private PathLookup lookup() {
        return new PathLookup(folder, Optional.empty(), Optional.empty(), folder);
    }

    private String write(String train) throws IOException {
        Files.writeString(
                folder.resolve("c.yaml"),
                "model: {path: " + MODEL + "}\ndata:\n  train: " + train + "\noutput: {folder: runs}\n");
        return "c.yaml";
    }

    private CheckedConfig load(String train, String... overrides) throws IOException {
        return ConfigLoader.load(write(train), List.of(overrides), lookup());
    }

    /** The problems, which may come from reading or from the checks, one in a line. */
    private String problems(String train, String... overrides) throws IOException {
        String name = write(train);
        return assertThrows(ConfigProblems.class, () -> ConfigLoader.load(name, List.of(overrides), lookup()))
                .getMessage();
    }

    /** Companies fall into parts by the hash of seed 42: é into test, Charlie into dev (GroupSplit's test). */
    @Test
    void heldOutGroupsOfAnyFormatBecomeEvaluations() throws IOException {
        Files.writeString(folder.resolve("own.csv"), """
            company,customer_question,answer
            é,When?,Now.
            Charlie,Where?,Here.
            delta,How?,So.
            delta,Who?,She.
            """);
        CheckedConfig checked = load("{files: 'own.*', columns: {customer_question: anchor},"
                + " split: {by: company, dev: 0.1, test: 0.05}}");
        assertEquals(2, checked.examples().size());
        assertEquals(
                List.of("own/dev 1 query, 4 documents, 1 judgement"),
                checked.evaluation().stream()
                        .map(set -> set.name() + " " + set.describe())
                        .toList());
        assertEquals(
                List.of("own/test"),
                checked.test().stream().map(EvaluationSet::name).toList());
        Files.writeString(folder.resolve("again.yaml"), ConfigLoader.resolved(checked.config()));
        assertEquals(
                checked.config(),
                ConfigLoader.load("again.yaml", List.of(), lookup()).config());
        assertTrue(problems("{files: own.csv, columns: {customer_qestion: anchor}, ignore: [company]}")
                .contains("did you mean \"customer_question\"?"));
        assertTrue(problems("{files: own.csv, columns: {anchor: customer_question}}")
                .contains("the column comes first: {customer_question: anchor}"));
    }

    @Test
    void eachSetHasItsRowsLossesWeightAndName() throws IOException {
        CheckedConfig checked = load("[{files: faq.jsonl, weight: 2}, {name: likeness, files: sts.jsonl,"
                + " score_range: [0, 5], loss: [cosine_similarity, {type: cosent, weight: 0.5}]}]");
        CheckedSet faq = checked.sets().get(0);
        CheckedSet likeness = checked.sets().get(1);
        assertEquals("faq", faq.name());
        assertEquals(2, faq.config().weight());
        assertEquals(checked.config().objective().loss(), faq.losses());
        assertEquals(List.of("query", "document"), faq.promptNames());
        assertEquals("likeness", likeness.name());
        assertEquals(1, likeness.config().weight());
        assertEquals(
                List.of("cosine_similarity", "cosent"),
                likeness.losses().stream().map(Loss::type).toList());
        assertEquals(List.of("STS", "STS"), likeness.promptNames());
        assertEquals(0.5, likeness.data().scoredPairs().get(0).score());
        assertEquals(5, checked.examples().size());
        assertEquals(2, checked.stepsPerEpoch());
        assertEquals(
                1,
                load("[{files: faq.jsonl}]", "training.batch_size=2", "training.accumulate=2")
                        .stepsPerEpoch());
    }

    @Test
    void summaryNamesTheSetsWhereThereAreSeveral() throws IOException {
        String two =
                "[{files: faq.jsonl, weight: 2}, {files: sts.jsonl, score_range: [0, 5], loss: cosine_similarity}]";
        CheckedConfig checked = load(two, "training.sampling=by_weight");
        assertEquals(
                "faq: 3 rows of [anchor, positive]; sts: 2 rows of [sentence1, sentence2]; by_weight of 2 to 1",
                ConfigSummary.parts(checked).get("data"));
        String objective = ConfigSummary.parts(checked).get("objective");
        assertTrue(objective.startsWith("faq: multiple_negatives_ranking, scale 20; sts: cosine_similarity at "));
        assertEquals(
                "3 rows of [anchor, positive]",
                ConfigSummary.parts(load("{files: faq.jsonl}")).get("data"));
    }

    @Test
    void resolvedConfigOfSeveralSetsReadsBackEqual() throws IOException {
        Config config =
                load("[{files: faq.jsonl, weight: 2, mining: {}}, {name: s, files: [sts.jsonl], score_range: [0,"
                                + " 5], loss: {type: cosine_similarity, weight: 3}, prompts: {sentence1: none}}]")
                        .config();
        Files.writeString(folder.resolve("again.yaml"), ConfigLoader.resolved(config));
        assertEquals(
                config, ConfigLoader.load("again.yaml", List.of(), lookup()).config());
    }

    @Test
    void resolvedConfigOfOneSetIsASectionThatTakesOverrides() throws IOException {
        for (String train : List.of("{files: faq.jsonl}", "[{files: faq.jsonl}]")) {
            String resolved = ConfigLoader.resolved(load(train).config());
            assertTrue(resolved.contains("\n  train:\n    files: ["), resolved);
            Files.writeString(folder.resolve("again.yaml"), resolved);
            CheckedConfig again = ConfigLoader.load("again.yaml", List.of("data.train.weight=3"), lookup());
            assertEquals(3, again.sets().get(0).config().weight());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // A section is named without a position, as is what it lacks.
                "{files: [faq.jsonl, none.jsonl]} | line 3: data.train.files[1]: ",
                "{files: faq.jsonl, weight: 0} | line 3: data.train.weight must be > 0, got 0",
                "{files: faq.jsonl, loss: cosent} | line 3: data.train.loss: cosent: ",
                "{files: faq.jsonl, prompts: {anchor: quer}} | line 3: data.train.prompts.anchor: \"quer\" is no"
                        + " prompt",
                "{files: sts.jsonl, score_range: [0, 5], mining: {}} | line 3: data.train.mining: hard negatives need",
                "{files: [faq.jsonl, sts.jsonl], score_range: [0, 5]} | make data.train a list with a set for each"
                        + " kind",
                "{} | line 3: data.train.files is missing; it is needed",
                "[] | line 3: data.train must be a section, or a list of at least one, got []",
                "[{files: faq.jsonl}, {weight: 2}] | line 3: data.train[1].files is missing; it is needed",
                "[{files: faq.jsonl}, {files: sts.jsonl, wieght: 2}] | data.train[1].wieght is no known key; did you"
                        + " mean weight?",
                "[{files: faq.jsonl}, {files: sts.jsonl, weight: -1}] | line 3: data.train[1].weight must be > 0, got"
                        + " -1",
                "[{files: faq.jsonl}, {files: sts.jsonl, name: a b}] | data.train[1].name must be letters, digits",
                "[{files: faq.jsonl}, {files: none.jsonl}] | line 3: data.train[1].files[0]: ",
                "[{files: faq.jsonl}, {files: faq.jsonl}] | data.train[1] has the name faq of another set; give it a"
                        + " name",
                "[{files: faq.jsonl}, {files: sts.jsonl, score_range: [0, 5]}] | objective.loss: "
                        + "multiple_negatives_ranking: ",
                "[{files: faq.jsonl}, {files: sts.jsonl, score_range: [0, 5], loss: [cosent, triplet]}] |"
                        + " data.train[1].loss[1]: triplet: ",
                "[{files: faq.jsonl}, {files: sts.jsonl, score_range: [0, 5], loss: cosent, columns: {x: anchor}}] |"
                        + " data.train[1].files[0]: ",
                "[{files: faq.jsonl}, {name: b, files: faq.jsonl, loss: gist}] | data.train[1].loss: gist needs"
                        + " objective.guide",
                "[{files: faq.jsonl}, {name: b, files: faq.jsonl, prompts: {positive: docs}}] |"
                        + " data.train[1].prompts.positive: \"docs\" is no prompt",
                "[{files: faq.jsonl}, {files: sts.jsonl, score_range: [0, 5], loss: cosent, mining: {}}] |"
                        + " data.train[1].mining: hard negatives need",
            })
    void mistakesAreNamedWithTheirSet(String train, String expected) throws IOException {
        String found = problems(train);
        assertTrue(found.contains(expected), found);
    }

    @Test
    void whatIsMissingInASetIsToldOnce() throws IOException {
        String found = problems("[{files: faq.jsonl}, {weight: 2}]");
        assertTrue(found.contains("c.yaml has a problem:"), found);
        assertFalse(found.contains("data.train.files"), found);
        Files.writeString(folder.resolve("none.yaml"), "model: {path: m}\ndata: {}\n");
        List<Problems.Problem> problems = ConfigLoader.read("none.yaml", List.of(), Config.class, lookup())
                .problems()
                .all();
        assertEquals(1, problems.size(), problems::toString);
        assertTrue(problems.get(0).toString().startsWith("line 2: data.train.files is missing"), problems::toString);
    }

    @Test
    void overridesReachEachSet() throws IOException {
        String two = "[{files: faq.jsonl}, {files: faq.jsonl}]";
        CheckedConfig checked = load(two, "data.train[1].name=b", "data.train.0.weight=4");
        assertEquals(
                List.of("faq", "b"),
                checked.sets().stream().map(CheckedSet::name).toList());
        assertEquals(4, checked.sets().get(0).config().weight());
        assertEquals(
                2,
                load(
                                "{files: nowhere}",
                                "data.train.files=sts.jsonl",
                                "data.train.score_range=[0, 5]",
                                "data.train.loss=cosent")
                        .examples()
                        .size());
    }
}

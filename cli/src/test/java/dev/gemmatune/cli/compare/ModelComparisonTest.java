package dev.gemmatune.cli.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.cli.config.ExpectedScore;
import dev.gemmatune.cli.evaluation.EvaluationRecord;
import dev.gemmatune.cli.evaluation.EvaluationRecord.FoundDocument;
import dev.gemmatune.cli.evaluation.EvaluationRecord.JudgedQuery;
import dev.gemmatune.cli.evaluation.EvaluationRecord.Role;
import dev.gemmatune.eval.Scores;
import dev.gemmatune.eval.quantized.Precision;
import dev.gemmatune.eval.significance.Difference;
import dev.gemmatune.eval.significance.ItemMean;
import dev.gemmatune.eval.significance.Sample;
import dev.gemmatune.eval.significance.Samples;
import dev.gemmatune.model.UserError;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ModelComparisonTest {

    private static final String METRIC = "ndcg_at_10";

    @Test
    void differencesAreThoseOfTheFirstModel() {
        ModelComparison comparison = ModelComparison.of(List.of(
                model("a", record("s", "hash", 0.1, 0.5, 0.5)), model("b", record("s", "hash", 0.4, 0.9, 0.6))));
        Difference difference =
                comparison.sets().get(0).differences().get(1).at(4, METRIC).orElseThrow();
        assertEquals(0.8 / 3, difference.change(), 1e-12);
        assertEquals(3, difference.tally().orElseThrow().wins());
        assertEquals(2.0 / 8, difference.pValue());
        List<String> lines = comparison.tables().get(0).lines();
        assertTrue(lines.get(3).contains("b"), lines::toString);
        assertTrue(lines.get(3).contains("+0.2667"), lines::toString);
        assertTrue(lines.get(3).contains("3/0/0"), lines::toString);
    }

    @Test
    void differentDataIsRefusedWithBothHashes() {
        List<ComparedModel> models = List.of(model("a", record("s", "one", 0.1)), model("b", record("s", "two", 0.2)));
        UserError refusal = assertThrows(UserError.class, () -> ModelComparison.of(models));
        assertTrue(refusal.getMessage().contains("hash one"), refusal::getMessage);
        assertTrue(refusal.getMessage().contains("hash two"), refusal::getMessage);
    }

    @Test
    void oneSetUnderTwoNamesIsCompared() {
        ModelComparison comparison = ModelComparison.of(List.of(
                model("a", record("fragen", "hash", 0.1, 0.5)),
                model("b", record("leasing-fragen", "hash", 0.4, 0.9))));
        assertEquals("fragen", comparison.sets().get(0).name());
        assertEquals(List.of(), comparison.leftOut());
    }

    @Test
    void oneModelAndNothingInCommonAreRefused() {
        assertThrows(UserError.class, () -> ModelComparison.of(List.of(model("a", record("s", "h", 0.1)))));
        List<ComparedModel> models = List.of(model("a", record("s", "h", 0.1)), model("b", record("t", "other", 0.2)));
        assertThrows(UserError.class, () -> ModelComparison.of(models));
        assertThrows(UserError.class, () -> ComparedModel.read(List.of(Path.of("there-is-no-such-run"))));
    }

    @Test
    void thePageNeedsNoNetworkAndNamesTheQueries() {
        String html = new ComparePage(ModelComparison.of(
                        List.of(model("a", record("s", "hash", 0.1, 0.5)), model("b", record("s", "hash", 0.4, 0.2)))))
                .html();
        assertFalse(html.contains("http"), "no address");
        assertTrue(html.contains("Queries that gained most"));
        assertTrue(html.contains("Queries that lost most"));
        assertTrue(html.contains("question q0"));
    }

    @Test
    void anExpectedScoreHasATwoSidedTolerance() {
        ExpectedScore expected = new ExpectedScore("s", METRIC, 4, ExpectedScore.Subject.AFTER, 0.5, 0.02);
        assertTrue(expected.holds(Optional.of(0.51)));
        assertFalse(expected.holds(Optional.of(0.53)), "too good is outside as well");
        assertFalse(expected.holds(Optional.of(0.47)));
        assertFalse(expected.holds(Optional.of(Double.NaN)));
        assertFalse(expected.holds(Optional.empty()));
    }

    private static ComparedModel model(String label, EvaluationRecord found) {
        return new ComparedModel(label, Map.of(found.set(), found));
    }

    private static EvaluationRecord record(String set, String data, double... values) {
        List<String> ids =
                IntStream.range(0, values.length).mapToObj(i -> "q" + i).toList();
        double mean = Arrays.stream(values).average().orElseThrow();
        Sample sample = new Sample("queries", ids, new ItemMean(values));
        Scores scores =
                new Scores(METRIC, Map.of(4, Map.of(METRIC, mean)), new Samples(Map.of(4, Map.of(METRIC, sample))));
        List<JudgedQuery> queries = ids.stream()
                .map(id -> new JudgedQuery(id, "question " + id, List.of(new FoundDocument("d", 0.5, 1, "text"))))
                .toList();
        return new EvaluationRecord(set, "queries", data, "m", Role.MODEL, Map.of(Precision.FLOAT32, scores), queries);
    }
}

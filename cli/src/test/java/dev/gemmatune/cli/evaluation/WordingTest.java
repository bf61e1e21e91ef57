package dev.gemmatune.cli.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gemmatune.cli.evaluation.EvaluationRecord.FoundDocument;
import dev.gemmatune.cli.evaluation.EvaluationRecord.JudgedQuery;
import dev.gemmatune.cli.evaluation.EvaluationRecord.Role;
import dev.gemmatune.eval.Scores;
import dev.gemmatune.eval.quantized.Precision;
import dev.gemmatune.eval.significance.BootstrapInterval;
import dev.gemmatune.eval.significance.Difference;
import dev.gemmatune.eval.significance.ItemMean;
import dev.gemmatune.eval.significance.KeptShare;
import dev.gemmatune.eval.significance.Resampling;
import dev.gemmatune.eval.significance.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class WordingTest {

    private static Difference between(double[] first, double[] second) {
        return Difference.between(sample(first), sample(second), Resampling.DEFAULT);
    }

    private static Sample sample(double[] values) {
        List<String> ids =
                IntStream.range(0, values.length).mapToObj(i -> "q" + i).toList();
        return new Sample("queries", ids, new ItemMean(values));
    }

    @Test
    void chanceIsCalledSoWithTheNumberThatWouldDo() {
        double[] before = new double[10];
        double[] after = {0.5, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        assertEquals(
                "No measurable difference in nDCG@10 (95 % interval +0.000 to +0.250, p = 1.000): 1 query better, 0"
                        + " worse, 9 the same. 10 queries can show differences of about 0.14 and more; about 220 would"
                        + " show 0.03.",
                Wording.verdict(between(before, after), "nDCG@10"));
        assertEquals(
                "No measurable difference in nDCG@10 (95 % interval +0.000 to +0.000, p = 1.000): 0 queries better, 0"
                        + " worse, 10 the same. 10 queries can show differences of about 0.14 and more; about 220"
                        + " would show 0.03.",
                Wording.verdict(between(after, after), "nDCG@10"));
        assertEquals(
                "No measurable difference in nDCG@10 (p = 1.000): 1 query better, 0 worse, 0 the same. 1 query can"
                        + " show no difference; about 2,200 would show 0.03.",
                Wording.verdict(between(new double[] {0}, new double[] {1}), "nDCG@10"));
    }

    @Test
    void whatIsMoreThanChanceIsAGainOrALoss() {
        double[] low = {0.1, 0.2, 0.1, 0.3, 0.2, 0.1, 0.2, 0.3};
        double[] high = {0.6, 0.7, 0.5, 0.9, 0.6, 0.7, 0.6, 0.8};
        String gain = Wording.verdict(between(low, high), "nDCG@10");
        assertEquals("The gain in nDCG@10 is significant (95 % interval ", gain.substring(0, 50));
        assertEquals("p = 0.008): 8 queries better, 0 worse, 0 the same.", gain.substring(gain.indexOf("p = ")));
        assertEquals(
                "The loss in", Wording.verdict(between(high, low), "nDCG@10").substring(0, 11));
    }

    @Test
    void noMoreIsKeptThanTheIntervalAllows() {
        assertEquals(
                "keep 80.0\u00a0% of it (95\u00a0% interval 75 to 85\u00a0%)", Wording.keep(kept(0.8, 0.75, 0.85)));
        assertEquals("keep 84 to 127\u00a0% of it (95\u00a0% interval)", Wording.keep(kept(1.044, 0.84, 1.27)));
        assertEquals("keep all of it", Wording.keep(kept(1.1, 1.01, 1.2)));
        assertEquals("104.4\u00a0% (84 to 127)", Wording.share(kept(1.044, 0.84, 1.27)));
        assertEquals("50.0\u00a0%", Wording.share(kept(0.5, Double.NaN, Double.NaN)));
    }

    private static KeptShare kept(double share, double low, double high) {
        return new KeptShare(share, new BootstrapInterval(low, high));
    }

    @Test
    void rightAnswersAreCountedWhereTheyAreSeen() {
        Successes before = Successes.of(record("010", "100", "000", "001", "")).orElseThrow();
        Successes after =
                Successes.of(record("100", "100", "000", "010", "001")).orElseThrow();
        assertEquals(new Successes(5, 1, 3), before);
        assertEquals("right answer first: 2 of 5 queries; among the first three: 4 of 5", after.sentence());
        assertEquals(
                "right answer first: 1 of 5 → 2 of 5 queries; among the first three: 3 of 5 → 4 of 5",
                after.sentenceAfter(before));
        assertEquals(Optional.empty(), Successes.of(record()));
        assertEquals(
                "right answer first: 1 of 1 query; among the first three: 1 of 1",
                Successes.of(record("100")).orElseThrow().sentence());
    }

    /** A query for each text, of whose documents those with 1 are relevant. */
    private static EvaluationRecord record(String... queries) {
        List<JudgedQuery> judged = new ArrayList<>();
        for (String grades : queries) {
            List<FoundDocument> found = grades.chars()
                    .mapToObj(grade -> new FoundDocument("d", 0.5, grade - '0', "text"))
                    .toList();
            judged.add(new JudgedQuery("q" + judged.size(), "text", found));
        }
        Scores scores = new Scores("ndcg_at_10", Map.of(4, Map.of("ndcg_at_10", 0.5)));
        return new EvaluationRecord("s", "", "h", "m", Role.MODEL, Map.of(Precision.FLOAT32, scores), judged);
    }
}

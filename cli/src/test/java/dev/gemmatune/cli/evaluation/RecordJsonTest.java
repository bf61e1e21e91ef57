package dev.gemmatune.cli.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.eval.IndexScores;
import dev.gemmatune.eval.Scores;
import dev.gemmatune.eval.hnsw.HnswSettings;
import dev.gemmatune.eval.hnsw.IndexFacts;
import dev.gemmatune.eval.metrics.ThresholdMetric;
import dev.gemmatune.eval.quantized.Precision;
import dev.gemmatune.eval.significance.ItemMean;
import dev.gemmatune.eval.significance.MacroF1;
import dev.gemmatune.eval.significance.PairCorrelation;
import dev.gemmatune.eval.significance.PairThreshold;
import dev.gemmatune.eval.significance.Sample;
import dev.gemmatune.eval.significance.Samples;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.files.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordJsonTest {

    private static final List<String> IDS = List.of("a", "b,\"c\"", "d");

    @TempDir
    private Path folder;

    @Test
    void everyKindOfSampleIsReadAsItWasWritten() throws IOException {
        Map<String, Sample> samples = samples();
        Path file = Files.writeString(folder.resolve("x.json"), Json.compact(RecordJson.write(record(samples))));
        Map<String, Sample> read =
                RecordJson.read(file).main().samples().byDimension().get(2);
        assertEquals(samples.keySet(), read.keySet());
        samples.forEach((metric, sample) -> {
            Sample found = read.get(metric);
            assertEquals(sample.items(), found.items());
            assertEquals(sample.ids(), found.ids());
            assertEquals(sample.value(), found.value(), metric);
            assertTrue(found.isComparableWith(sample), metric);
        });
    }

    @Test
    void whatAnIndexFoundIsReadAsItWasWritten() throws IOException {
        IndexScores index = new IndexScores(
                new HnswSettings(8, 50, 200),
                Map.of(
                        2,
                        new IndexScores.AtDimension(
                                Map.of("f1", 0.25, "ap", Double.NaN),
                                new IndexFacts(7, 3, Map.of(10, 0.5, 100, Double.NaN), 1.5, 0.25, 4_000_000_000L))));
        EvaluationRecord plain = record(samples());
        assertTrue(plain.main().index().isEmpty());
        EvaluationRecord written = new EvaluationRecord(
                plain.set(),
                plain.size(),
                plain.data(),
                plain.model(),
                plain.role(),
                Map.of(Precision.FLOAT32, plain.main().withIndex(index)),
                List.of());
        Path file = Files.writeString(folder.resolve("x.json"), Json.compact(RecordJson.write(written)));
        assertEquals(index, RecordJson.read(file).main().index().orElseThrow());
    }

    @Test
    void theTableHoldsWhatSingleItemsHave() {
        String csv = ItemTable.csv(record(samples()));
        assertEquals(
                "texts,precision,dimension,accuracy\na,float32,2,0.1\n\"b,\"\"c\"\"\",float32,2,0.5\nd,float32,2,1.0\n",
                csv);
    }

    @Test
    void anOlderFormatIsNamedWithTheRemedy() throws IOException {
        Path file = Files.writeString(folder.resolve("x.json"), "{\"format\":1}");
        UserError error = assertThrows(UserError.class, () -> RecordJson.read(file));
        assertTrue(error.getMessage().contains("evaluate again"), error.getMessage());
    }

    private static Map<String, Sample> samples() {
        boolean[] together = {true, false, true};
        Map<String, Sample> samples = new LinkedHashMap<>();
        samples.put(
                "cosine_spearman",
                new Sample(
                        "pairs",
                        IDS,
                        new PairCorrelation(
                                new double[] {0.1f, 0.7f, 0.3f},
                                new double[] {1, 4.2, 3.6},
                                PairCorrelation.Coefficient.SPEARMAN)));
        samples.put(
                "max_ap",
                new Sample(
                        "pairs",
                        IDS,
                        new PairThreshold(ThresholdMetric.AP, new double[][] {{0.1f, 0.7f, 0.3f}}, together)));
        samples.put("f1", new Sample("texts", IDS, new MacroF1(new int[][] {{0}, {1}, {0, 1}}, new int[][][] {
            {{0}, {}, {1}}
        })));
        samples.put("accuracy", new Sample("texts", IDS, new ItemMean(new double[] {0.1, 0.5, 1})));
        samples.put(
                "v_measure",
                new Sample(
                        "draws",
                        List.of(
                                new Sample.Part(List.of("1"), new ItemMean(new double[] {0.5})),
                                new Sample.Part(List.of("1", "2"), new ItemMean(new double[] {0.1, 0.3})))));
        return samples;
    }

    private static EvaluationRecord record(Map<String, Sample> samples) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        samples.forEach((metric, sample) -> metrics.put(metric, sample.value()));
        Scores scores = new Scores("f1", Map.of(2, metrics), new Samples(Map.of(2, samples)));
        return new EvaluationRecord(
                "s", "size", "hash", "m", EvaluationRecord.Role.MODEL, Map.of(Precision.FLOAT32, scores), List.of());
    }
}

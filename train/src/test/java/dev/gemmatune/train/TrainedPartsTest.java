package dev.gemmatune.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import dev.gemmatune.eval.Evaluation;
import dev.gemmatune.eval.Progress;
import dev.gemmatune.eval.Scores;
import dev.gemmatune.model.EmbeddingModel;
import dev.gemmatune.model.TextEmbedder;
import dev.gemmatune.model.adapter.AdapterFolder;
import dev.gemmatune.model.adapter.Lora;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.encoder.ComputeType;
import dev.gemmatune.model.encoder.Trainable;
import dev.gemmatune.model.fixtures.NarrowWeights;
import dev.gemmatune.model.fixtures.TinyCheckpoint;
import dev.gemmatune.model.safetensors.ElementType;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Trainings of a part of the weights. */
class TrainedPartsTest {

    private static final int STEPS = 6;
    private static final double RATE = 1e-2;
    private static final double DECAY = 0.5;
    /** Words of no training text among them. */
    private static final List<String> PROBES = List.of("zzyzx qwv 0xFFFF", "The keeper lights the lamp.", "Ωμέγα");

    @TempDir
    Path folder;

    /** Embeds the probes after every second step. */
    private static final class Watching implements Evaluation {

        private final List<float[][]> vectors = new ArrayList<>();

        @Override
        public String name() {
            return "watching";
        }

        @Override
        public Scores run(TextEmbedder embedder, Progress progress) {
            vectors.add(embedder.embed(PROBES, ""));
            return new Scores("none", Map.of(96, Map.of("none", 0.0)));
        }
    }

    private record Run(List<StepReport> reports, List<float[][]> probes, Path last) {}

    @ParameterizedTest
    @EnumSource(
            value = ElementType.class,
            names = {"F32", "BF16", "F16"})
    void activeVocabularyGivesTheResultsOfDenseTraining(ElementType type) throws IOException {
        Path start =
                type == ElementType.F32 ? TinyCheckpoint.folder() : NarrowWeights.write(folder.resolve("narrow"), type);
        Run dense = train("dense", start, Trainable.ALL);
        Run active = train("active", start, Trainable.ACTIVE);
        for (int i = 0; i < STEPS; i++) {
            assertEquals(
                    1, active.reports().get(i).loss() / dense.reports().get(i).loss(), 1e-5);
            assertEquals(
                    1,
                    active.reports().get(i).gradientNorm()
                            / dense.reports().get(i).gradientNorm(),
                    1e-4);
        }
        assertEquals(4, dense.probes().size());
        for (int i = 0; i < dense.probes().size(); i++) {
            for (int probe = 0; probe < PROBES.size(); probe++) {
                assertArrayEquals(dense.probes().get(i)[probe], active.probes().get(i)[probe], 2e-5f);
            }
        }
        compareTables(start, dense.last(), active.last());
    }

    @Test
    void frozenWeightsKeepTheirBits() {
        Run run = train(
                "frozen",
                TinyCheckpoint.folder(),
                new Trainable(List.of("embeddings", "first 2 layers", "*_Dense*"), Optional.empty(), true));
        Checkpoint before = Checkpoint.open(TinyCheckpoint.folder());
        Checkpoint after = Checkpoint.open(run.last());
        for (String name : before.shapes().keySet()) {
            boolean frozen = name.matches("embed_tokens.*|layers\\.[01]\\..*|.*_Dense.*");
            assertEquals(frozen, before.weights(name).equals(after.weights(name)), name);
        }
    }

    @Test
    void loraTrainsTheAdapterAndSavesItMergedAndByItself() throws IOException {
        Run run = train("lora", TinyCheckpoint.folder(), lora(0.1));
        double first = run.reports().get(1).loss();
        double last = run.reports().get(STEPS - 1).loss();
        assertTrue(last < first, first + " to " + last);
        Checkpoint base = Checkpoint.open(TinyCheckpoint.folder());
        AdapterFolder.read(run.last().resolve("adapter"), base).mergeInto(folder.resolve("merged"), base);
        for (String name : List.of("model.safetensors", "2_Dense/model.safetensors")) {
            Path merged = folder.resolve("merged").resolve(name);
            assertEquals(-1, Files.mismatch(merged, run.last().resolve(name)), name);
            assertFalse(Files.mismatch(merged, TinyCheckpoint.folder().resolve(name)) == -1, name);
        }
        try (EmbeddingModel model = EmbeddingModel.load(run.last())) {
            float[][] vectors = model.embed(PROBES, "");
            float[][] seen = run.probes().get(run.probes().size() - 1);
            for (int probe = 0; probe < vectors.length; probe++) {
                assertArrayEquals(seen[probe], vectors[probe], 1e-5f);
            }
        }
    }

    @Test
    void dropoutFollowsTheSeedAndIsThere() throws IOException {
        Run first = train("first", TinyCheckpoint.folder(), lora(0.3));
        Run second = train("second", TinyCheckpoint.folder(), lora(0.3));
        Run none = train("none", TinyCheckpoint.folder(), lora(0));
        assertEquals(
                -1,
                Files.mismatch(
                        first.last().resolve("model.safetensors"), second.last().resolve("model.safetensors")));
        assertFalse(losses(first).equals(losses(none)));
        assertEquals(losses(first), losses(second));
    }

    private static List<Double> losses(Run run) {
        return run.reports().stream().map(StepReport::loss).toList();
    }

    private static Trainable lora(double dropout) {
        Lora lora = new Lora(4, 8, dropout, false, Set.of("q_proj", "v_proj", "gate_proj", "down_proj", "dense"), 3);
        return new Trainable(List.of(), Optional.of(lora), true);
    }

    private Run train(String name, Path start, Trainable trainable) {
        List<StepReport> reports = new ArrayList<>();
        Watching watching = new Watching();
        Checkpoint opened = Checkpoint.open(start);
        TrainingJob job = new TrainingJob(
                opened,
                List.of(Device.cpu()),
                ComputeType.FLOAT32,
                trainable,
                64,
                List.of(TinyTraining.set(opened, "pairs.jsonl", TinyTraining.RANKING, "query", "document")),
                TinyTraining.settings(1, OptionalInt.of(STEPS), RATE, 0.1, DECAY, 2),
                List.of(watching),
                folder.resolve(name));
        TrainingResult result = new FineTuning(job, new TrainingListener() {
                    @Override
                    public void onStep(StepReport report) {
                        reports.add(report);
                    }
                })
                .run();
        return new Run(reports, watching.vectors, result.lastCheckpoint());
    }

    /** Some rows were trained, the others only decayed; both the same way, up to rounding. */
    private static void compareTables(Path start, Path dense, Path active) {
        FloatBuffer before = table(start);
        FloatBuffer expected = table(dense);
        FloatBuffer found = table(active);
        int decayed = 0;
        for (int i = 0; i < expected.limit(); i++) {
            assertEquals(expected.get(i), found.get(i), 1e-5f);
            boolean shrank = Math.abs(expected.get(i) / before.get(i) - factor()) < 1e-5;
            decayed += shrank ? 1 : 0;
        }
        assertTrue(decayed > 1000, "values that only decay: " + decayed);
        assertTrue(decayed < expected.limit() - 10_000, "values that only decay: " + decayed);
    }

    /** Warm-up of one step, then a linear fall; see LinearSchedule. */
    private static double factor() {
        double factor = 1;
        for (double share : new double[] {0, 1, 0.8, 0.6, 0.4, 0.2}) {
            factor *= 1 - RATE * share * DECAY;
        }
        return factor;
    }

    private static FloatBuffer table(Path checkpoint) {
        return Checkpoint.open(checkpoint).weights("embed_tokens.weight").asFloatBuffer();
    }
}

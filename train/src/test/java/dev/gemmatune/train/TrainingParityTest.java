package dev.gemmatune.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import com.google.gson.JsonObject;
import dev.gemmatune.datasets.training.TrainingData;
import dev.gemmatune.eval.Progress;
import dev.gemmatune.model.EmbeddingModel;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.encoder.ComputeType;
import dev.gemmatune.model.files.Json;
import dev.gemmatune.model.fixtures.GoldenVectors;
import dev.gemmatune.model.fixtures.TinyCheckpoint;
import dev.gemmatune.train.batch.RolePrompts;
import dev.gemmatune.train.objective.Angle;
import dev.gemmatune.train.objective.Cosent;
import dev.gemmatune.train.objective.CosineSimilarity;
import dev.gemmatune.train.objective.Gist;
import dev.gemmatune.train.objective.Margin;
import dev.gemmatune.train.objective.MatryoshkaObjective;
import dev.gemmatune.train.objective.Objective;
import dev.gemmatune.train.objective.Reference;
import dev.gemmatune.train.objective.Triplet;
import dev.gemmatune.train.vectors.ComputedVectors;
import dev.gemmatune.train.vectors.ReferenceVectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Thirty steps of each objective follow sentence-transformers; see README.md beside the golden files. */
class TrainingParityTest {

    private static final int STEPS = 30;
    private static final double LOSS = 1e-4;
    private static final double RATE = 1e-6;
    private static final double NORM = 1e-3;
    private static final double EMBEDDING = 1e-4;

    private static final Objective MATRYOSHKA = MatryoshkaObjective.of(TinyTraining.RANKING, List.of(96, 48, 24));

    /** At the usual temperature of 0.01 the loss soon falls below what float32 can tell of logits of 100. */
    private static final Objective GIST = new Gist(0.1, new Margin(Margin.Kind.ABSOLUTE, 0), true, true);

    @TempDir
    Path run;

    @Test
    void rankingOfPairs() throws IOException {
        compare("pairs-mnrl", "pairs.jsonl", TinyTraining.RANKING, "query", "document", 0, 640);
    }

    @Test
    void rankingWithNegatives() throws IOException {
        compare("triplets-mnrl", "triplets.jsonl", TinyTraining.RANKING, "query", "document", 0, 640);
    }

    @Test
    void cosineOfScoredPairs() throws IOException {
        compare("scored-cosine", "scored.jsonl", new CosineSimilarity(), "STS", "STS", 0, 640);
    }

    @Test
    void matryoshkaOfPairs() throws IOException {
        compare("pairs-matryoshka", "pairs.jsonl", MATRYOSHKA, "query", "document", 0, 640);
    }

    @Test
    void matryoshkaWithNegativesWeightDecayAndTruncation() throws IOException {
        compare("triplets-matryoshka-decay", "triplets.jsonl", MATRYOSHKA, "query", "document", 0.01, 64);
    }

    @Test
    void orderOfScoredPairs() throws IOException {
        compare("scored-cosent", "scored.jsonl", new Cosent(20), "STS", "STS", 0, 640);
    }

    @Test
    void anglesOfScoredPairs() throws IOException {
        compare("scored-angle", "scored.jsonl", new Angle(20), "STS", "STS", 0, 640);
    }

    @Test
    void distancesOfTriplets() throws IOException {
        Objective triplet = new Triplet(Triplet.Distance.EUCLIDEAN, 5);
        compare("triplets-triplet", "triplets.jsonl", triplet, "query", "document", 0, 640);
    }

    @Test
    void guidedRankingOfPairs() throws IOException {
        compare("pairs-gist", "pairs.jsonl", GIST, "query", "document", 0, 640);
    }

    @Test
    void guidedRankingWithNegatives() throws IOException {
        compare("triplets-gist", "triplets.jsonl", GIST, "query", "document", 0, 640);
    }

    private void compare(
            String golden, String data, Objective objective, String first, String others, double decay, int maxLength)
            throws IOException {
        Checkpoint checkpoint = Checkpoint.open(TinyCheckpoint.folder());
        TrainingData rows = TinyTraining.data(data);
        RolePrompts prompts = new RolePrompts(
                checkpoint.prompts().get(first), checkpoint.prompts().get(others));
        TrainingJob job = new TrainingJob(
                checkpoint,
                List.of(Device.cpu()),
                ComputeType.FLOAT32,
                maxLength,
                List.of(new TrainingSet(
                        data, rows, prompts, objective, references(objective, rows, prompts), 1, EpochRows.FIXED)),
                TinyTraining.settings(1, OptionalInt.of(STEPS), 1e-4, 0.1, decay, 0),
                List.of(),
                run);
        List<StepReport> reports = new ArrayList<>();
        TrainingResult result = new FineTuning(job, new TrainingListener() {
                    @Override
                    public void onStep(StepReport report) {
                        reports.add(report);
                    }
                })
                .run();
        compareSteps(golden + ".jsonl", reports);
        compareEmbeddings(golden + ".npy", result.lastCheckpoint());
    }

    /** The guide is the untuned checkpoint itself. */
    private static ReferenceVectors references(Objective objective, TrainingData rows, RolePrompts prompts) {
        if (!objective.references().contains(Reference.GUIDE)) {
            return ReferenceVectors.NONE;
        }
        try (EmbeddingModel guide = EmbeddingModel.load(TinyCheckpoint.folder())) {
            return new ReferenceVectors(
                    Optional.of(ComputedVectors.of(guide, rows, prompts.first(), prompts.others(), Progress.SILENT)),
                    Optional.empty());
        }
    }

    private static void compareSteps(String golden, List<StepReport> reports) throws IOException {
        List<String> lines = Files.readAllLines(TinyTraining.file(golden));
        assertEquals(STEPS, lines.size());
        assertEquals(STEPS, reports.size());
        for (int i = 0; i < STEPS; i++) {
            JsonObject expected = Json.parseObject(lines.get(i), golden);
            StepReport step = reports.get(i);
            assertEquals(i + 1, step.step());
            assertRelative(expected.get("loss").getAsDouble(), step.loss(), LOSS, "loss of step " + step);
            assertRelative(expected.get("lr").getAsDouble(), step.learningRate(), RATE, "rate of step " + step);
            assertRelative(expected.get("grad_norm").getAsDouble(), step.gradientNorm(), NORM, "norm of step " + step);
        }
    }

    private static void compareEmbeddings(String golden, Path checkpoint) throws IOException {
        List<String> probes = new ArrayList<>();
        for (String line : Files.readAllLines(TinyTraining.file("probes.jsonl"))) {
            probes.add(Json.string(Json.parseObject(line, "probes"), "text", "probes"));
        }
        float[][] expected = GoldenVectors.read(TrainingParityTest.class, golden);
        try (EmbeddingModel model = EmbeddingModel.load(checkpoint)) {
            float[][] vectors = model.embedDocuments(probes);
            GoldenVectors.assertClose(expected, vectors, EMBEDDING, golden);
        }
    }

    private static void assertRelative(double expected, double actual, double tolerance, String what) {
        double difference = Math.abs(expected - actual);
        assertTrue(difference <= tolerance * Math.abs(expected), what + ": expected " + expected + ", got " + actual);
    }
}

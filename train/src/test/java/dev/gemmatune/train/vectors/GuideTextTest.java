package dev.gemmatune.train.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.gemmatune.datasets.training.Columns;
import dev.gemmatune.datasets.training.TrainingData;
import dev.gemmatune.datasets.training.TrainingExample;
import dev.gemmatune.eval.Progress;
import dev.gemmatune.model.EmbeddingModel;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.tokenizer.GemmaTokenizer;
import dev.gemmatune.train.BatchSettings;
import dev.gemmatune.train.EpochRows;
import dev.gemmatune.train.FineTuning;
import dev.gemmatune.train.StepReport;
import dev.gemmatune.train.TrainingListener;
import dev.gemmatune.train.TrainingSet;
import dev.gemmatune.train.TrainingSettings;
import dev.gemmatune.train.batch.RolePrompts;
import dev.gemmatune.train.batch.Sampling;
import dev.gemmatune.train.objective.Gist;
import dev.gemmatune.train.objective.Margin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The first loss of GISTEmbedLoss of sentence-transformers 6.0.1 on the pairs of the first 16 rows of the bundled data, the bundled
 * model being its own guide, with max_seq_length set as named. For whole texts the guide was handed the features of the
 * texts at its own length.
 */
final class GuideTextTest {

    private static final Path MINI = Path.of("../checkpoints/mini");
    private static final int ROWS = 16;

    @TempDir
    Path folder;

    @Test
    void aGuideReadsTheIdsThatTheModelReads() {
        assertEquals(0.56065, firstLoss(MINI, GuideText.CUT, 64), 2e-4);
    }

    @Test
    void aGuideMayReadWholeTexts() {
        assertEquals(6.87434, firstLoss(MINI, GuideText.WHOLE, 64), 2e-3);
    }

    @Test
    void aGuideOfAShorterLengthReadsTheCutTextAsItsOwnTokens() throws IOException {
        Path shorter = shorterGuide(32);
        assertEquals(6.93612, firstLoss(shorter, GuideText.CUT, 64), 2e-3);
    }

    private double firstLoss(Path guideFolder, GuideText reading, int length) {
        Checkpoint checkpoint = Checkpoint.open(MINI);
        TrainingData all = TrainingData.read(Path.of("../datasets/finance/train.jsonl"), Columns.BY_NAME);
        List<TrainingExample> pairs = all.contrasts().subList(0, ROWS).stream()
                .<TrainingExample>map(row -> new TrainingExample.Contrast(row.anchor(), row.positive(), List.of()))
                .toList();
        TrainingData rows = new TrainingData("rows", List.of("anchor", "positive"), pairs);
        RolePrompts prompts = RolePrompts.of(rows, checkpoint.prompts());
        TextVectors vectors;
        try (EmbeddingModel guide = EmbeddingModel.load(guideFolder);
                GemmaTokenizer tokenizer = EmbeddingModel.trainingTokenizer(checkpoint, length)) {
            vectors = ComputedVectors.of(
                    reading.reader(guide, checkpoint, tokenizer),
                    rows,
                    prompts.first(),
                    prompts.others(),
                    Progress.SILENT);
        }
        List<Double> losses = new ArrayList<>();
        Gist gist = new Gist(0.01, new Margin(Margin.Kind.ABSOLUTE, 0), true, true);
        FineTuning.builder(checkpoint, folder.resolve("run-" + reading + "-" + guideFolder.getFileName()))
                .maxLength(length)
                .set(new TrainingSet(
                        "rows",
                        rows,
                        prompts,
                        gist,
                        new ReferenceVectors(Optional.of(vectors), Optional.empty()),
                        1,
                        EpochRows.FIXED))
                .settings(TrainingSettings.DEFAULT
                        .withSteps(1)
                        .withBatches(new BatchSettings(ROWS, 1, false, false, Sampling.BY_SIZE, 4096, false)))
                .listener(new TrainingListener() {
                    @Override
                    public void onStep(StepReport report) {
                        losses.add(report.loss());
                    }
                })
                .build()
                .run();
        assertFalse(losses.isEmpty());
        return losses.get(0);
    }

    private Path shorterGuide(int length) throws IOException {
        Path copy = folder.resolve("guide");
        try (Stream<Path> paths = Files.walk(MINI)) {
            for (Path path : paths.toList()) {
                Files.copy(path, copy.resolve(MINI.relativize(path).toString()));
            }
        }
        Files.writeString(
                copy.resolve("sentence_bert_config.json"),
                "{\"max_seq_length\": " + length + ", \"do_lower_case\": false}");
        return copy;
    }
}

package dev.gemmatune.export;

import dev.gemmatune.eval.Evaluation;
import dev.gemmatune.eval.Scores;
import dev.gemmatune.export.report.Comparison;
import dev.gemmatune.export.report.ExportProgress;
import dev.gemmatune.export.report.Resources;
import dev.gemmatune.export.report.RetrievalLoss;
import dev.gemmatune.export.report.Verification;
import dev.gemmatune.export.verify.ExportVerifier;
import dev.gemmatune.export.verify.ExportedEmbedder;
import dev.gemmatune.export.verify.ExportedModel;
import dev.gemmatune.export.verify.Reference;
import dev.gemmatune.export.verify.StoredCheckpoint;
import dev.gemmatune.model.EmbeddingModel;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.files.AtomicFiles;
import dev.gemmatune.model.tokenizer.GemmaTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Optional;

/**
 * Everything that is found out about an export before its folder gets its name.
 *
 * @param source what was exported
 * @param exporter what wrote it
 * @param options limits and number of texts
 * @param progress hears how far it is
 */
record FolderVerification(ExportSource source, Exporter exporter, ExportOptions options, ExportProgress progress) {

    private static final double MILLISECOND = 1e6;
    private static final int TYPICAL_TOKENS = 256;

    Verification of(Path folder) throws IOException {
        Checkpoint checkpoint = source.checkpoint();
        try (GemmaTokenizer tokenizer = GemmaTokenizer.load(checkpoint, checkpoint.maxSequenceLength())) {
            Reference original = source.reference(tokenizer::encode, options.sampledTexts(), progress);
            ExportVerifier verifier = new ExportVerifier(
                    original, stored(original, folder), checkpoint.config().heads());
            String first = exporter.models().get(0);
            long start = System.nanoTime();
            try (ExportedModel model = exporter.open(checkpoint, folder.resolve(first))) {
                double loadMilliseconds = (System.nanoTime() - start) / MILLISECOND;
                ExportVerifier.Measured measured = verifier.verify(model, progress);
                List<RetrievalLoss> losses =
                        losses(new ExportedEmbedder(model, tokenizer::encode, checkpoint.dimension()));
                List<Comparison> comparisons = new ArrayList<>(measured.comparisons());
                comparisons.addAll(otherForms(verifier, folder));
                IntSummaryStatistics lengths =
                        original.ids().stream().mapToInt(ids -> ids.length).summaryStatistics();
                return new Verification(
                        options.limits().orElse(exporter.limits()),
                        model.runtime(),
                        original.texts().size(),
                        lengths.getMin(),
                        lengths.getMax(),
                        comparisons,
                        losses,
                        new Resources(
                                loadMilliseconds,
                                measured.millisecondsPerText(),
                                lengths.getAverage(),
                                exporter.residentMegabytes(folder.resolve(first), typical(original))));
            }
        }
    }

    /** The text whose length is nearest to 256 tokens. */
    private static int[] typical(Reference reference) {
        return reference.ids().stream()
                .min(Comparator.comparingInt((int[] ids) -> Math.abs(ids.length - TYPICAL_TOKENS)))
                .orElseThrow();
    }

    private List<Comparison> otherForms(ExportVerifier verifier, Path folder) {
        List<Comparison> comparisons = new ArrayList<>();
        for (String file : exporter.models().subList(1, exporter.models().size())) {
            try (ExportedModel model = exporter.open(source.checkpoint(), folder.resolve(file))) {
                comparisons.addAll(verifier.verifyForm(model, file, progress));
            }
        }
        return comparisons;
    }

    /** The trainer's embeddings with the weights as they are stored, through a checkpoint that is deleted again. */
    private Optional<Reference> stored(Reference original, Path folder) throws IOException {
        if (!exporter.rounds()) {
            return Optional.empty();
        }
        Path rounded = folder.resolve("rounded");
        try {
            Files.createDirectory(rounded);
            StoredCheckpoint.write(source.checkpoint(), exporter::stored, rounded);
            try (EmbeddingModel trainer = EmbeddingModel.load(rounded)) {
                return Optional.of(original.embeddedBy(trainer, progress));
            }
        } finally {
            AtomicFiles.deleteTree(rounded);
        }
    }

    private List<RetrievalLoss> losses(ExportedEmbedder export) {
        if (source.evaluation().isEmpty()) {
            return List.of();
        }
        Evaluation evaluation = source.evaluation().get();
        Scores before = source.scores();
        Scores after = evaluation.run(
                export,
                (stage, done, total) ->
                        progress.update("evaluating: " + stage, total == 0 ? 1 : done / (double) total));
        return after.dimensions().stream()
                .map(dimension -> new RetrievalLoss(
                        dimension, after.primaryMetric(), before.primary(dimension), after.primary(dimension)))
                .toList();
    }
}

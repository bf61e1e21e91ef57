package dev.gemmatune.export;

import ai.djl.Device;
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
import dev.gemmatune.export.verify.TextVerifier;
import dev.gemmatune.export.verify.WrittenTexts;
import dev.gemmatune.model.EmbeddingModel;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.encoder.ComputeType;
import dev.gemmatune.model.tokenizer.GemmaTokenizer;
import java.io.IOException;
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
            ExportSource.Trained trained = source.trained(tokenizer::encode, options.sampledTexts(), progress);
            Reference original = trained.reference();
            int tokenized = tokenized(tokenizer, folder, original);
            ExportVerifier verifier = new ExportVerifier(
                    original, stored(original), checkpoint.config().heads());
            letGo();
            Path first = folder.resolve(exporter.models().get(0));
            Measured usual = usualForm(verifier, tokenizer, first, trained.scores());
            List<Comparison> comparisons = new ArrayList<>(usual.embeddings().comparisons());
            comparisons.addAll(otherForms(verifier, folder));
            letGo();
            IntSummaryStatistics lengths =
                    original.ids().stream().mapToInt(ids -> ids.length).summaryStatistics();
            return new Verification(
                    options.limits().orElse(exporter.limits()),
                    usual.runtime(),
                    original.texts().size(),
                    lengths.getMin(),
                    lengths.getMax(),
                    tokenized,
                    comparisons,
                    usual.losses(),
                    new Resources(
                            usual.loadMilliseconds(),
                            usual.embeddings().millisecondsPerText(),
                            lengths.getAverage(),
                            exporter.residentMegabytes(first, typical(original))));
        }
    }

    private int tokenized(GemmaTokenizer tokenizer, Path folder, Reference original) {
        try (WrittenTexts written = exporter.texts(source.checkpoint(), folder)) {
            return new TextVerifier(source.checkpoint(), tokenizer::encode).verify(written, original.texts());
        }
    }

    private record Measured(
            String runtime, double loadMilliseconds, ExportVerifier.Measured embeddings, List<RetrievalLoss> losses) {}

    /** Opens a model once for all that is asked of it, and closes it before another is opened. */
    private Measured usualForm(ExportVerifier verifier, GemmaTokenizer tokenizer, Path file, Optional<Scores> before) {
        Checkpoint checkpoint = source.checkpoint();
        progress.update("opening", 0);
        long start = System.nanoTime();
        try (ExportedModel model = exporter.open(checkpoint, file)) {
            double loadMilliseconds = (System.nanoTime() - start) / MILLISECOND;
            return new Measured(
                    model.runtime(),
                    loadMilliseconds,
                    verifier.verify(model, !exporter.opensInTrainer(), progress),
                    losses(before, new ExportedEmbedder(model, tokenizer::encode, checkpoint.dimension())));
        }
    }

    /** Weights are mapped, or copied out of Java's heap, and stay so until their buffers are collected. */
    static void letGo() {
        System.gc();
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

    /**
     * The trainer's embeddings with the weights as they are stored; only of short texts where the export's weights have
     * been compared and run in the trainer's encoder anyway.
     */
    private Optional<Reference> stored(Reference original) {
        if (!exporter.rounds()) {
            return Optional.empty();
        }
        Checkpoint rounded = StoredCheckpoint.of(source.checkpoint(), exporter::stored);
        int hiding = rounded.config().attentionRadius() + 2;
        Reference texts = exporter.opensInTrainer() ? original.upTo(hiding) : original;
        try (EmbeddingModel trainer = EmbeddingModel.load(rounded, Device.cpu(), ComputeType.FLOAT32)) {
            return Optional.of(texts.embeddedBy(trainer, progress));
        }
    }

    private List<RetrievalLoss> losses(Optional<Scores> trained, ExportedEmbedder export) {
        if (trained.isEmpty()) {
            return List.of();
        }
        Scores before = trained.get();
        Scores after = source.evaluation().orElseThrow().run(export, progress.ofEvaluation("evaluating"));
        return after.dimensions().stream()
                .map(dimension -> new RetrievalLoss(
                        dimension, after.primaryMetric(), before.primary(dimension), after.primary(dimension)))
                .toList();
    }
}

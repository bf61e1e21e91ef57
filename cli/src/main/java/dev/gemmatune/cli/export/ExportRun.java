package dev.gemmatune.cli.export;

import dev.gemmatune.cli.config.LimitsConfig;
import dev.gemmatune.cli.console.Console;
import dev.gemmatune.cli.console.ConsoleProgress;
import dev.gemmatune.cli.console.StopSignal;
import dev.gemmatune.eval.Evaluation;
import dev.gemmatune.export.ExportForm;
import dev.gemmatune.export.ExportFormat;
import dev.gemmatune.export.ExportOptions;
import dev.gemmatune.export.ExportReport;
import dev.gemmatune.export.ExportSource;
import dev.gemmatune.export.Exports;
import dev.gemmatune.export.report.ExportProgress;
import dev.gemmatune.model.EmbeddingModel;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.files.AtomicFiles;
import dev.gemmatune.model.reduction.DimensionCut;
import dev.gemmatune.model.reduction.VocabularyPruning;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * Exports a checkpoint in several formats, each into a folder of its name.
 *
 * @param formats what to write
 * @param form details
 * @param dim dimension to cut to, if any
 * @param pruneTo texts to whose tokens the vocabulary is pruned; none for all tokens
 * @param keepFirst how many of the most used tokens are kept when pruning
 * @param texts to verify with
 * @param evaluation on which exports may not lose too much, for a checkpoint of some dimension
 * @param limits by format
 * @param sampledTexts how many of the texts are compared as they are
 * @param overwrite whether earlier exports may be replaced
 */
public record ExportRun(
        List<ExportFormat> formats,
        ExportForm form,
        OptionalInt dim,
        List<String> pruneTo,
        int keepFirst,
        List<String> texts,
        Function<Checkpoint, Optional<Evaluation>> evaluation,
        Map<String, LimitsConfig> limits,
        int sampledTexts,
        boolean overwrite) {

    /**
     * Exports.
     *
     * @param source what to export
     * @param loader gives the trainer for a checkpoint
     * @param folder where the formats' folders go
     * @param console hears of signals that stop the work
     * @return a report for each format, in order
     */
    public List<ExportReport> run(
            Checkpoint source,
            Function<Checkpoint, EmbeddingModel> loader,
            Path folder,
            Console console,
            ConsoleProgress progress) {
        Path work = folder.resolve("reduced.part");
        try (StopSignal signal = new StopSignal(console)) {
            Checkpoint checkpoint = reduced(source, work, console);
            List<ExportReport> reports = new ArrayList<>();
            try (EmbeddingModel trainer = loader.apply(checkpoint)) {
                ExportSource described = described(source, checkpoint, trainer);
                for (ExportFormat format : formats) {
                    reports.add(export(format, described, folder.resolve(format.id()), signal, progress));
                }
            }
            return reports;
        } finally {
            AtomicFiles.delete(work);
        }
    }

    private ExportReport export(
            ExportFormat format, ExportSource source, Path target, StopSignal signal, ConsoleProgress progress) {
        ExportOptions options = new ExportOptions(
                Optional.ofNullable(limits.get(format.id()))
                        .map(given -> given.over(format.exporter(form).limits())),
                sampledTexts,
                overwrite);
        ExportProgress listener = (stage, done) -> {
            signal.check();
            progress.share(format.id() + ": " + stage, done);
        };
        try {
            return Exports.export(format, form, source, target, options, listener);
        } finally {
            progress.endStage();
        }
    }

    private Checkpoint reduced(Checkpoint source, Path work, Console console) {
        Checkpoint checkpoint = source;
        if (!pruneTo.isEmpty()) {
            checkpoint = VocabularyPruning.write(checkpoint, pruneTo, keepFirst, work.resolve("pruned"));
            console.note(String.format(
                    Locale.ROOT,
                    "vocabulary pruned from %,d to %,d tokens; all %,d texts are cut as before",
                    source.config().vocabularySize(),
                    checkpoint.config().vocabularySize(),
                    pruneTo.size()));
        }
        if (dim.isPresent() && dim.getAsInt() != source.dimension()) {
            checkpoint = DimensionCut.write(checkpoint, dim.getAsInt(), work.resolve("cut"));
        }
        return checkpoint;
    }

    private ExportSource described(Checkpoint source, Checkpoint checkpoint, EmbeddingModel trainer) {
        ExportSource described = ExportSource.of(checkpoint, trainer, texts)
                .withNote("source", source.folder().getFileName().toString());
        if (dim.isPresent()) {
            described = described.withNote("cut_from_dimension", Integer.toString(source.dimension()));
        }
        if (!pruneTo.isEmpty()) {
            described = described.withNote(
                    "pruned_from_vocabulary", Integer.toString(source.config().vocabularySize()));
        }
        Optional<Evaluation> set = evaluation.apply(checkpoint);
        return set.isPresent() ? described.withEvaluation(set.get()) : described;
    }
}

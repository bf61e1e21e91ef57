package dev.gemmatune.export;

import ai.djl.Device;
import dev.gemmatune.eval.Evaluation;
import dev.gemmatune.export.report.ExportProgress;
import dev.gemmatune.export.report.Limits;
import dev.gemmatune.export.verify.BuiltInTexts;
import dev.gemmatune.model.EmbeddingModel;
import dev.gemmatune.model.Models;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.encoder.ComputeType;
import dev.gemmatune.model.files.AtomicFiles;
import dev.gemmatune.model.files.Hold;
import dev.gemmatune.model.reduction.DimensionCut;
import dev.gemmatune.model.reduction.VocabularyPruning;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;

/**
 * The exports of a checkpoint, each in a folder of its own and held against the trainer before it gets its name.
 *
 * <pre>{@code
 * List<ExportReport> reports = Export.of(Path.of("checkpoints/finance/best"))
 *         .formats(ExportFormat.ONNX, ExportFormat.GGUF_Q8_0)
 *         .dimension(256)
 *         .into(Path.of("export"));
 * }</pre>
 *
 * <p>Nothing is read or written before {@link #into}. Not thread-safe.
 */
public final class Export {

    private static final String WORK = "reduced.part";

    private final Checkpoint source;
    private final Map<ExportFormat, Limits> limits = new EnumMap<>(ExportFormat.class);
    private List<ExportFormat> formats = List.of(ExportFormat.ONNX);
    private ExportForm form = ExportForm.DEFAULT;
    private OptionalInt dimension = OptionalInt.empty();
    private List<String> vocabularyTexts = List.of();
    private int keptTokens;
    private Optional<List<String>> texts = Optional.empty();
    private Function<Checkpoint, Optional<Evaluation>> evaluation = reduced -> Optional.empty();
    private Function<Checkpoint, EmbeddingModel> trainer =
            checkpoint -> EmbeddingModel.load(checkpoint, Device.cpu(), ComputeType.FLOAT32);
    private ExportOptions options = ExportOptions.defaults();
    private ExportProgress progress = ExportProgress.NONE;

    private Export(Checkpoint source) {
        this.source = source;
    }

    /**
     * Exports of a checkpoint's folder, or of an adapter's in PEFT's format.
     *
     * @throws UserError if it is not a sound checkpoint
     */
    public static Export of(Path checkpoint) {
        return of(Models.open(checkpoint));
    }

    /**
     * Exports of a model by its name.
     *
     * @param checkpoint a folder's path, or an id on the Hugging Face hub
     * @throws UserError if there is none, it cannot be downloaded, or it is not a sound checkpoint
     */
    public static Export of(String checkpoint) {
        return of(Models.open(checkpoint));
    }

    /** Exports of an opened checkpoint. */
    public static Export of(Checkpoint checkpoint) {
        return new Export(checkpoint);
    }

    /** What to write, in this order; {@link ExportFormat#ONNX} unless something else is said. */
    public Export formats(ExportFormat... chosen) {
        return formats(List.of(chosen));
    }

    /** The same of a list. */
    public Export formats(List<ExportFormat> chosen) {
        if (Set.copyOf(chosen).size() < chosen.size()) {
            throw new IllegalArgumentException("formats must differ, got " + chosen);
        }
        formats = List.copyOf(chosen);
        return this;
    }

    /** Details of the formats; {@link ExportForm#DEFAULT} unless something else is said. */
    public Export form(ExportForm details) {
        form = details;
        return this;
    }

    /** The dimension of the exported embeddings, baked in, from 1 to the checkpoint's. */
    public Export dimension(int cutTo) {
        dimension = OptionalInt.of(cutTo);
        return this;
    }

    /**
     * Drops the tokens that some texts do not need.
     *
     * @param needed the texts; they are cut into tokens as before
     * @param keep how many of the most used tokens are kept as well, 0 or more
     */
    public Export vocabularyOf(List<String> needed, int keep) {
        vocabularyTexts = List.copyOf(needed);
        keptTokens = keep;
        return this;
    }

    /** Real texts to verify with, such as documents of the domain; a few that are built in unless something is said. */
    public Export verifiedOn(List<String> realTexts) {
        texts = Optional.of(List.copyOf(realTexts));
        return this;
    }

    /**
     * Data on which an export may lose no more than its limits say.
     *
     * @param set its dimensions must be at most those of the export
     */
    public Export evaluatedBy(Evaluation set) {
        return evaluatedBy(reduced -> Optional.of(set));
    }

    /** The same, with an evaluation that depends on the checkpoint after {@link #dimension}. */
    public Export evaluatedBy(Function<Checkpoint, Optional<Evaluation>> chooser) {
        evaluation = chooser;
        return this;
    }

    /** What loads the trainer's own model of a checkpoint, which is closed again; it must compute in float32. */
    public Export trainer(Function<Checkpoint, EmbeddingModel> loader) {
        trainer = loader;
        return this;
    }

    /** What passes in a format, instead of {@link Exporter#limits}. */
    public Export limits(ExportFormat format, Limits passing) {
        limits.put(format, passing);
        return this;
    }

    /** Limits of all formats without ones of their own, number of texts, overwriting. */
    public Export options(ExportOptions chosen) {
        options = chosen;
        return this;
    }

    /** Who hears how far it is; stages begin with the format's name: {@code onnx: writing weights}. */
    public Export progress(ExportProgress listener) {
        progress = listener;
        return this;
    }

    /**
     * Exports into folders named after the formats. The trainer's embeddings are computed once for all of them; else the
     * cost is that of {@link Exports#export} for each format.
     *
     * @param folder where the formats' folders go; made if it is not there
     * @return a report for each format, in order
     * @throws VerificationFailed if an export does not compute what the trainer computes; its folder is not there, but
     *     those of earlier formats are
     * @throws UserError if the checkpoint cannot be cut or pruned in this way, a format cannot hold it, another process
     *     exports into the folder, or it may not or cannot be written; what can be known before is known before anything is
     *     written
     */
    public List<ExportReport> into(Path folder) {
        check(folder);
        return Hold.during(folder, () -> {
            check(folder); // another process may have exported into it in between
            return write(folder);
        });
    }

    private void check(Path folder) {
        for (ExportFormat format : formats) {
            TargetFolder.check(folder.resolve(format.id()), source.folder(), options.overwrite());
            format.exporter(form).check(source, dimension.orElse(source.dimension()));
        }
    }

    private List<ExportReport> write(Path folder) {
        boolean there = Files.exists(folder);
        Path work = folder.resolve(WORK);
        try {
            Checkpoint checkpoint = reduced(work);
            List<ExportReport> reports = new ArrayList<>();
            ExportSource described = described(checkpoint);
            for (ExportFormat format : formats) {
                reports.add(Exports.export(
                        format,
                        form,
                        described,
                        folder.resolve(format.id()),
                        optionsOf(format),
                        (stage, done) -> progress.update(format.id() + ": " + stage, done)));
            }
            return reports;
        } finally {
            AtomicFiles.delete(work);
            if (!there) {
                AtomicFiles.deleteIfEmpty(folder);
            }
        }
    }

    private ExportOptions optionsOf(ExportFormat format) {
        return limits.containsKey(format) ? options.withLimits(limits.get(format)) : options;
    }

    private Checkpoint reduced(Path work) {
        Checkpoint checkpoint = source;
        if (!vocabularyTexts.isEmpty()) {
            checkpoint = VocabularyPruning.write(checkpoint, vocabularyTexts, keptTokens, work.resolve("pruned"));
        }
        if (dimension.isPresent() && dimension.getAsInt() != source.dimension()) {
            checkpoint = DimensionCut.write(checkpoint, dimension.getAsInt(), work.resolve("cut"));
        }
        return checkpoint;
    }

    private ExportSource described(Checkpoint checkpoint) {
        ExportSource described = ExportSource.opening(
                        checkpoint, () -> trainer.apply(checkpoint), texts.orElseGet(BuiltInTexts::read))
                .withNote("source", source.folder().getFileName().toString());
        if (dimension.isPresent()) {
            described = described.withNote("cut_from_dimension", Integer.toString(source.dimension()));
        }
        if (!vocabularyTexts.isEmpty()) {
            described = described.withNote(
                    "pruned_from_vocabulary", Integer.toString(source.config().vocabularySize()));
        }
        Optional<Evaluation> set = evaluation.apply(checkpoint);
        return set.isPresent() ? described.withEvaluation(set.get()) : described;
    }
}

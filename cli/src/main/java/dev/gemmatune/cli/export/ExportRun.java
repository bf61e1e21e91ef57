package dev.gemmatune.cli.export;

import dev.gemmatune.cli.config.LimitsConfig;
import dev.gemmatune.cli.console.Console;
import dev.gemmatune.cli.console.ConsoleProgress;
import dev.gemmatune.eval.Evaluation;
import dev.gemmatune.export.Export;
import dev.gemmatune.export.ExportForm;
import dev.gemmatune.export.ExportFormat;
import dev.gemmatune.export.ExportOptions;
import dev.gemmatune.export.ExportReport;
import dev.gemmatune.model.EmbeddingModel;
import dev.gemmatune.model.checkpoint.Checkpoint;
import java.nio.file.Path;
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
     * @return a report for each format, in order
     */
    public List<ExportReport> run(
            Checkpoint source,
            Function<Checkpoint, EmbeddingModel> loader,
            Path folder,
            Console console,
            ConsoleProgress progress) {
        try {
            Export export = Export.of(source)
                    .formats(formats)
                    .form(form)
                    .vocabularyOf(pruneTo, keepFirst)
                    .verifiedOn(texts)
                    .evaluatedBy(evaluation)
                    .trainer(checkpoint -> load(source, checkpoint, loader, console))
                    .options(new ExportOptions(Optional.empty(), sampledTexts, overwrite))
                    .progress(progress::share);
            dim.ifPresent(export::dimension);
            for (ExportFormat format : formats) {
                Optional.ofNullable(limits.get(format.id()))
                        .ifPresent(given -> export.limits(
                                format, given.over(format.exporter(form).limits())));
            }
            return export.into(folder);
        } finally {
            progress.endStage();
        }
    }

    private EmbeddingModel load(
            Checkpoint source, Checkpoint exported, Function<Checkpoint, EmbeddingModel> loader, Console console) {
        if (!pruneTo.isEmpty()) {
            console.note(String.format(
                    Locale.ROOT,
                    "vocabulary pruned from %,d to %,d tokens; all %,d texts are cut as before",
                    source.config().vocabularySize(),
                    exported.config().vocabularySize(),
                    pruneTo.size()));
        }
        return loader.apply(exported);
    }
}

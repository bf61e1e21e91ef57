package dev.gemmatune.export;

import dev.gemmatune.eval.Evaluation;
import dev.gemmatune.eval.Scores;
import dev.gemmatune.export.report.ExportProgress;
import dev.gemmatune.export.report.Provenance;
import dev.gemmatune.export.verify.Reference;
import dev.gemmatune.export.verify.TokenIds;
import dev.gemmatune.model.EmbeddingModel;
import dev.gemmatune.model.TextEmbedder;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.checkpoint.Checkpoint;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What is exported, and the trainer's own embeddings and scores, which are computed once for all formats.
 */
public final class ExportSource {

    /**
     * What the trainer makes of the texts.
     *
     * @param reference the texts of the verification with their embeddings
     * @param scores on the evaluation set, if there is one
     */
    record Trained(Reference reference, Optional<Scores> scores) {}

    /** Lends the trainer's own model. */
    @FunctionalInterface
    private interface Trainer {
        Trained lend(Function<TextEmbedder, Trained> work);
    }

    private final Checkpoint checkpoint;
    private final Trainer trainer;
    private final List<String> texts;
    private final Optional<Evaluation> evaluation;
    private final Map<String, String> notes;
    private Optional<Trained> trained = Optional.empty();
    private Optional<Map<String, String>> provenance = Optional.empty();

    private ExportSource(
            Checkpoint checkpoint,
            Trainer trainer,
            List<String> texts,
            Optional<Evaluation> evaluation,
            Map<String, String> notes) {
        this.checkpoint = checkpoint;
        this.trainer = trainer;
        this.texts = List.copyOf(texts);
        this.evaluation = evaluation;
        this.notes = new LinkedHashMap<>(notes);
    }

    /**
     * A checkpoint with texts to verify its exports on.
     *
     * @param trainer the trainer's embedding of the checkpoint, in float32; it stays open
     * @param texts real texts; they are joined and cut to make texts of chosen lengths
     * @throws UserError if no text has words
     */
    public static ExportSource of(Checkpoint checkpoint, TextEmbedder trainer, List<String> texts) {
        return of(checkpoint, texts, work -> work.apply(trainer));
    }

    /**
     * The same with a model that is opened when its embeddings are needed and closed before an export is opened, so that
     * the memory of one model is enough.
     */
    public static ExportSource opening(Checkpoint checkpoint, Supplier<EmbeddingModel> trainer, List<String> texts) {
        return of(checkpoint, texts, work -> {
            try (EmbeddingModel model = trainer.get()) {
                return work.apply(model);
            }
        });
    }

    private static ExportSource of(Checkpoint checkpoint, List<String> texts, Trainer trainer) {
        if (texts.stream().allMatch(String::isBlank)) {
            throw new UserError("an export is verified on real texts, and there are "
                    + (texts.isEmpty() ? "none" : "only empty ones") + "; give at least one text with words");
        }
        return new ExportSource(checkpoint, trainer, texts, Optional.empty(), Map.of());
    }

    /** The same, with an evaluation set on which exports may not lose too much. */
    public ExportSource withEvaluation(Evaluation set) {
        return new ExportSource(checkpoint, trainer, texts, Optional.of(set), notes);
    }

    /** The same, with a property that travels inside the exports: what was done to the checkpoint before. */
    public ExportSource withNote(String key, String value) {
        Map<String, String> more = new LinkedHashMap<>(notes);
        more.put(key, value);
        return new ExportSource(checkpoint, trainer, texts, evaluation, more);
    }

    /** What is exported. */
    public Checkpoint checkpoint() {
        return checkpoint;
    }

    /** What travels inside the exports; the weights are hashed once. */
    Map<String, String> provenance() {
        if (provenance.isEmpty()) {
            Map<String, String> properties = new LinkedHashMap<>(Provenance.of(checkpoint));
            properties.putAll(notes);
            provenance = Optional.of(Collections.unmodifiableMap(properties));
        }
        return provenance.get();
    }

    Optional<Evaluation> evaluation() {
        return evaluation;
    }

    /** The trainer's embeddings and scores, computed once. */
    Trained trained(TokenIds tokens, int sampled, ExportProgress progress) {
        if (trained.isEmpty()) {
            trained = Optional.of(trainer.lend(model -> new Trained(
                    Reference.of(checkpoint, tokens, model, texts, sampled, progress),
                    evaluation.map(set -> set.run(model, progress.ofEvaluation("evaluating with the trainer"))))));
        }
        return trained.get();
    }
}

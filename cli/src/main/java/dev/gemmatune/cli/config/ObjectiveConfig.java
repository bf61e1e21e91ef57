package dev.gemmatune.cli.config;

import dev.gemmatune.cli.yaml.Default;
import dev.gemmatune.cli.yaml.Doc;
import dev.gemmatune.train.vectors.GuideText;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What training makes small.
 *
 * @param loss the losses of a batch, added up; for sets of rows that have none of their own
 * @param matryoshka the dimensions at which they are taken
 * @param guide the model that judges negatives for gist
 * @param guideText how much of a text the guide reads
 * @param teacher the vectors for embedding_distillation
 */
@Doc("what training makes small")
public record ObjectiveConfig(
        @Doc(
                value =
                        "one loss or a list that is added up: multiple_negatives_ranking, gist for {anchor, positive[,"
                                + " negative…]}; cosine_similarity, cosent, angle for scored pairs; triplet; margin_mse,"
                                + " score_distillation with a teacher's scores; embedding_distillation, spread_out for any rows",
                change = "by the rows that you have: docs/training.md has the table")
        @Default("multiple_negatives_ranking")
        List<Loss> loss,

        MatryoshkaConfig matryoshka,

        @Doc(
                value = "gist: the checkpoint that says which negatives are wrong answers indeed",
                change = "for the loss gist, to a model that knows the field")
        Optional<Path> guide,

        @Doc(
                value = "what the guide reads of a text that is longer than the model's longest: cut is what the model"
                        + " reads, as in sentence-transformers; whole is the text up to the guide's own length",
                change = "to whole where model.max_sequence_length is small and the guide shall know what was cut off")
        @Default("cut")
        GuideText guideText,

        @Doc(
                value =
                        "embedding_distillation: the teacher's vectors with their texts; a list where they lie in several files",
                change = "for the loss embedding_distillation")
        @Default("[]")
        List<TeacherConfig> teacher) {

    /** Copies the lists. */
    public ObjectiveConfig {
        loss = List.copyOf(loss);
        teacher = List.copyOf(teacher);
        Rules.check(!loss.isEmpty(), "loss", "at least one loss", loss);
    }
}

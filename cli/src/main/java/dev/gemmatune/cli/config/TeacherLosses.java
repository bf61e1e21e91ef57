package dev.gemmatune.cli.config;

import dev.gemmatune.cli.yaml.Default;
import dev.gemmatune.cli.yaml.Doc;
import dev.gemmatune.train.objective.EmbeddingDistillation.Distance;
import dev.gemmatune.train.objective.Objective;

/** Losses that make a model do as a better one does. */
public final class TeacherLosses {

    private TeacherLosses() {}

    /** The lead of the positive over each negative must be a teacher's. */
    @Doc(
            value = "the lead of the positive over each negative must be a teacher's",
            change = "where the teacher's scores are on one scale")
    public record MarginMse(
            @Doc(
                    value = "factor of the cosines",
                    unit = "factor",
                    allowed = "> 0",
                    change = "to the range of the teacher's scores: 10 for a cross-encoder's logits from -5 to 5")
            @Default("1")
            double scale,

            @Doc(
                    value = "factor in the sum of losses",
                    unit = "factor",
                    allowed = "> 0",
                    change = "where several losses are added up and one shall count more")
            @Default("1")
            double weight)
            implements Loss {

        /** Checks the ranges. */
        public MarginMse {
            Rules.positive("scale", scale);
            Rules.positive("weight", weight);
        }

        @Override
        public Objective objective() {
            return new dev.gemmatune.train.objective.MarginMse(scale);
        }
    }

    /** Among the positive and the negatives of a row, the model must choose as a teacher does. */
    @Doc(
            value = "among the texts of a row, the model must choose as a teacher does",
            change = "where rows have several negatives with scores")
    public record ScoreDistillation(
            @Doc(
                    value = "divides the cosines",
                    unit = "cosine",
                    allowed = "> 0",
                    change = "to about 0.05 for a teacher that is sure: cosines are at most 2 apart")
            @Default("1")
            double temperature,

            @Doc(
                    value = "divides the teacher's scores; larger softens them",
                    unit = "score",
                    allowed = "> 0",
                    change = "upwards to soften the teacher's choice")
            @Default("1")
            double teacherTemperature,

            @Doc(
                    value = "factor in the sum of losses",
                    unit = "factor",
                    allowed = "> 0",
                    change = "where several losses are added up and one shall count more")
            @Default("1")
            double weight)
            implements Loss {

        /** Checks the ranges. */
        public ScoreDistillation {
            Rules.positive("temperature", temperature);
            Rules.positive("teacher_temperature", teacherTemperature);
            Rules.positive("weight", weight);
        }

        @Override
        public Objective objective() {
            return new dev.gemmatune.train.objective.ScoreDistillation(temperature, teacherTemperature);
        }
    }

    /** Each embedding must be that of {@code objective.teacher}. */
    @Doc(
            value = "each embedding must be that of objective.teacher",
            change = "where the teacher has at least as many dimensions and the same kind of space is wanted")
    public record EmbeddingDistillation(
            @Doc(
                    value = "distance from the teacher's vector: cosine, l2 or mse",
                    change = "to l2 or mse where lengths matter too; unit vectors do not need it")
            @Default("cosine")
            Distance distance,

            @Doc(
                    value = "factor in the sum of losses",
                    unit = "factor",
                    allowed = "> 0",
                    change = "where several losses are added up and one shall count more")
            @Default("1")
            double weight)
            implements Loss {

        /** Checks the weight. */
        public EmbeddingDistillation {
            Rules.positive("weight", weight);
        }

        @Override
        public Objective objective() {
            return new dev.gemmatune.train.objective.EmbeddingDistillation(distance);
        }
    }
}

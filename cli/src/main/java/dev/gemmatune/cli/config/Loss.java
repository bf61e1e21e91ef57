package dev.gemmatune.cli.config;

import dev.gemmatune.cli.yaml.Default;
import dev.gemmatune.cli.yaml.Doc;
import dev.gemmatune.cli.yaml.Names;
import dev.gemmatune.train.objective.Direction;
import dev.gemmatune.train.objective.EmbeddingDistillation.Distance;
import dev.gemmatune.train.objective.FalseNegatives;
import dev.gemmatune.train.objective.Hardness;
import dev.gemmatune.train.objective.Margin;
import dev.gemmatune.train.objective.Objective;
import dev.gemmatune.train.objective.Partition;
import dev.gemmatune.train.objective.WeightedSum;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** A loss of a batch; formulas and defaults are those of sentence-transformers 6 where it has the loss. */
public sealed interface Loss {

    /** Its factor in the sum of all losses. */
    double weight();

    /** The loss in the trainer's own terms. */
    Objective objective();

    /** The name of its type in a config. */
    default String type() {
        return Names.snakeCase(getClass().getSimpleName());
    }

    /** The weighted sum of losses, at the full dimension. */
    static Objective sum(List<Loss> losses) {
        return WeightedSum.of(losses.stream()
                .map(each -> new WeightedSum.Term(each.weight(), each.objective()))
                .toList());
    }

    /** Each anchor against every positive and negative of its batch. */
    record MultipleNegativesRanking(
            @Doc("factor of the cosines (1 / temperature); higher weighs the hardest negatives more") @Default("20")
            double scale,

            @Doc("where negatives are looked for: query_to_doc and any of query_to_query, doc_to_query, doc_to_doc")
            @Default("[query_to_doc]")
            List<Direction> directions,

            @Doc("joint: one softmax over all directions; per_direction: one each, for query_to_doc and doc_to_query")
            @Default("joint")
            Partition partition,

            HardnessConfig hardness,
            FalseNegativesConfig falseNegatives,

            @Doc("factor in the sum of losses") @Default("1")
            double weight)
            implements Loss {

        /** Copies the directions and checks the values. */
        public MultipleNegativesRanking {
            directions = List.copyOf(directions);
            Rules.positive("scale", scale);
            Rules.positive("weight", weight);
            Rules.check(
                    directions.contains(Direction.QUERY_TO_DOC), "directions", "a list with query_to_doc", directions);
            boolean withoutPositive =
                    directions.contains(Direction.QUERY_TO_QUERY) || directions.contains(Direction.DOC_TO_DOC);
            Rules.check(
                    partition == Partition.JOINT || !withoutPositive,
                    "partition",
                    "joint where directions have query_to_query or doc_to_doc",
                    "per_direction");
        }

        @Override
        public Objective objective() {
            return new dev.gemmatune.train.objective.MultipleNegativesRanking(
                    scale,
                    directions,
                    partition,
                    new Hardness(hardness.mode, hardness.strength),
                    falseNegatives.inTrainersTerms());
        }
    }

    /** Negatives that are near their anchor count more. */
    record HardnessConfig(
            @Doc("which negatives are weighed: hard_negatives (the row's own), in_batch_negatives, all_negatives")
            @Default("hard_negatives")
            Hardness.Mode mode,

            @Doc("a negative counts exp(strength * cosine) times; 0 for all alike, 5 for EmbeddingGemma") @Default("0")
            double strength) {

        /** Checks the strength. */
        public HardnessConfig {
            Rules.notNegative("strength", strength);
        }
    }

    /** Texts of other rows that are right answers. */
    record FalseNegativesConfig(
            @Doc("a text that is the row's own anchor or positive is no negative of it, wherever it stands")
            @Default("true")
            boolean equalTexts,

            @Doc("texts of other rows that score more than the positive less this are no negatives; empty: all are")
            OptionalDouble margin,

            @Doc("the margin is absolute, a difference of cosines, or relative, a share of the positive's cosine")
            @Default("absolute")
            Margin.Kind marginKind) {

        private FalseNegatives inTrainersTerms() {
            return new FalseNegatives(
                    equalTexts,
                    margin.isPresent() ? Optional.of(new Margin(marginKind, margin.getAsDouble())) : Optional.empty());
        }
    }

    /** Ranking in which {@code objective.guide} says what is no negative. */
    record Gist(
            @Doc("temperature of the softmax") @Default("0.01")
            double temperature,

            @Doc("what the guide finds nearer than the positive less this is no negative") @Default("0")
            double margin,

            @Doc("the margin is absolute, a difference of cosines, or relative, a share of the positive's cosine")
            @Default("absolute")
            Margin.Kind marginKind,

            @Doc("other anchors are negatives too") @Default("true")
            boolean contrastAnchors,

            @Doc("other positives are negatives of the positive") @Default("true")
            boolean contrastPositives,

            @Doc("factor in the sum of losses") @Default("1")
            double weight)
            implements Loss {

        /** Checks the ranges. */
        public Gist {
            Rules.positive("temperature", temperature);
            Rules.positive("weight", weight);
        }

        @Override
        public Objective objective() {
            return new dev.gemmatune.train.objective.Gist(
                    temperature, new Margin(marginKind, margin), contrastAnchors, contrastPositives);
        }
    }

    /** The squared difference between the cosine of two sentences and their score. */
    record CosineSimilarity(
            @Doc("factor in the sum of losses") @Default("1")
            double weight) implements Loss {

        /** Checks the weight. */
        public CosineSimilarity {
            Rules.positive("weight", weight);
        }

        @Override
        public Objective objective() {
            return new dev.gemmatune.train.objective.CosineSimilarity();
        }
    }

    /** The order of the cosines must be that of the scores. */
    record Cosent(
            @Doc("factor of the cosines (1 / temperature)") @Default("20")
            double scale,

            @Doc("factor in the sum of losses") @Default("1")
            double weight)
            implements Loss {

        /** Checks the ranges. */
        public Cosent {
            Rules.positive("scale", scale);
            Rules.positive("weight", weight);
        }

        @Override
        public Objective objective() {
            return new dev.gemmatune.train.objective.Cosent(scale);
        }
    }

    /** The order of the angles of complex vectors must be that of the scores. */
    record Angle(
            @Doc("factor of the similarities (1 / temperature)") @Default("20")
            double scale,

            @Doc("factor in the sum of losses") @Default("1")
            double weight)
            implements Loss {

        /** Checks the ranges. */
        public Angle {
            Rules.positive("scale", scale);
            Rules.positive("weight", weight);
        }

        @Override
        public Objective objective() {
            return new dev.gemmatune.train.objective.Angle(scale);
        }
    }

    /** Each negative must be farther from its anchor than the positive. */
    record Triplet(
            @Doc("euclidean or cosine (1 - cosine)") @Default("euclidean")
            dev.gemmatune.train.objective.Triplet.Distance distance,

            @Doc("by how much farther; between unit vectors no distance exceeds 2") @Default("5")
            double margin,

            @Doc("factor in the sum of losses") @Default("1")
            double weight)
            implements Loss {

        /** Checks the ranges. */
        public Triplet {
            Rules.notNegative("margin", margin);
            Rules.positive("weight", weight);
        }

        @Override
        public Objective objective() {
            return new dev.gemmatune.train.objective.Triplet(distance, margin);
        }
    }

    /** The lead of the positive over each negative must be a teacher's. */
    record MarginMse(
            @Doc("factor of the cosines, to bring them to the range of the teacher's scores") @Default("1")
            double scale,

            @Doc("factor in the sum of losses") @Default("1")
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
    record ScoreDistillation(
            @Doc("divides the cosines; small, since cosines are at most 2 apart: 0.05 for a teacher that is sure")
            @Default("1")
            double temperature,

            @Doc("divides the teacher's scores; larger softens them") @Default("1")
            double teacherTemperature,

            @Doc("factor in the sum of losses") @Default("1")
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
    record EmbeddingDistillation(
            @Doc("distance from the teacher's vector: cosine, l2 or mse") @Default("cosine")
            Distance distance,

            @Doc("factor in the sum of losses") @Default("1")
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

    /** Embeddings of different rows must spread out; added to another loss. */
    record SpreadOut(
            @Doc("factor of the squared mean of the cosines; 0 for EmbeddingGemma") @Default("1")
            double meanWeight,

            @Doc("factor of the mean of the squared cosines, as far as it exceeds 1 / dimension") @Default("1")
            double secondMomentWeight,

            @Doc("the columns' mean or sum; sum for EmbeddingGemma") @Default("mean")
            dev.gemmatune.train.objective.SpreadOut.Aggregation aggregation,

            @Doc("factor in the sum of losses") @Default("1")
            double weight)
            implements Loss {

        /** Checks the ranges. */
        public SpreadOut {
            Rules.notNegative("mean_weight", meanWeight);
            Rules.notNegative("second_moment_weight", secondMomentWeight);
            Rules.check(meanWeight + secondMomentWeight > 0, "second_moment_weight", "> 0 if mean_weight is 0", 0);
            Rules.positive("weight", weight);
        }

        @Override
        public Objective objective() {
            return new dev.gemmatune.train.objective.SpreadOut(meanWeight, secondMomentWeight, aggregation);
        }
    }
}

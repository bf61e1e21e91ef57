package dev.gemmatune.cli.config;

import dev.gemmatune.cli.yaml.Default;
import dev.gemmatune.cli.yaml.Doc;
import dev.gemmatune.cli.yaml.Names;
import dev.gemmatune.train.objective.Direction;
import dev.gemmatune.train.objective.Hardness;
import dev.gemmatune.train.objective.Margin;
import dev.gemmatune.train.objective.Objective;
import dev.gemmatune.train.objective.Partition;
import dev.gemmatune.train.objective.WeightedSum;
import java.util.List;

/** A loss of a batch; formulas and defaults are those of sentence-transformers 6 where it has the loss. */
public sealed interface Loss
        permits Loss.MultipleNegativesRanking,
                Loss.Gist,
                Loss.CosineSimilarity,
                Loss.Cosent,
                Loss.Angle,
                Loss.Triplet,
                TeacherLosses.MarginMse,
                TeacherLosses.ScoreDistillation,
                TeacherLosses.EmbeddingDistillation,
                Loss.SpreadOut {

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
    @Doc(
            value = "each anchor must find its positive among all positives and negatives of the batch",
            change = "for search; the first choice for pairs and triplets")
    record MultipleNegativesRanking(
            @Doc(
                    value = "factor of the cosines, 1 / temperature",
                    unit = "factor",
                    allowed = "> 0",
                    change =
                            "upwards to weigh the hardest negatives more, downwards where many of them are right answers")
            @Default("20")
            double scale,

            @Doc(
                    value =
                            "where negatives are looked for: query_to_doc and any of query_to_query, doc_to_query, doc_to_doc",
                    allowed = "a list with query_to_doc",
                    change =
                            "to more directions for more negatives from the same batch, such as in rows of two alike texts")
            @Default("[query_to_doc]")
            List<Direction> directions,

            @Doc(
                    value =
                            "joint: one softmax over all directions; per_direction: one each, for query_to_doc and doc_to_query",
                    change = "to per_direction so that a passage must find its question too, as in CLIP")
            @Default("joint")
            Partition partition,

            HardnessConfig hardness,
            FalseNegativesConfig falseNegatives,

            @Doc(
                    value = "factor in the sum of losses",
                    unit = "factor",
                    allowed = "> 0",
                    change = "where several losses are added up and one shall count more")
            @Default("1")
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
                    new Hardness(hardness.mode(), hardness.strength()),
                    falseNegatives.inTrainersTerms());
        }
    }

    /** Ranking in which {@code objective.guide} says what is no negative. */
    @Doc(
            value = "the same ranking without the texts that objective.guide finds nearer than the positive",
            change = "where many rows of a batch answer each other")
    record Gist(
            @Doc(
                    value = "temperature of the softmax",
                    unit = "cosine",
                    allowed = "> 0",
                    change = "upwards where the loss is near 0 at once")
            @Default("0.01")
            double temperature,

            @Doc(
                    value = "what the guide finds nearer than the positive less this is no negative",
                    unit = "cosine, or share of it",
                    allowed = "any number",
                    change = "upwards where the guide's scores are noisy, to refuse more")
            @Default("0")
            double margin,

            @Doc(
                    value =
                            "the margin is absolute, a difference of cosines, or relative, a share of the positive's cosine",
                    change = "to relative where positives score very differently")
            @Default("absolute")
            Margin.Kind marginKind,

            @Doc(value = "other anchors are negatives too", change = "to false where anchors are alike by nature")
            @Default("true")
            boolean contrastAnchors,

            @Doc(
                    value = "other positives are negatives of the positive",
                    change = "to false where positives are alike by nature")
            @Default("true")
            boolean contrastPositives,

            @Doc(
                    value = "factor in the sum of losses",
                    unit = "factor",
                    allowed = "> 0",
                    change = "where several losses are added up and one shall count more")
            @Default("1")
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
    @Doc(
            value = "the squared difference between the cosine of two sentences and their score",
            change = "where the scores are right as numbers")
    record CosineSimilarity(
            @Doc(
                    value = "factor in the sum of losses",
                    unit = "factor",
                    allowed = "> 0",
                    change = "where several losses are added up and one shall count more")
            @Default("1")
            double weight)
            implements Loss {

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
    @Doc(
            value = "the order of the cosines must be that of the scores",
            change = "where the scores are right as an order: most people's scores")
    record Cosent(
            @Doc(
                    value = "factor of the cosines, 1 / temperature",
                    unit = "factor",
                    allowed = "> 0",
                    change = "downwards where scores are noisy")
            @Default("20")
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
    @Doc(
            value = "the order of the angles of complex vectors must be that of the scores",
            change = "for scored pairs whose cosines are all near 1")
    record Angle(
            @Doc(
                    value = "factor of the similarities, 1 / temperature",
                    unit = "factor",
                    allowed = "> 0",
                    change = "downwards where scores are noisy")
            @Default("20")
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
    @Doc(
            value = "each negative must be farther from its anchor than the positive, by a margin",
            change = "where other rows must not be negatives; ranking is usually better")
    record Triplet(
            @Doc(
                    value = "euclidean or cosine (1 - cosine)",
                    change = "to cosine, with a margin of 0.1 to 0.5, for unit vectors")
            @Default("euclidean")
            dev.gemmatune.train.objective.Triplet.Distance distance,

            @Doc(
                    value = "by how much farther; between unit vectors no distance exceeds 2",
                    unit = "distance",
                    allowed = ">= 0",
                    change = "to a value that can be reached: 0.1 to 0.5 for cosine")
            @Default("5")
            double margin,

            @Doc(
                    value = "factor in the sum of losses",
                    unit = "factor",
                    allowed = "> 0",
                    change = "where several losses are added up and one shall count more")
            @Default("1")
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

    /** Embeddings of different rows must spread out; added to another loss. */
    @Doc(
            value = "embeddings of different rows must spread out",
            change = "beside another loss, for embeddings that are quantized or cut")
    record SpreadOut(
            @Doc(
                    value = "factor of the squared mean of the cosines",
                    unit = "factor",
                    allowed = ">= 0",
                    change = "to 0 for EmbeddingGemma's recipe")
            @Default("1")
            double meanWeight,

            @Doc(
                    value = "factor of the mean of the squared cosines, as far as it exceeds 1 / dimension",
                    unit = "factor",
                    allowed = ">= 0",
                    change = "upwards where quantized or cut embeddings lose too much")
            @Default("1")
            double secondMomentWeight,

            @Doc(
                    value = "whether the columns of a batch are averaged or added up",
                    change = "to sum for EmbeddingGemma's recipe")
            @Default("mean")
            dev.gemmatune.train.objective.SpreadOut.Aggregation aggregation,

            @Doc(
                    value = "factor in the sum of losses",
                    unit = "factor",
                    allowed = "> 0",
                    change = "where several losses are added up and one shall count more")
            @Default("1")
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

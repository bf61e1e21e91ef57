package dev.gemmatune.cli.config;

import dev.gemmatune.cli.yaml.Default;
import dev.gemmatune.cli.yaml.Doc;
import dev.gemmatune.train.objective.FalseNegatives;
import dev.gemmatune.train.objective.Margin;
import java.util.Optional;
import java.util.OptionalDouble;

/** Texts of other rows that are right answers. */
@Doc("texts of other rows that are right answers, and so no negatives")
public record FalseNegativesConfig(
        @Doc(
                value = "a text that is the row's own anchor or positive is no negative of it, wherever it stands",
                change = "to false only to repeat a training that did not mask")
        @Default("true")
        boolean equalTexts,

        @Doc(
                value =
                        "texts of other rows that score more than the positive less this are no negatives; empty: all are",
                unit = "cosine, or share of it",
                allowed = "any number",
                change = "to 0.05 where other rows hold right answers in other words")
        OptionalDouble margin,

        @Doc(
                value =
                        "the margin is absolute, a difference of cosines, or relative, a share of the positive's cosine",
                change = "to relative where positives score very differently")
        @Default("absolute")
        Margin.Kind marginKind) {

    FalseNegatives inTrainersTerms() {
        return new FalseNegatives(
                equalTexts,
                margin.isPresent() ? Optional.of(new Margin(marginKind, margin.getAsDouble())) : Optional.empty());
    }
}

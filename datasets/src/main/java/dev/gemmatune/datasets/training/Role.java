package dev.gemmatune.datasets.training;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The roles of columns and the names by which a column shows its role. */
final class Role {

    static final String ANCHOR = "anchor";
    static final String POSITIVE = "positive";
    static final String NEGATIVE = "negative";
    static final String NEGATIVES = "negatives";
    /** A list of texts that all answer the anchor, each of which makes a row. */
    static final String POSITIVES = "positives";

    static final String SENTENCE1 = "sentence1";
    static final String SENTENCE2 = "sentence2";
    static final String SCORE = "score";
    /** A teacher's scores: of the positive, of all negatives, and of the positive with all negatives. */
    static final String POSITIVE_SCORE = "positive_score";

    static final String NEGATIVE_SCORES = "negative_scores";
    static final String SCORES = "scores";

    /** For messages. */
    static final String NAMES =
            "anchor, positive, positives, negative, negative_1…, negatives, sentence1, sentence2, score,"
                    + " positive_score, negative_score, negative_1_score…, negative_scores, scores";

    private static final String SCORE_SUFFIX = "_score";
    private static final Pattern NUMBERED_NEGATIVE = Pattern.compile("negative_[1-9][0-9]{0,3}");

    private static final Map<String, String> BY_NAME = Map.ofEntries(
            Map.entry("anchor", ANCHOR),
            Map.entry("query", ANCHOR),
            Map.entry("question", ANCHOR),
            Map.entry("positive", POSITIVE),
            Map.entry("positives", POSITIVES),
            Map.entry("answer", POSITIVE),
            Map.entry("document", POSITIVE),
            Map.entry("passage", POSITIVE),
            Map.entry("context", POSITIVE),
            Map.entry("response", POSITIVE),
            Map.entry("negative", NEGATIVE),
            Map.entry("hard_negative", NEGATIVE),
            Map.entry("negatives", NEGATIVES),
            Map.entry("sentence1", SENTENCE1),
            Map.entry("sentence_1", SENTENCE1),
            Map.entry("sentence2", SENTENCE2),
            Map.entry("sentence_2", SENTENCE2),
            Map.entry("score", SCORE),
            Map.entry("label", SCORE),
            Map.entry("similarity", SCORE),
            Map.entry("positive_score", POSITIVE_SCORE),
            Map.entry("negative_score", NEGATIVE + SCORE_SUFFIX),
            Map.entry("hard_negative_score", NEGATIVE + SCORE_SUFFIX),
            Map.entry("negative_scores", NEGATIVE_SCORES),
            Map.entry("scores", SCORES));

    private Role() {}

    /** The role that a column of this name has unless it is mapped. */
    static Optional<String> byName(String column) {
        return isNumbered(column) ? Optional.of(column) : Optional.ofNullable(BY_NAME.get(column));
    }

    static boolean isRole(String name) {
        return BY_NAME.containsValue(name) || isNumbered(name);
    }

    /** The role of the column with the score of a column of one negative. */
    static String scoreOf(String negative) {
        return negative + SCORE_SUFFIX;
    }

    /** Whether a column holds the score of one negative. */
    static boolean isNegativeScore(String role) {
        return role.endsWith(SCORE_SUFFIX)
                && !role.equals(POSITIVE_SCORE)
                && isNegative(role.substring(0, role.length() - SCORE_SUFFIX.length()));
    }

    /** Whether a column holds scores of a teacher. */
    static boolean isTeacherScore(String role) {
        return role.equals(POSITIVE_SCORE)
                || role.equals(NEGATIVE_SCORES)
                || role.equals(SCORES)
                || isNegativeScore(role);
    }

    /** Whether rows of one file may differ in having a column of this role. */
    static boolean isOptional(String role) {
        return isNegative(role) || isNegativeScore(role) || role.equals(NEGATIVE_SCORES);
    }

    private static boolean isNumbered(String role) {
        return isNumberedNegative(role) || (isNegativeScore(role) && !role.equals(scoreOf(NEGATIVE)));
    }

    static boolean isNegative(String role) {
        return role.equals(NEGATIVE) || role.equals(NEGATIVES) || isNumberedNegative(role);
    }

    static boolean isNumberedNegative(String role) {
        return NUMBERED_NEGATIVE.matcher(role).matches();
    }

    /** The number of a numbered negative; of the plain {@code negative} 0, so that it comes first. */
    static int number(String role) {
        return isNumberedNegative(role) ? Integer.parseInt(role.substring("negative_".length())) : 0;
    }
}

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
    static final String SENTENCE1 = "sentence1";
    static final String SENTENCE2 = "sentence2";
    static final String SCORE = "score";

    /** For messages. */
    static final String NAMES = "anchor, positive, negative, negative_1…, negatives, sentence1, sentence2, score";

    private static final Pattern NUMBERED_NEGATIVE = Pattern.compile("negative_[1-9][0-9]{0,3}");

    private static final Map<String, String> BY_NAME = Map.ofEntries(
            Map.entry("anchor", ANCHOR),
            Map.entry("query", ANCHOR),
            Map.entry("question", ANCHOR),
            Map.entry("positive", POSITIVE),
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
            Map.entry("similarity", SCORE));

    private Role() {}

    /** The role that a column of this name has unless it is mapped. */
    static Optional<String> byName(String column) {
        return isNumberedNegative(column) ? Optional.of(column) : Optional.ofNullable(BY_NAME.get(column));
    }

    static boolean isRole(String name) {
        return BY_NAME.containsValue(name) || isNumberedNegative(name);
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

package dev.gemmatune.model;

import java.util.Locale;

/** Numbers of things as people write them. */
public final class Count {

    private Count() {}

    /** {@code 1 query}, {@code 2 queries}, {@code 57,638 documents}. */
    public static String of(long number, String plural) {
        return String.format(Locale.ROOT, "%,d %s", number, noun(number, plural));
    }

    /** The noun alone: {@code query} of one, {@code queries} of any other number. */
    public static String noun(long number, String plural) {
        return number == 1 ? singular(plural) : plural;
    }

    /** Of a regular plural, the last word of which counts. */
    private static String singular(String plural) {
        if (plural.endsWith("ies")) {
            return plural.substring(0, plural.length() - 3) + "y";
        }
        boolean hissing = plural.matches(".*(ss|sh|ch|x)es");
        return plural.substring(0, plural.length() - (hissing ? 2 : plural.endsWith("s") ? 1 : 0));
    }
}

package dev.gemmatune.site;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The anchors of a page's headings, as GitHub makes them, so that links work in both places. */
final class Anchors {

    private final Map<String, Integer> seen = new HashMap<>();

    /** The anchor of the next heading. */
    String of(String heading) {
        String slug = heading.strip()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}_ -]", "")
                .replace(' ', '-');
        int before = seen.merge(slug, 1, Integer::sum) - 1;
        return before == 0 ? slug : slug + "-" + before;
    }
}

package dev.gemmatune.model.reduction;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The tokens through which byte-pair encoding comes to a token.
 *
 * <p>They do not depend on the text around it: had a merge across the token's border ever been applied, the token would
 * not be there; and within its borders the best pair is the same as in the token alone.
 */
final class MergePaths {

    private final Map<Merge, Integer> ranks = new HashMap<>();

    /** @param merges best first */
    MergePaths(List<Merge> merges) {
        for (Merge merge : merges) {
            ranks.putIfAbsent(merge, ranks.size());
        }
    }

    /** The token's characters, and all that is merged on the way to it, the token itself included if it is reached. */
    Set<String> of(String token) {
        List<String> parts =
                new ArrayList<>(token.codePoints().mapToObj(Character::toString).toList());
        Set<String> path = new LinkedHashSet<>(parts);
        for (int best = best(parts); best >= 0; best = best(parts)) {
            parts.set(best, parts.get(best) + parts.remove(best + 1));
            path.add(parts.get(best));
        }
        return path;
    }

    /** The place of the pair that is merged next: the best, and of equal ones the first; -1 if there is none. */
    private int best(List<String> parts) {
        int best = -1;
        int bestRank = Integer.MAX_VALUE;
        for (int i = 0; i + 1 < parts.size(); i++) {
            int rank = ranks.getOrDefault(new Merge(parts.get(i), parts.get(i + 1)), Integer.MAX_VALUE);
            if (rank < bestRank) {
                bestRank = rank;
                best = i;
            }
        }
        return best;
    }
}

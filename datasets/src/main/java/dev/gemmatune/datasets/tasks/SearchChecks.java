package dev.gemmatune.datasets.tasks;

import dev.gemmatune.datasets.beir.Document;
import dev.gemmatune.datasets.beir.RetrievalDataset;
import dev.gemmatune.datasets.lines.Flaw;
import dev.gemmatune.datasets.lines.Problems;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Holds candidates against the corpus. */
final class SearchChecks {

    private SearchChecks() {}

    /**
     * The candidates that are documents, which all of them must be.
     *
     * @param problems gets those that are not
     * @throws dev.gemmatune.model.UserError with up to 20 candidates that are not, unless reading is lenient
     */
    static Map<String, List<String>> knownCandidates(
            RetrievalDataset dataset, Map<String, List<String>> candidates, Problems problems) {
        Set<String> documents = dataset.corpus().stream().map(Document::id).collect(Collectors.toSet());
        Map<String, List<String>> known = new LinkedHashMap<>();
        candidates.forEach((query, ofQuery) -> {
            List<String> kept = new ArrayList<>();
            for (String candidate : ofQuery) {
                if (documents.contains(candidate)) {
                    kept.add(candidate);
                } else {
                    problems.add(
                            Flaw.UNKNOWN_IDS,
                            dataset.name() + ": the candidate \"" + candidate + "\" of query \"" + query
                                    + "\" is not in the corpus; correct the id or remove it");
                }
            }
            known.put(query, kept);
        });
        problems.throwIfAny();
        return known;
    }
}

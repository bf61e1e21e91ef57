package dev.gemmatune.datasets.tasks;

import dev.gemmatune.datasets.beir.Document;
import dev.gemmatune.datasets.beir.RetrievalDataset;
import dev.gemmatune.datasets.lines.Problems;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Holds candidates against the corpus. */
final class SearchChecks {

    private SearchChecks() {}

    /**
     * Every candidate must be a document.
     *
     * @throws dev.gemmatune.model.UserError with up to 20 candidates that are not
     */
    static void candidatesAreKnown(String name, RetrievalDataset dataset, Map<String, List<String>> candidates) {
        Problems problems = new Problems(name);
        Set<String> known = dataset.corpus().stream().map(Document::id).collect(Collectors.toSet());
        candidates.forEach((query, documents) -> documents.stream()
                .filter(document -> !known.contains(document))
                .forEach(document -> problems.add(name + ": the candidate \"" + document + "\" of query \"" + query
                        + "\" is not in the corpus")));
        problems.throwIfAny();
    }
}

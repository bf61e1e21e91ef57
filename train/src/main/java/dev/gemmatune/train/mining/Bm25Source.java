package dev.gemmatune.train.mining;

import dev.gemmatune.datasets.mining.Candidate;
import dev.gemmatune.eval.Progress;
import dev.gemmatune.eval.bm25.Bm25Index;
import dev.gemmatune.eval.bm25.Bm25Settings;
import dev.gemmatune.eval.bm25.Bm25Writer;
import dev.gemmatune.eval.metrics.Ranking;
import java.util.ArrayList;
import java.util.List;

/**
 * Candidates by BM25: documents that share rare words with the anchor. Needs no model, and finds what a model that has
 * already learned to tell such documents apart no longer finds. The index lies in a temporary folder. Scores have no
 * upper limit and depend on the corpus, so that relative margins suit them better than absolute ones.
 *
 * @param settings of BM25
 */
public record Bm25Source(Bm25Settings settings) implements CandidateSource {

    /** Larger ids win ties, so that numbers are written backwards: the earlier document comes first. */
    private static final int LAST = Integer.MAX_VALUE;

    @Override
    public String name() {
        return "BM25";
    }

    @Override
    public List<Found> find(List<Anchor> anchors, Documents documents, int depth, Progress progress) {
        try (Bm25Writer writer = Bm25Writer.inTemporaryFolder(settings)) {
            documents.forEach((number, text) -> {
                writer.add(id(number), text);
                progress.update("documents", number + 1L, 0);
            });
            try (Bm25Index index = writer.finish()) {
                List<Found> found = new ArrayList<>();
                for (Anchor anchor : anchors) {
                    found.add(find(anchor, index, depth));
                    progress.update("anchors", found.size(), anchors.size());
                }
                return found;
            }
        }
    }

    private static Found find(Anchor anchor, Bm25Index index, int depth) {
        Ranking ranking = index.search(anchor.text(), depth);
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < ranking.size(); i++) {
            candidates.add(new Candidate(number(ranking.document(i)), ranking.score(i)));
        }
        List<Double> positives = anchor.positives().stream()
                // As float32, as the index has it.
                .map(positive -> (double) (float) index.score(anchor.text(), positive))
                .toList();
        return new Found(candidates, positives);
    }

    private static String id(int number) {
        return String.format("%010d", LAST - number);
    }

    private static int number(String id) {
        return LAST - Integer.parseInt(id);
    }
}

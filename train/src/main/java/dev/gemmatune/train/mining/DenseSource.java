package dev.gemmatune.train.mining;

import dev.gemmatune.datasets.mining.Candidate;
import dev.gemmatune.eval.Progress;
import dev.gemmatune.eval.embeddings.Embeddings;
import dev.gemmatune.eval.retrieval.Cosine;
import dev.gemmatune.eval.retrieval.Hits;
import dev.gemmatune.eval.retrieval.RetrievalPrompts;
import dev.gemmatune.eval.retrieval.StreamingSearch;
import dev.gemmatune.model.TextEmbedder;
import java.util.ArrayList;
import java.util.List;

/**
 * Candidates by the cosines of a model's embeddings. The corpus is embedded block by block; of a block only the best
 * candidates of each anchor stay. Memory: the vectors of the anchors and of a block, 8 bytes for each candidate. The
 * result does not depend on the size of the blocks.
 */
public final class DenseSource implements CandidateSource {

    private static final int BLOCK = 8192;

    private final TextEmbedder embedder;
    private final RetrievalPrompts prompts;
    private final int threads;
    private final int blockSize;

    /**
     * A source.
     *
     * @param embedder the model
     * @param prompts put before anchors (as queries) and documents
     * @param threads of the search
     */
    public DenseSource(TextEmbedder embedder, RetrievalPrompts prompts, int threads) {
        this(embedder, prompts, threads, BLOCK);
    }

    DenseSource(TextEmbedder embedder, RetrievalPrompts prompts, int threads, int blockSize) {
        this.embedder = embedder;
        this.prompts = prompts;
        this.threads = threads;
        this.blockSize = blockSize;
    }

    @Override
    public String name() {
        return "model";
    }

    @Override
    public List<Found> find(List<Anchor> anchors, Documents documents, int depth, Progress progress) {
        List<String> texts = anchors.stream().map(Anchor::text).toList();
        float[][] vectors = Embeddings.of(embedder, texts, prompts.query(), "anchors", progress);
        StreamingSearch search = new StreamingSearch(vectors, depth, threads);
        List<String> block = new ArrayList<>(blockSize);
        long[] done = {0};
        documents.forEach((number, text) -> {
            block.add(text);
            if (block.size() == blockSize) {
                done[0] += search(block, search, done[0], progress);
            }
        });
        search(block, search, done[0], progress);
        List<Hits> hits = search.best();
        List<List<Double>> positives = positiveScores(anchors, vectors, progress);
        List<Found> found = new ArrayList<>();
        for (int i = 0; i < anchors.size(); i++) {
            found.add(new Found(candidates(hits.get(i)), positives.get(i)));
        }
        return found;
    }

    private int search(List<String> block, StreamingSearch search, long done, Progress progress) {
        // The whole is not known while the corpus goes by: 0 stands for that.
        Progress ofBlock = (stage, now, ofAll) -> progress.update(stage, done + now, 0);
        search.add(Embeddings.of(embedder, block, prompts.document(), "documents", ofBlock));
        int count = block.size();
        block.clear();
        return count;
    }

    /** Anchors in blocks, so that the vectors of all positives need not fit into memory. */
    private List<List<Double>> positiveScores(List<Anchor> anchors, float[][] vectors, Progress progress) {
        List<List<Double>> scores = new ArrayList<>();
        for (int start = 0; start < anchors.size(); start += blockSize) {
            List<Anchor> part = anchors.subList(start, Math.min(start + blockSize, anchors.size()));
            List<String> texts =
                    part.stream().flatMap(anchor -> anchor.positives().stream()).toList();
            float[][] embedded = Embeddings.of(embedder, texts, prompts.document(), "positives", progress);
            int next = 0;
            for (int i = 0; i < part.size(); i++) {
                List<Double> ofAnchor = new ArrayList<>();
                for (int j = 0; j < part.get(i).positives().size(); j++) {
                    ofAnchor.add((double) Cosine.of(vectors[start + i], embedded[next++]));
                }
                scores.add(ofAnchor);
            }
        }
        return scores;
    }

    private static List<Candidate> candidates(Hits hits) {
        List<Candidate> candidates = new ArrayList<>(hits.documents().length);
        for (int i = 0; i < hits.documents().length; i++) {
            candidates.add(new Candidate(hits.documents()[i], hits.scores()[i]));
        }
        return candidates;
    }
}

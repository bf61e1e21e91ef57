package dev.gemmatune.cli.command;

import dev.gemmatune.cli.config.EvaluationSet;
import dev.gemmatune.eval.hnsw.HnswSettings;
import dev.gemmatune.eval.quantized.Precision;
import dev.gemmatune.eval.quantized.Quantization;
import dev.gemmatune.eval.retrieval.RetrievalOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The ways of searching a corpus beside the exact search of float32. */
public final class SearchOptions {

    /** A way to search. */
    public enum Search {
        /** Every document is looked at. */
        EXACT,
        /** Also through an HNSW graph. */
        HNSW
    }

    @Option(
            names = "--precision",
            paramLabel = "NAME",
            split = ",",
            description = "also in these precisions: int8, int8_rescored, binary, binary_rescored (default: float32"
                    + " alone)")
    private List<Precision> precisions = new ArrayList<>();

    @Option(
            names = "--candidates",
            paramLabel = "N",
            defaultValue = "100",
            description = "how many documents the rescored precisions rescore and a search through an index keeps in"
                    + " view (default: ${DEFAULT-VALUE})")
    private int candidates;

    @Option(
            names = "--search",
            paramLabel = "NAME",
            defaultValue = "exact",
            description = "exact, or hnsw: also a row of what an approximate index finds, with its recall against the"
                    + " exact search (default: ${DEFAULT-VALUE})")
    private Search search;

    @Option(
            names = "--hnsw-m",
            paramLabel = "N",
            defaultValue = "16",
            description = "hnsw: neighbours of a document in the graph, 2 to 512 (default: ${DEFAULT-VALUE})")
    private int connections;

    @Option(
            names = "--hnsw-beam-width",
            paramLabel = "N",
            defaultValue = "100",
            description = "hnsw: documents looked at to find the neighbours of a new one, 1 to 3200 (default:"
                    + " ${DEFAULT-VALUE})")
    private int beamWidth;

    /** The same options with what the user asks for. */
    RetrievalOptions of(RetrievalOptions options) {
        WrongUsage.check(candidates >= 1, "--candidates must be >= 1, got " + candidates);
        RetrievalOptions quantized = options.withQuantization(new Quantization(precisions, candidates));
        return search == Search.HNSW ? quantized.withIndex(hnsw()) : quantized;
    }

    /** Sets that are not searched have nothing to index. */
    void check(List<EvaluationSet> sets) {
        for (EvaluationSet set : sets) {
            WrongUsage.check(
                    search == Search.EXACT || set.searchesCorpus(),
                    "--search hnsw: " + set.name() + " (" + set.describe()
                            + ") is not searched, so that there is nothing to index; evaluate it without --search hnsw");
        }
    }

    /** What the options ask for that this set does not give. */
    Optional<String> left(EvaluationSet set) {
        return precisions.isEmpty() || set.searchesCorpus()
                ? Optional.empty()
                : Optional.of("no other precision for " + set.name()
                        + ": --precision is for data of which a corpus is searched");
    }

    private HnswSettings hnsw() {
        WrongUsage.check(candidates >= 10, "--candidates must be >= 10 with --search hnsw, got " + candidates);
        WrongUsage.check(connections >= 2 && connections <= 512, "--hnsw-m must be 2 to 512, got " + connections);
        WrongUsage.check(beamWidth >= 1 && beamWidth <= 3200, "--hnsw-beam-width must be 1 to 3200, got " + beamWidth);
        return new HnswSettings(connections, beamWidth, candidates);
    }
}

package dev.gemmatune.eval.bm25;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.datasets.beir.BeirFolder;
import dev.gemmatune.eval.Progress;
import dev.gemmatune.eval.metrics.RetrievalMetrics;
import dev.gemmatune.eval.retrieval.RetrievalOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** BM25 on the bundled data set, as its README states it. */
final class FinanceBm25Test {

    private static final Path FOLDER = Path.of("../datasets/finance");
    private static final RetrievalOptions OPTIONS = new RetrievalOptions(List.of(10), 100, 1, false, true);

    private static Bm25Evaluation.Found found(String split, double k1, double b) {
        Bm25Settings settings = new Bm25Settings(k1, b, Bm25Settings.Words.ENGLISH);
        return new Bm25Evaluation(BeirFolder.read(FOLDER, split), settings, OPTIONS).run(Progress.SILENT);
    }

    @Test
    void bm25LeavesRoomAboveAndBelowAndScoresWhatTheReadmeSays() throws IOException {
        String readme = Files.readString(FOLDER.resolve("README.md"));
        for (double[] setting : new double[][] {{0.9, 0.4}, {1.2, 0.75}}) {
            double dev = found("dev", setting[0], setting[1]).metrics().get("ndcg_at_10");
            double test = found("test", setting[0], setting[1]).metrics().get("ndcg_at_10");
            assertTrue(dev > 0.35 && dev < 0.70, "nDCG@10 on dev: " + dev);
            assertTrue(test > 0.35 && test < 0.70, "nDCG@10 on test: " + test);
            String row = String.format(Locale.ROOT, "| %s | %s | %.4f | %.4f |", setting[0], setting[1], dev, test);
            assertTrue(readme.contains(row), "README.md should hold the line " + row);
        }
    }

    @Test
    void runIsInTrecEvalsOrderAndGivesTheSameMetrics() {
        Bm25Evaluation.Found found = found("dev", 0.9, 0.4);
        assertEquals(100, found.run().size());
        found.run()
                .forEach((query, ranking) ->
                        assertEquals(ranking.asMap(), ranking.byFloat32().asMap(), query));
        found.run()
                .forEach((query, ranking) -> assertEquals(
                        List.copyOf(ranking.asMap().keySet()),
                        List.copyOf(ranking.byFloat32().asMap().keySet()),
                        query));
        Map<String, Map<String, Double>> perQuery =
                RetrievalMetrics.perQuery(BeirFolder.read(FOLDER, "dev").qrels().byQuery(), found.run(), List.of(10));
        assertEquals(perQuery, found.perQuery());
    }
}

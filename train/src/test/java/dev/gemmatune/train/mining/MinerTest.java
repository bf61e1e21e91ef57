package dev.gemmatune.train.mining;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.datasets.beir.Document;
import dev.gemmatune.datasets.mining.Corpus;
import dev.gemmatune.datasets.mining.MinedRow;
import dev.gemmatune.datasets.mining.MiningReport;
import dev.gemmatune.datasets.mining.MiningRules;
import dev.gemmatune.datasets.mining.Refusal;
import dev.gemmatune.datasets.mining.Sampling;
import dev.gemmatune.datasets.mining.ShortRows;
import dev.gemmatune.datasets.training.TrainingData;
import dev.gemmatune.datasets.training.TrainingExample;
import dev.gemmatune.eval.Progress;
import dev.gemmatune.eval.bm25.Bm25Settings;
import dev.gemmatune.eval.retrieval.RetrievalPrompts;
import dev.gemmatune.model.EmbeddingModel;
import dev.gemmatune.model.TextEmbedder;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.cache.EmbeddingCache;
import dev.gemmatune.model.encoder.ComputeType;
import dev.gemmatune.model.fixtures.TinyCheckpoint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MinerTest {

    private static final RetrievalPrompts PROMPTS = new RetrievalPrompts("q: ", "d: ");

    @TempDir
    Path folder;

    /**
     * A text is a number of degrees, perhaps with letters behind it, and its embedding the direction of that angle: the
     * cosine of two texts is that of the angle between them. Letters are there to make different texts of one score.
     */
    private static final class Angles implements TextEmbedder {
        @Override
        public int dimension() {
            return 2;
        }

        @Override
        public float[][] embed(List<String> texts, String prompt) {
            assertTrue(prompt.equals("q: ") || prompt.equals("d: "), prompt);
            return texts.stream().map(Angles::direction).toArray(float[][]::new);
        }

        private static float[] direction(String text) {
            double angle = Math.toRadians(Double.parseDouble(text.replaceAll("[^0-9]", "")));
            return new float[] {(float) Math.cos(angle), (float) Math.sin(angle)};
        }
    }

    private static TrainingData rows(TrainingExample... rows) {
        return new TrainingData("rows", List.of("anchor", "positive", "negative_1"), List.of(rows));
    }

    private static TrainingExample row(String anchor, String positive, String... negatives) {
        return new TrainingExample.Contrast(anchor, positive, List.of(negatives));
    }

    private static Corpus corpus(String... texts) {
        return Corpus.of("corpus", List.of(texts));
    }

    private static DenseSource angles() {
        return new DenseSource(new Angles(), PROMPTS, 1);
    }

    private static Miner top(int negatives) {
        return new Miner(MiningRules.top(negatives), ShortRows.KEEP, false);
    }

    private static Miner relative(int negatives, double margin) {
        MiningRules rules = new MiningRules(
                negatives,
                0,
                OptionalInt.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.of(margin),
                Sampling.TOP,
                0);
        return new Miner(rules, ShortRows.KEEP, false);
    }

    private static MinedData mine(Miner miner, TrainingData data, Corpus corpus) {
        return miner.mine(data, corpus, angles(), Progress.SILENT);
    }

    private static List<String> negatives(MinedData mined, int row) {
        return mined.rows().get(row).negatives().stream()
                .map(MinedRow.Negative::text)
                .toList();
    }

    @Test
    void nearestDocumentsThatAreNoPositiveAreTakenWithTheirScores() {
        MinedData mined = mine(top(2), rows(row("0a", "10")), corpus("40", "10", "20", "30"));
        assertEquals(List.of("20", "30"), negatives(mined, 0));
        assertEquals(Math.cos(Math.toRadians(10)), mined.rows().get(0).positiveScore(), 1e-6);
        assertEquals(
                Math.cos(Math.toRadians(20)),
                mined.rows().get(0).negatives().get(0).score(),
                1e-6);
        assertEquals(1L, mined.report().refused().get(Refusal.POSITIVE));
    }

    @Test
    void positiveOfAnotherRowOfTheAnchorIsNoNegative() {
        TrainingData data = rows(row("0a", "10"), row("50a", "60"), row("0a", "30"));
        MinedData mined = mine(top(2), data, corpus("10", "20", "30", "40"));
        assertEquals(List.of("20", "40"), negatives(mined, 0));
        assertEquals(List.of("20", "40"), negatives(mined, 2));
        assertEquals(List.of("40", "30"), negatives(mined, 1));
        assertEquals(2, mined.report().anchors());
    }

    @Test
    void marginHoldsAgainstTheLowestPositive() {
        // cos 60 = 0.5: of the corpus only 70 lies below it.
        TrainingData data = rows(row("0a", "10"), row("0a", "60"));
        MinedData mined = mine(relative(3, 0), data, corpus("20", "40", "60b", "70"));
        assertEquals(List.of("60b", "70"), negatives(mined, 0));
        assertEquals(2L, mined.report().refused().get(Refusal.RELATIVE_MARGIN));
        assertEquals(Math.cos(Math.toRadians(10)), mined.rows().get(0).positiveScore(), 1e-6);
        assertEquals(Math.cos(Math.toRadians(60)), mined.rows().get(1).positiveScore(), 1e-6);
    }

    @Test
    void equalTextsAreNeitherNegativesOfEachOtherNorFoundTwice() {
        MinedData mined = mine(top(3), rows(row("0a", "10 X")), corpus(" 10  x", "0A", "20", "20 ", "30"));
        assertEquals(List.of("20", "30"), negatives(mined, 0));
        assertEquals(4, mined.report().documents());
        assertEquals(1, mined.report().duplicates());
        assertEquals(1, mined.report().shortRows());
    }

    @Test
    void ofEqualScoresTheEarlierDocumentComesFirst() {
        MinedData mined = mine(top(2), rows(row("0a", "1")), corpus("20c", "20a", "20b"));
        assertEquals(List.of("20c", "20a"), negatives(mined, 0));
    }

    @Test
    void positiveIsKnownWithAndWithoutTheTitleOfTheDocument() {
        Corpus titled = corpus(
                Map.of(), new Document("1", "5", "10"), new Document("2", "", "20"), new Document("3", "", "30"));
        assertEquals(List.of("20"), negatives(mine(top(1), rows(row("0a", "10")), titled), 0));
        assertEquals(List.of("20"), negatives(mine(top(1), rows(row("0a", "5 10")), titled), 0));
    }

    @Test
    void documentsThatAreJudgedToAnswerAreNoNegatives() {
        Corpus judged = corpus(
                Map.of("0A", Set.of("1"), "other", Set.of("2")),
                new Document("9", "", "10"),
                new Document("1", "", "10"),
                new Document("2", "", "20"));
        // The first document has the text of the judged one.
        assertEquals(List.of("20"), negatives(mine(top(1), rows(row("0a", "50")), judged), 0));
    }

    @Test
    void rowsWithTooFewAreKeptOrDroppedAndCounted() {
        TrainingData data = rows(row("0a", "10"), row("0b", "80"), row("0c", "90"));
        Corpus corpus = corpus("20", "85");
        MinedData kept = mine(relative(2, 0), data, corpus);
        assertEquals(
                List.of(2, 1, 0),
                kept.rows().stream().map(row -> row.negatives().size()).toList());
        MiningReport report = kept.report();
        assertEquals(
                List.of(3, 1, 1, 1, 0, 3),
                List.of(
                        report.rows(),
                        report.fullRows(),
                        report.shortRows(),
                        report.emptyRows(),
                        report.droppedRows(),
                        report.negatives()));
        MinedData dropped = mine(new Miner(relative(2, 0).rules(), ShortRows.DROP, false), data, corpus);
        assertEquals(1, dropped.rows().size());
        assertEquals(2, dropped.report().droppedRows());
        assertEquals(2, dropped.report().negatives());
        MinedData none = mine(new Miner(relative(5, 0).rules(), ShortRows.DROP, false), data, corpus);
        assertTrue(assertThrows(UserError.class, () -> none.trainingData(false))
                .getMessage()
                .contains("none of the 3 rows"));
    }

    @Test
    void ownNegativesAreKeptAndNotFoundAgain() {
        TrainingData data = rows(row("0a", "10", "20"));
        Corpus corpus = corpus("20", "30", "40");
        MinedData keeping = mine(new Miner(MiningRules.top(1), ShortRows.KEEP, true), data, corpus);
        assertEquals(
                row("0a", "10", "20", "30"),
                keeping.trainingData(true).examples().get(0));
        assertEquals(
                List.of("anchor", "positive", "negative_1", "negative_2"),
                keeping.trainingData(true).columns());
        assertEquals(
                row("0a", "10", "20"),
                mine(top(1), data, corpus).trainingData(false).examples().get(0));
        assertEquals(1, keeping.report().ownNegatives());
    }

    @Test
    void resultDoesNotDependOnTheBlocks() {
        List<TrainingExample> data = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            data.add(row(i + "a", (i + 3) + "p"));
            texts.add((i * 7 % 90) + "p");
            texts.add((i * 7 % 90) + "q");
        }
        TrainingData rows = rows(data.toArray(new TrainingExample[0]));
        Corpus corpus = Corpus.of("corpus", texts);
        MinedData atOnce = mine(relative(3, 0.001), rows, corpus);
        assertTrue(atOnce.report().negatives() > 100, atOnce.report()::toString);
        for (int blockSize : new int[] {1, 3, 64}) {
            DenseSource inBlocks = new DenseSource(new Angles(), PROMPTS, 2, blockSize);
            assertEquals(atOnce, relative(3, 0.001).mine(rows, corpus, inBlocks, Progress.SILENT));
        }
    }

    @Test
    void positivesAreTheCorpusWhereThereIsNoOther() {
        TrainingData data = rows(row("0a", "10"), row("40a", "50"), row("41a", "50"));
        MinedData mined = mine(top(2), data, Miner.positivesOf(data));
        assertEquals(List.of("50"), negatives(mined, 0));
        assertEquals(List.of("10"), negatives(mined, 1));
        assertEquals(2, mined.report().documents());
    }

    @Test
    void bm25FindsDocumentsThatShareWords() {
        TrainingData data = rows(row("loan fee", "the loan costs a fee"), row("stars", "the moon"));
        Corpus corpus = corpus("loan loan", "a fee for a card", "the loan costs a fee", "stars shine", "a car");
        Bm25Source source = new Bm25Source(new Bm25Settings(0.9, 0.4, Bm25Settings.Words.STANDARD));
        MinedData mined = top(3).mine(data, corpus, source, Progress.SILENT);
        assertEquals(Set.of("loan loan", "a fee for a card"), Set.copyOf(negatives(mined, 0)));
        assertEquals(List.of("stars shine"), negatives(mined, 1));
        // The positive of the first row is in the corpus, that of the second shares no word with its anchor.
        assertTrue(
                mined.rows().get(0).positiveScore()
                        > mined.rows().get(0).negatives().get(0).score(),
                mined.rows()::toString);
        assertEquals(0, mined.rows().get(1).positiveScore());
    }

    @Test
    void emptyCorpusAndScoredPairsAreUserErrors() {
        assertTrue(assertThrows(UserError.class, () -> mine(top(1), rows(row("0a", "1")), corpus()))
                .getMessage()
                .contains("corpus has no documents"));
        TrainingData scored = new TrainingData(
                "s", List.of("sentence1", "sentence2"), List.of(new TrainingExample.ScoredPair("0", "1", 1)));
        assertThrows(UserError.class, () -> mine(top(1), scored, corpus("1")));
    }

    @Test
    void modelWithACacheFindsTheSameAndEmbedsEachTextOnce() {
        TrainingData data = rows(row("What is a loan?", "Money that is lent."), row("Cards", "A card pays."));
        Corpus corpus = corpus("Money that is lent.", "A card pays.", "A house is sold.", "Rates rise.");
        try (EmbeddingModel model = EmbeddingModel.load(TinyCheckpoint.folder())) {
            MinedData plain = top(2).mine(data, corpus, new DenseSource(model, PROMPTS, 1), Progress.SILENT);
            assertEquals(4, plain.report().negatives());
            try (EmbeddingCache cache = EmbeddingCache.of(model, ComputeType.FLOAT32, folder)) {
                DenseSource cached = new DenseSource(cache, PROMPTS, 1);
                MinedData first = top(2).mine(data, corpus, cached, Progress.SILENT);
                assertEquals(negatives(plain, 0), negatives(first, 0));
                assertEquals(negatives(plain, 1), negatives(first, 1));
                assertEquals(6, cache.computed());
                assertEquals(first, top(2).mine(data, corpus, cached, Progress.SILENT));
                assertEquals(6, cache.computed());
            }
        }
    }

    private static Corpus corpus(Map<String, Set<String>> judged, Document... documents) {
        return new Corpus() {
            @Override
            public String name() {
                return "corpus";
            }

            @Override
            public void forEach(Consumer<Document> consumer) {
                List.of(documents).forEach(consumer);
            }

            @Override
            public Map<String, Set<String>> judged() {
                return judged;
            }
        };
    }
}

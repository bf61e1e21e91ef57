package dev.gemmatune.train.mining;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.datasets.mining.Corpus;
import dev.gemmatune.datasets.mining.MiningRules;
import dev.gemmatune.datasets.mining.Sampling;
import dev.gemmatune.datasets.mining.ShortRows;
import dev.gemmatune.datasets.training.Columns;
import dev.gemmatune.datasets.training.TrainingData;
import dev.gemmatune.datasets.training.TrainingExample;
import dev.gemmatune.eval.Progress;
import dev.gemmatune.eval.retrieval.RetrievalPrompts;
import dev.gemmatune.model.EmbeddingModel;
import dev.gemmatune.model.TextEmbedder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What mine_hard_negatives of sentence-transformers 6.0.1 finds with the bundled model: for the first 240 rows of the
 * bundled data, where every fortieth of the first 200 anchors has the positives of the next three rows as well, three
 * negatives among the positives of the first 400 rows, with the model's prompts of queries and documents.
 */
final class ReferenceMiningTest {

    /** A number of triplets and the sum of the places of their negatives in the corpus. */
    private record Found(int triplets, int sum) {}

    /** Every text is embedded once for all searches. */
    private record Remembering(TextEmbedder model, Map<String, float[]> known) implements TextEmbedder {
        @Override
        public int dimension() {
            return model.dimension();
        }

        @Override
        public float[][] embed(List<String> texts, String prompt) {
            List<String> missing = texts.stream()
                    .filter(text -> !known.containsKey(prompt + text))
                    .distinct()
                    .toList();
            float[][] vectors = model.embed(missing, prompt);
            for (int i = 0; i < vectors.length; i++) {
                known.put(prompt + missing.get(i), vectors[i]);
            }
            return texts.stream().map(text -> known.get(prompt + text)).toArray(float[][]::new);
        }
    }

    @Test
    void triplesAreThoseOfSentenceTransformers() {
        TrainingData all = TrainingData.read(Path.of("../datasets/finance/train.jsonl"), Columns.BY_NAME);
        List<TrainingExample.Contrast> source = all.contrasts().stream()
                .map(row -> new TrainingExample.Contrast(row.anchor(), row.positive(), List.of()))
                .toList();
        List<TrainingExample> rows = new ArrayList<>(source.subList(0, 240));
        for (int i = 0; i < 200; i += 40) {
            for (int next = 1; next <= 3; next++) {
                rows.add(new TrainingExample.Contrast(
                        source.get(i).anchor(), source.get(i + next).positive(), List.of()));
            }
        }
        TrainingData data = new TrainingData("rows", List.of("anchor", "positive"), rows);
        List<String> corpus = source.subList(0, 400).stream()
                .map(TrainingExample.Contrast::positive)
                .distinct()
                .toList();
        try (EmbeddingModel model = EmbeddingModel.load(Path.of("../checkpoints/mini"))) {
            RetrievalPrompts prompts = new RetrievalPrompts(
                    model.prompts().query(), model.prompts().document());
            DenseSource search = new DenseSource(new Remembering(model, new HashMap<>()), prompts, 1);
            OptionalDouble margin = OptionalDouble.of(0.05);
            OptionalDouble none = OptionalDouble.empty();
            assertEquals(new Found(279, 25281), mine(data, corpus, search, rules(OptionalInt.empty(), none, margin)));
            assertEquals(new Found(232, 22771), mine(data, corpus, search, rules(OptionalInt.empty(), margin, none)));
            assertEquals(new Found(762, 71843), mine(data, corpus, search, MiningRules.top(3)));
            Found shallower = mine(data, corpus, search, rules(OptionalInt.of(30), none, margin));
            assertTrue(shallower.triplets() < 279, "the depth does not matter here: " + shallower);
        }
    }

    private static MiningRules rules(OptionalInt rangeMax, OptionalDouble absolute, OptionalDouble relative) {
        OptionalDouble none = OptionalDouble.empty();
        return new MiningRules(3, 0, rangeMax, none, none, absolute, relative, Sampling.TOP, 0);
    }

    private static Found mine(TrainingData data, List<String> corpus, DenseSource search, MiningRules rules) {
        MinedData mined =
                new Miner(rules, ShortRows.KEEP, true).mine(data, Corpus.of("corpus", corpus), search, Progress.SILENT);
        Set<List<String>> triplets = new HashSet<>();
        mined.rows()
                .forEach(row -> row.negatives()
                        .forEach(negative -> triplets.add(
                                List.of(row.pair().anchor(), row.pair().positive(), negative.text()))));
        return new Found(
                triplets.size(),
                triplets.stream()
                        .mapToInt(triplet -> corpus.indexOf(triplet.get(2)))
                        .sum());
    }
}

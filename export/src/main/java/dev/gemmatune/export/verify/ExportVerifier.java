package dev.gemmatune.export.verify;

import dev.gemmatune.export.report.Comparison;
import dev.gemmatune.export.report.Comparison.Against;
import dev.gemmatune.export.report.ExportProgress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Compares an exported model's embeddings with the trainer's.
 *
 * @param original the trainer's embeddings with the checkpoint's weights
 * @param stored the trainer's embeddings with the weights that the export stores, if they are others; of all texts or
 *     the first
 * @param heads query heads, which decide how much memory a batch takes
 */
public record ExportVerifier(Reference original, Optional<Reference> stored, int heads) {

    private static final double MILLISECOND = 1e6;

    /**
     * What a comparison gave.
     *
     * @param comparisons each way of computing embeddings
     * @param millisecondsPerText mean time of a text alone; 0 if none was alone
     */
    public record Measured(List<Comparison> comparisons, double millisecondsPerText) {}

    /**
     * Every text alone, and all of them padded in batches.
     *
     * @param pads whether the runtime pads; one that does not is asked for every text alone only
     */
    public Measured verify(ExportedModel model, boolean pads, ExportProgress progress) {
        List<List<Integer>> alone =
                IntStream.range(0, original.ids().size()).mapToObj(List::of).toList();
        model.embed(List.of(original.ids().get(0))); // the first run of a session allocates
        long start = System.nanoTime();
        List<Comparison> comparisons = new ArrayList<>(compare(model, alone, "alone", "", progress));
        double milliseconds = (System.nanoTime() - start) / MILLISECOND / alone.size();
        if (pads) {
            comparisons.addAll(compare(model, padded(), "padded in a batch", "", progress));
        }
        return new Measured(comparisons, milliseconds);
    }

    /**
     * For a second form of the same weights: half of the batches, the cheaper ones, show that its output is the same.
     *
     * @param file the form's name
     */
    public List<Comparison> verifyForm(ExportedModel model, String file, ExportProgress progress) {
        List<List<Integer>> batches = padded();
        List<List<Integer>> shorter = batches.subList(batches.size() / 2, batches.size());
        return compare(model, shorter, "padded in a batch", file + ": ", progress);
    }

    private List<List<Integer>> padded() {
        return PaddedBatches.plan(original.lengths(), heads);
    }

    private List<Comparison> compare(
            ExportedModel model, List<List<Integer>> batches, String how, String before, ExportProgress progress) {
        Map<String, List<Agreement>> agreements = new LinkedHashMap<>();
        int done = 0;
        for (List<Integer> batch : batches) {
            model.embed(original.ids(batch)).forEach((way, rows) -> {
                List<Agreement> both =
                        agreements.computeIfAbsent(way, ignored -> agreements(before + way + ", " + how));
                for (int row = 0; row < batch.size(); row++) {
                    int index = batch.get(row);
                    int length = original.ids().get(index).length;
                    both.get(0).add(original.vectors().get(index), rows[row], length);
                    List<float[]> rounded = stored.orElse(original).vectors();
                    if (index < rounded.size()) {
                        both.get(1).add(rounded.get(index), rows[row], length);
                    }
                }
            });
            progress.update("verifying " + before + how, ++done / (double) batches.size());
        }
        return agreements.values().stream()
                .flatMap(List::stream)
                .map(Agreement::result)
                .toList();
    }

    private static List<Agreement> agreements(String name) {
        return List.of(new Agreement(name, Against.ORIGINAL_WEIGHTS), new Agreement(name, Against.STORED_WEIGHTS));
    }
}

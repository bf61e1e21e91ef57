package dev.gemmatune.export.onnx;

import dev.gemmatune.export.report.Comparison;
import dev.gemmatune.export.report.ExportProgress;
import dev.gemmatune.export.report.Verification;
import dev.gemmatune.model.TextEmbedder;
import dev.gemmatune.model.checkpoint.Checkpoint;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Runs an exported folder in ONNX Runtime beside the trainer.
 *
 * @param checkpoint what was exported
 * @param embedder the trainer's embedding of it
 * @param tokens its tokenizer
 * @param limit largest difference that passes
 * @param sampledTexts how many of the given texts are compared as they are, beside those of chosen lengths
 */
public record OnnxVerifier(
        Checkpoint checkpoint, TextEmbedder embedder, TokenIds tokens, double limit, int sampledTexts) {

    private static final String STAGE = "verifying";
    private static final double MILLISECOND = 1e6;
    /** Small, so that progress is heard of. */
    private static final int TEXTS_PER_CALL = 4;

    /** Texts as strings, as ids, and as the trainer embeds them. */
    private record Reference(List<int[]> ids, List<float[]> vectors) {

        List<int[]> ids(List<Integer> indices) {
            return indices.stream().map(ids::get).toList();
        }

        List<Integer> lengths() {
            return ids.stream().map(text -> text.length).toList();
        }
    }

    /** What running both models gave. */
    private record Measured(List<Comparison> comparisons, double loadMilliseconds, double millisecondsPerText) {}

    /**
     * Compares {@code sentence_embedding}, the mean of {@code last_hidden_state}, and the flat model with the trainer.
     *
     * @param folder what {@link OnnxFolder} wrote
     * @param texts at least one with words
     */
    public Verification verify(Path folder, List<String> texts, ExportProgress progress) {
        int maxTokens = checkpoint.maxSequenceLength();
        List<String> chosen = new VerificationTexts(tokens, maxTokens)
                .choose(
                        texts,
                        VerificationTexts.lengths(maxTokens, checkpoint.config().attentionRadius()),
                        sampledTexts);
        Reference reference = new Reference(tokens.encode(chosen, ""), embed(chosen, progress));
        Measured measured = run(folder, reference, progress);
        List<Integer> lengths = reference.lengths();
        return new Verification(
                limit,
                "ONNX Runtime " + OnnxModel.version(),
                chosen.size(),
                lengths.stream().mapToInt(Integer::intValue).min().orElseThrow(),
                lengths.stream().mapToInt(Integer::intValue).max().orElseThrow(),
                measured.comparisons(),
                measured.loadMilliseconds(),
                measured.millisecondsPerText(),
                lengths.stream().mapToInt(Integer::intValue).average().orElseThrow());
    }

    private List<float[]> embed(List<String> texts, ExportProgress progress) {
        List<float[]> vectors = new ArrayList<>();
        while (vectors.size() < texts.size()) {
            int end = Math.min(vectors.size() + TEXTS_PER_CALL, texts.size());
            vectors.addAll(List.of(embedder.embed(texts.subList(vectors.size(), end), "")));
            progress.update("embedding with the trainer", end / (double) texts.size());
        }
        return vectors;
    }

    private Measured run(Path folder, Reference reference, ExportProgress progress) {
        List<List<Integer>> alone =
                IntStream.range(0, reference.ids().size()).mapToObj(List::of).toList();
        List<List<Integer>> padded =
                PaddedBatches.plan(reference.lengths(), checkpoint.config().heads());
        List<Comparison> comparisons = new ArrayList<>();
        double loadMilliseconds;
        double millisecondsPerText;
        long start = System.nanoTime();
        try (OnnxModel model = OnnxModel.load(folder.resolve(OnnxFolder.MODEL))) {
            loadMilliseconds = (System.nanoTime() - start) / MILLISECOND;
            model.run(List.of(reference.ids().get(0))); // the first run of a session allocates
            start = System.nanoTime();
            comparisons.addAll(compareBoth(model, reference, alone, "alone", progress));
            millisecondsPerText = (System.nanoTime() - start) / MILLISECOND / alone.size();
            comparisons.addAll(compareBoth(model, reference, padded, "padded in a batch", progress));
        }
        try (OnnxModel model = OnnxModel.load(folder.resolve(OnnxFolder.FLAT_MODEL))) {
            // The same encoder: half of the batches, the cheaper ones, show that its output is the same too.
            List<List<Integer>> shorter = padded.subList(padded.size() / 2, padded.size());
            comparisons.add(compareFlat(model, reference, shorter, progress));
        }
        return new Measured(comparisons, loadMilliseconds, millisecondsPerText);
    }

    private List<Comparison> compareBoth(
            OnnxModel model, Reference reference, List<List<Integer>> batches, String how, ExportProgress progress) {
        Agreement embedding = new Agreement(EncoderGraph.EMBEDDING + ", " + how);
        Agreement pooled = new Agreement(EncoderGraph.HIDDEN_STATE + " pooled and normalised, " + how);
        int done = 0;
        for (List<Integer> batch : batches) {
            List<int[]> ids = reference.ids(batch);
            Map<String, FloatBuffer> outputs = model.run(ids);
            float[][] hidden = rows(outputs.get(EncoderGraph.HIDDEN_STATE), batch.size());
            float[][] finished = rows(outputs.get(EncoderGraph.EMBEDDING), batch.size());
            for (int row = 0; row < batch.size(); row++) {
                float[] expected = reference.vectors().get(batch.get(row));
                int length = ids.get(row).length;
                embedding.add(expected, PooledVector.of(finished[row], expected.length, 1, false), length);
                pooled.add(expected, PooledVector.of(hidden[row], expected.length, length, true), length);
            }
            progress.update(STAGE + " " + how, ++done / (double) batches.size());
        }
        return List.of(embedding.result(), pooled.result());
    }

    private static Comparison compareFlat(
            OnnxModel model, Reference reference, List<List<Integer>> batches, ExportProgress progress) {
        Agreement flat = new Agreement("flat model's " + EncoderGraph.HIDDEN_STATE + ", padded in a batch");
        int done = 0;
        for (List<Integer> batch : batches) {
            List<int[]> ids = reference.ids(batch);
            float[][] rows = rows(model.run(ids).get(EncoderGraph.HIDDEN_STATE), batch.size());
            for (int row = 0; row < batch.size(); row++) {
                float[] expected = reference.vectors().get(batch.get(row));
                flat.add(expected, PooledVector.of(rows[row], expected.length, 1, false), ids.get(row).length);
            }
            progress.update(STAGE + " the flat model", ++done / (double) batches.size());
        }
        return flat.result();
    }

    private static float[][] rows(FloatBuffer values, int count) {
        float[][] rows = new float[count][values.remaining() / count];
        for (float[] row : rows) {
            values.get(row);
        }
        return rows;
    }
}

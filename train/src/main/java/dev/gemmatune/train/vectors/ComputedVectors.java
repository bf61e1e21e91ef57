package dev.gemmatune.train.vectors;

import dev.gemmatune.datasets.training.TrainingData;
import dev.gemmatune.datasets.training.TrainingExample;
import dev.gemmatune.eval.Progress;
import dev.gemmatune.model.TextEmbedder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The vectors of all texts of a training by a model, computed once for each distinct text and column. Memory: 4 bytes a
 * component.
 */
public final class ComputedVectors implements TextVectors {

    private static final int CHUNK = 256;

    private final int dimension;
    private final Map<String, float[]> firsts;
    private final Map<String, float[]> others;

    private ComputedVectors(int dimension, Map<String, float[]> firsts, Map<String, float[]> others) {
        this.dimension = dimension;
        this.firsts = firsts;
        this.others = others;
    }

    /**
     * Embeds all texts; the embedder is not needed afterwards.
     *
     * @param firstPrompt put before the texts of the first column, as in the training
     * @param otherPrompt put before those of the other columns
     */
    public static ComputedVectors of(
            TextEmbedder embedder, TrainingData data, String firstPrompt, String otherPrompt, Progress progress) {
        Set<String> firsts = new LinkedHashSet<>();
        Set<String> others = new LinkedHashSet<>();
        for (TrainingExample example : data.examples()) {
            List<String> texts = example.texts();
            firsts.add(texts.get(0));
            others.addAll(texts.subList(1, texts.size()));
        }
        long total = (long) firsts.size() + others.size();
        return new ComputedVectors(
                embedder.dimension(),
                embed(embedder, firsts, firstPrompt, progress, 0, total),
                embed(embedder, others, otherPrompt, progress, firsts.size(), total));
    }

    @Override
    public int dimension() {
        return dimension;
    }

    @Override
    public float[][] of(List<String> firstTexts, List<String> otherTexts) {
        float[][] vectors = new float[firstTexts.size() + otherTexts.size()][];
        int next = 0;
        for (String text : firstTexts) {
            vectors[next++] = known(firsts, text);
        }
        for (String text : otherTexts) {
            vectors[next++] = known(others, text);
        }
        return vectors;
    }

    private static float[] known(Map<String, float[]> vectors, String text) {
        float[] vector = vectors.get(text);
        if (vector == null) {
            throw new IllegalArgumentException("texts must be of the training data, got \"" + text + "\"");
        }
        return vector;
    }

    private static Map<String, float[]> embed(
            TextEmbedder embedder, Set<String> texts, String prompt, Progress progress, int done, long total) {
        List<String> ordered = new ArrayList<>(texts);
        Map<String, float[]> vectors = new HashMap<>();
        for (int start = 0; start < ordered.size(); start += CHUNK) {
            List<String> chunk = ordered.subList(start, Math.min(start + CHUNK, ordered.size()));
            float[][] embedded = embedder.embed(chunk, prompt);
            for (int i = 0; i < embedded.length; i++) {
                vectors.put(chunk.get(i), embedded[i]);
            }
            progress.update("guide vectors", done + vectors.size(), total);
        }
        return vectors;
    }
}

package dev.gemmatune.eval;

import dev.gemmatune.model.TextEmbedder;
import java.util.ArrayList;
import java.util.List;

/**
 * A model whose embeddings can be worked out by hand: dimension i is 1 if the text holds keyword i, and the whole is
 * made a unit vector. A text without any keyword is embedded as 0.
 */
public final class KeywordEmbedder implements TextEmbedder {

    private final List<String> keywords;
    private final List<String> asked = new ArrayList<>();

    /** A model that knows these words. */
    public KeywordEmbedder(String... keywords) {
        this.keywords = List.of(keywords);
    }

    @Override
    public int dimension() {
        return keywords.size();
    }

    @Override
    public float[][] embed(List<String> texts, String prompt) {
        texts.forEach(text -> asked.add(prompt + text));
        return texts.stream().map(this::embed).toArray(float[][]::new);
    }

    /** All texts so far, with their prompts. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    private float[] embed(String text) {
        List<String> words = List.of(text.split(" ", -1));
        float[] vector = new float[keywords.size()];
        double known = keywords.stream().filter(words::contains).count();
        for (int i = 0; i < vector.length; i++) {
            vector[i] = words.contains(keywords.get(i)) ? (float) (1 / Math.sqrt(known)) : 0f;
        }
        return vector;
    }
}

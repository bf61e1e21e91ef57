package dev.gemmatune.eval.embeddings;

import dev.gemmatune.eval.Progress;
import dev.gemmatune.model.TextEmbedder;
import dev.gemmatune.model.UserError;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** Embeds the texts of a data set. */
public final class Embeddings {

    /** Small enough for a lively progress, large enough that the embedder can fill its batches. */
    private static final int TEXTS_PER_CALL = 512;

    private Embeddings() {}

    /**
     * Embeds texts, equal ones once, the longest first: if memory falls short, it does so at once, and texts of one
     * batch are of like length.
     *
     * @param embedder the model
     * @param texts the texts, without prompt
     * @param prompt the text before each of them
     * @param stage what the texts are, for the progress and for errors
     * @param progress is told how many different texts are done
     * @return {@code [texts][dimension]}, in the order of the texts; rows of equal texts are the same array
     * @throws UserError if the model gives numbers that are not finite
     */
    public static float[][] of(
            TextEmbedder embedder, List<String> texts, String prompt, String stage, Progress progress) {
        List<String> distinct = new LinkedHashSet<>(texts)
                .stream()
                        .sorted(Comparator.comparingInt(String::length).reversed())
                        .toList();
        Map<String, float[]> vectors = new HashMap<>();
        progress.update(stage, 0, distinct.size());
        for (int start = 0; start < distinct.size(); start += TEXTS_PER_CALL) {
            List<String> part = distinct.subList(start, Math.min(start + TEXTS_PER_CALL, distinct.size()));
            float[][] embedded = embedder.embed(part, prompt);
            for (int i = 0; i < part.size(); i++) {
                vectors.put(part.get(i), checked(embedded[i], part.get(i), stage));
            }
            progress.update(stage, start + part.size(), distinct.size());
        }
        return texts.stream().map(vectors::get).toArray(float[][]::new);
    }

    private static float[] checked(float[] vector, String text, String stage) {
        for (float value : vector) {
            if (!Float.isFinite(value)) {
                String shown = text.length() > 60 ? text.substring(0, 60) + "…" : text;
                throw new UserError("the model's embedding of one of the " + stage + " holds " + value
                        + " instead of a number: \"" + shown + "\"; its weights are damaged, or the training diverged");
            }
        }
        return vector;
    }
}

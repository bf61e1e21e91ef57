package dev.gemmatune.export.verify;

import dev.gemmatune.export.report.ExportProgress;
import dev.gemmatune.model.TextEmbedder;
import dev.gemmatune.model.checkpoint.Checkpoint;
import java.util.ArrayList;
import java.util.List;

/**
 * The texts of a verification with the trainer's embeddings of them.
 *
 * @param texts as strings
 * @param ids as token ids
 * @param vectors as the trainer embeds them
 */
public record Reference(List<String> texts, List<int[]> ids, List<float[]> vectors) {

    /** Small, so that progress is heard of. */
    private static final int TEXTS_PER_CALL = 4;

    /** Copies the lists. */
    public Reference {
        texts = List.copyOf(texts);
        ids = List.copyOf(ids);
        vectors = List.copyOf(vectors);
    }

    /**
     * Chooses texts of all lengths and embeds them; costs about 50 texts of up to the model's length.
     *
     * @param given at least one with words; they are joined and cut to make texts of chosen lengths
     * @param sampled how many of the given texts are taken as they are, beside those
     */
    public static Reference of(
            Checkpoint checkpoint,
            TokenIds tokens,
            TextEmbedder trainer,
            List<String> given,
            int sampled,
            ExportProgress progress) {
        int maxTokens = checkpoint.maxSequenceLength();
        List<String> chosen = new VerificationTexts(tokens, maxTokens)
                .choose(
                        given,
                        VerificationTexts.lengths(maxTokens, checkpoint.config().attentionRadius()),
                        sampled);
        return new Reference(chosen, tokens.encode(chosen, ""), embed(trainer, chosen, progress));
    }

    /** The same texts as another trainer embeds them. */
    public Reference embeddedBy(TextEmbedder trainer, ExportProgress progress) {
        return new Reference(texts, ids, embed(trainer, texts, progress));
    }

    /** The texts of chosen lengths up to {@code tokens} tokens; they come first. */
    public Reference upTo(int tokens) {
        int count = (int) ids.stream().takeWhile(text -> text.length <= tokens).count();
        return new Reference(texts.subList(0, count), ids.subList(0, count), vectors.subList(0, count));
    }

    List<int[]> ids(List<Integer> indices) {
        return indices.stream().map(ids::get).toList();
    }

    List<Integer> lengths() {
        return ids.stream().map(text -> text.length).toList();
    }

    private static List<float[]> embed(TextEmbedder trainer, List<String> texts, ExportProgress progress) {
        List<float[]> vectors = new ArrayList<>();
        while (vectors.size() < texts.size()) {
            int end = Math.min(vectors.size() + TEXTS_PER_CALL, texts.size());
            vectors.addAll(List.of(trainer.embed(texts.subList(vectors.size(), end), "")));
            progress.update("embedding with the trainer", end / (double) texts.size());
        }
        return vectors;
    }
}

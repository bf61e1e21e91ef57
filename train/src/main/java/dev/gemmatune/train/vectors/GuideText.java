package dev.gemmatune.train.vectors;

import dev.gemmatune.model.EmbeddingModel;
import dev.gemmatune.model.TextEmbedder;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.tokenizer.GemmaTokenizer;
import dev.gemmatune.model.tokenizer.Vocabularies;
import java.util.List;

/** How much of a text a guide reads, or a teacher whose vectors are computed for a training. */
public enum GuideText {

    /**
     * What the trained model reads, as in sentence-transformers' GISTEmbedLoss and CachedGISTEmbedLoss: its very ids, or,
     * where the guide has other pieces or a shorter length, the text that these ids stand for, cut at the guide's length.
     */
    CUT,

    /** The whole text, up to the guide's own length. */
    WHOLE;

    /**
     * A guide that reads so.
     *
     * @param guide stays the caller's to close
     * @param trained the checkpoint that is trained
     * @param tokenizer of that checkpoint, at the length of the training; stays the caller's to close
     */
    public TextEmbedder reader(EmbeddingModel guide, Checkpoint trained, GemmaTokenizer tokenizer) {
        if (this == WHOLE) {
            return guide;
        }
        boolean sameIds = guide.tokenizer().maxLength() >= tokenizer.maxLength()
                && Vocabularies.areEqual(guide.checkpoint(), trained);
        return new TextEmbedder() {
            @Override
            public int dimension() {
                return guide.dimension();
            }

            @Override
            public float[][] embed(List<String> texts, String prompt) {
                List<int[]> ids = tokenizer.encode(texts, prompt);
                return sameIds
                        ? guide.embedIds(ids)
                        : guide.embed(ids.stream().map(tokenizer::decode).toList(), "");
            }
        };
    }
}

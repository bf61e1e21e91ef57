package dev.gemmatune.model.tokenizer;

import java.util.List;

/** Something that turns texts into token ids. */
public interface TextTokenizer {

    /** The longest result in tokens. */
    int maxLength();

    /**
     * The ids of texts, each with the prompt put before it.
     *
     * @param texts any texts, empty ones included: the empty text is {@code <bos> <eos>}
     * @param prompt literal text, {@code ""} for none
     * @return an array of 2 to {@link #maxLength()} ids for each text, in order
     */
    List<int[]> encode(List<String> texts, String prompt);
}

package dev.gemmatune.model.checkpoint;

import java.nio.file.Path;

/**
 * What the small files of a folder say of the texts that its model reads.
 *
 * @param prompts what may stand before a text
 * @param maxSequenceLength the longest text in tokens, begin and end included
 */
public record TextSettings(Prompts prompts, int maxSequenceLength) {

    /**
     * Reads {@code config_sentence_transformers.json}, {@code sentence_bert_config.json} and
     * {@code tokenizer_config.json}, as far as a folder has them.
     *
     * @param config of the encoder, whose positions limit the length
     * @throws dev.gemmatune.model.UserError naming the file and what is wrong with it
     */
    public static TextSettings read(Path folder, EncoderConfig config) {
        return new TextSettings(PromptsReader.read(folder), SequenceLength.read(folder, config));
    }
}

package dev.gemmatune.model.tokenizer;

import java.nio.file.Path;

/**
 * A file of texts to learn a vocabulary from: {@code .jsonl}, of which every string but ids and labels counts, or plain
 * text, a paragraph a line.
 *
 * @param file the file, UTF-8
 * @param weight how many times its words count
 */
public record TextSource(Path file, int weight) {

    /** Checks the weight. */
    public TextSource {
        if (weight < 1) {
            throw new IllegalArgumentException("weight must be >= 1, got " + weight);
        }
    }
}

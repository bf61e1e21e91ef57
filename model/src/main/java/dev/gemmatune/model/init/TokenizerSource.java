package dev.gemmatune.model.init;

import dev.gemmatune.model.UserError;
import dev.gemmatune.model.checkpoint.LegacyTokenizer;
import dev.gemmatune.model.tokenizer.TextSource;
import dev.gemmatune.model.tokenizer.TokenizerTrainer;
import dev.gemmatune.model.vocabulary.TokenizerFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/** Where a fresh model's tokenizer comes from. */
public sealed interface TokenizerSource {

    /**
     * Writes the tokenizer's files.
     *
     * @param folder an existing folder
     * @param shape the model that it is for
     * @param prompts the model's prompts
     */
    void write(Path folder, ModelShape shape, Collection<String> prompts) throws IOException;

    /**
     * A tokenizer that exists; the files beside it that belong to it are taken along.
     *
     * @param file a {@code tokenizer.json} of Gemma's structure
     */
    record FromFile(Path file) implements TokenizerSource {

        @Override
        public void write(Path folder, ModelShape shape, Collection<String> prompts) throws IOException {
            if (!Files.isRegularFile(file)) {
                throw new UserError("the tokenizer " + file + " is not a file; expected a tokenizer.json");
            }
            TokenizerFile.check(file, shape.vocabulary());
            LegacyTokenizer.copy(file.toAbsolutePath(), folder, shape.maxPositions());
        }
    }

    /**
     * A tokenizer of Gemma's structure that is learned from texts.
     *
     * @param texts what to learn from
     * @param pieces the size of its vocabulary, at most the rows of the token embedding
     */
    record Trained(List<TextSource> texts, int pieces) implements TokenizerSource {

        /** Copies the list and checks that there is something to learn from. */
        public Trained {
            texts = List.copyOf(texts);
            if (texts.isEmpty()) {
                throw new IllegalArgumentException("texts must name at least one file, got none");
            }
        }

        @Override
        public void write(Path folder, ModelShape shape, Collection<String> prompts) {
            TokenizerTrainer.train(texts, prompts, pieces, shape.maxPositions(), folder);
        }
    }
}

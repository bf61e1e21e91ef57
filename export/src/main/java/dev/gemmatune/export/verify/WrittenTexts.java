package dev.gemmatune.export.verify;

import dev.gemmatune.model.checkpoint.Prompts;
import java.nio.file.Path;
import java.util.Optional;

/** What a consumer makes of texts who has nothing but the files of an export. */
public interface WrittenTexts extends AutoCloseable {

    /** The file that turns texts into ids. */
    Path file();

    /** The ids of a text with all that the file adds, and cut only if the file cuts. */
    int[] encode(String text);

    /** The longest text in tokens, begin and end included. */
    int maxSequenceLength();

    /** The prompts; empty for a format that has no place for them. */
    Optional<Prompts> prompts();

    /** Frees native memory. */
    @Override
    void close();
}

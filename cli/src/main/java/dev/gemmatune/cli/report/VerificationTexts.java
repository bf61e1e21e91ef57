package dev.gemmatune.cli.report;

import dev.gemmatune.datasets.lines.JsonLines;
import dev.gemmatune.datasets.lines.TextFile;
import dev.gemmatune.model.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads the texts on which an export is held against its model. */
public final class VerificationTexts {

    private VerificationTexts() {}

    /**
     * The texts of a file, or the documents of a BEIR folder.
     *
     * @throws UserError if there are none
     */
    public static List<String> read(Path path) {
        if (!Files.isDirectory(path)) {
            return TextFile.read(path);
        }
        Path corpus = path.resolve("corpus.jsonl");
        if (!Files.exists(corpus)) {
            throw new UserError(path + " has no corpus.jsonl; a BEIR folder, a .jsonl or a .txt file is expected");
        }
        List<String> texts = new ArrayList<>();
        JsonLines.read(corpus, row -> texts.add(row.textOrBlank("text")));
        return texts;
    }
}

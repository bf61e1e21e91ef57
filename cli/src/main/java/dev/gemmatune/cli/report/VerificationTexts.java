package dev.gemmatune.cli.report;

import dev.gemmatune.datasets.beir.BeirFolder;
import dev.gemmatune.datasets.lines.Problems;
import dev.gemmatune.datasets.rows.RowFile;
import dev.gemmatune.datasets.rows.RowSource;
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
        if (!Files.exists(path)) {
            throw new UserError(
                    path + " does not exist; a BEIR folder or a file of rows with a column \"text\" is" + " expected");
        }
        RowSource source = Files.isDirectory(path)
                ? BeirFolder.corpus(path)
                        .orElseThrow(() -> new UserError(path + " has no corpus.jsonl; a BEIR folder or a file of rows"
                                + " with a column \"text\" is expected"))
                : RowSource.of(path);
        Problems problems = new Problems(source.name());
        List<String> texts = new ArrayList<>();
        source.forEach(problems, row -> texts.add(row.textOrBlank(RowFile.TEXT)));
        problems.throwIfAny();
        return texts;
    }
}

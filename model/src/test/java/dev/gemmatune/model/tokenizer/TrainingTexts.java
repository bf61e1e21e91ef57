package dev.gemmatune.model.tokenizer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A few texts to learn a vocabulary from. */
public final class TrainingTexts {

    private static final List<String> SENTENCES = List.of(
            "The savings account pays interest every month, and the interest is paid into the account.",
            "You can close the savings account in the app; the balance is paid out the same day.",
            "A late payment costs 12 a month. Paying early costs nothing (see the terms).",
            "Zinsen werden monatlich gezahlt, für jedes Konto.");

    private TrainingTexts() {}

    /** Writes them as plain text, a sentence a line, each several times. */
    public static Path write(Path folder) throws IOException {
        Path file = folder.resolve("texts.txt");
        Files.writeString(file, (String.join("\n", SENTENCES) + "\n").repeat(3));
        return file;
    }
}

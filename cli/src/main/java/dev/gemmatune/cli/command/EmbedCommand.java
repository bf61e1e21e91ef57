package dev.gemmatune.cli.command;

import dev.gemmatune.cli.config.PathLookup;
import dev.gemmatune.cli.config.PromptNames;
import dev.gemmatune.cli.console.Console;
import dev.gemmatune.cli.console.ConsoleProgress;
import dev.gemmatune.cli.embed.NpyWriter;
import dev.gemmatune.cli.embed.StreamingEmbedding;
import dev.gemmatune.datasets.lines.TextFile;
import dev.gemmatune.model.EmbeddingModel;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.files.AtomicFiles;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Embeds texts. */
@Command(
        name = "embed",
        mixinStandardHelpOptions = true,
        description = "Embeds texts into a NumPy file of float32, [texts, dimension], each row of length 1.",
        footerHeading = "%nExample:%n",
        footer = {
            "  gemmatune embed --model checkpoints/mini --input passages.jsonl --output passages.npy --prompt document"
        })
public final class EmbedCommand implements Callable<Integer> {

    private static final String STDIN = "-";

    private final Console console;

    @Mixin
    private ModelOptions model;

    @Option(
            names = "--input",
            paramLabel = "FILE",
            required = true,
            description = ".txt with a text on each line, .jsonl with a field \"text\", or - for stdin, a text a line")
    private String input;

    @Option(names = "--output", paramLabel = "FILE", required = true, description = "the .npy file")
    private Path file;

    @Option(
            names = "--prompt",
            paramLabel = "NAME",
            description = "name of the prompt put before each text, such as query or document; none for no prompt")
    private String prompt;

    @Option(names = "--dim", paramLabel = "N", description = "keep the first N numbers, scaled to length 1 again")
    private Integer dimension;

    /** A command that shows its progress on {@code console}. */
    public EmbedCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        WrongUsage.check(
                file.toString().toLowerCase(Locale.ROOT).endsWith(".npy"), "--output must end in .npy, got " + file);
        Checkpoint checkpoint = model.open();
        int full = checkpoint.dimension();
        int kept = dimension == null ? full : dimension;
        WrongUsage.check(kept >= 1 && kept <= full, "--dim must be 1 to " + full + " for this model, got " + kept);
        String promptText = promptText(checkpoint);
        Path source = input.equals(STDIN)
                ? Path.of("stdin.txt")
                : PathLookup.ofProcess().find(input);
        TextFile.Format format = TextFile.Format.of(source);
        long total = input.equals(STDIN) ? 0 : countLines(source);
        try (EmbeddingModel loaded = model.load(checkpoint);
                ConsoleProgress progress = new ConsoleProgress(console)) {
            AtomicFiles.write(file, part -> {
                try (NpyWriter writer = new NpyWriter(part, kept);
                        InputStream texts = open(source)) {
                    new StreamingEmbedding(
                                    loaded, promptText, kept, writer, done -> progress.update("texts", done, total))
                            .run(texts, input.equals(STDIN) ? "stdin" : source.toString(), format);
                    console.answer("texts", writer.rows());
                }
            });
        }
        console.answer("output", file);
        console.answer("dimension", kept);
        console.note("wrote " + file);
        return ExitCodes.DONE;
    }

    private String promptText(Checkpoint checkpoint) {
        if (prompt == null) {
            console.note("note: no prompt is put before the texts; --prompt document (or query) is what the model"
                    + " was trained with, --prompt none silences this");
        }
        return prompt == null || prompt.equals(PromptNames.NONE)
                ? ""
                : checkpoint.prompts().get(prompt);
    }

    private InputStream open(Path source) throws IOException {
        return input.equals(STDIN) ? System.in : Files.newInputStream(source);
    }

    /** Only for the progress; blank lines make it a little too large. */
    private static long countLines(Path source) {
        try (InputStream bytes = new BufferedInputStream(Files.newInputStream(source), 1 << 16)) {
            long lines = 0;
            int last = '\n';
            for (int value = bytes.read(); value >= 0; value = bytes.read()) {
                lines += value == '\n' ? 1 : 0;
                last = value;
            }
            return last == '\n' ? lines : lines + 1;
        } catch (IOException e) {
            throw new UserError(
                    Files.exists(source)
                            ? "cannot read " + source + ": " + e.getMessage()
                            : source + " does not exist; --input names a .txt or .jsonl file, or - for stdin",
                    e);
        }
    }
}

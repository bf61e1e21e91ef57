package dev.gemmatune.cli.command;

import dev.gemmatune.cli.config.PathLookup;
import dev.gemmatune.cli.config.PromptNames;
import dev.gemmatune.cli.console.Console;
import dev.gemmatune.cli.console.ConsoleProgress;
import dev.gemmatune.cli.embed.EmbeddedText;
import dev.gemmatune.cli.embed.JsonVectors;
import dev.gemmatune.cli.embed.StreamingEmbedding;
import dev.gemmatune.cli.embed.VectorFormat;
import dev.gemmatune.cli.embed.VectorWriter;
import dev.gemmatune.datasets.lines.TextInput;
import dev.gemmatune.datasets.rows.Row;
import dev.gemmatune.datasets.rows.RowFile;
import dev.gemmatune.datasets.rows.RowFormat;
import dev.gemmatune.datasets.rows.RowSource;
import dev.gemmatune.model.EmbeddingModel;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.checkpoint.Prompts;
import dev.gemmatune.model.files.AtomicFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Embeds texts. */
@Command(
        name = "embed",
        mixinStandardHelpOptions = true,
        description =
                "Embeds texts into vectors of length 1, a row for each text: for NumPy, as JSON Lines, CSV or Parquet.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  gemmatune embed --model checkpoints/mini --input passages.jsonl --output passages.npy --prompt document",
            "  gemmatune embed --model checkpoints/mini --input questions.csv --column question --output - --prompt query"
        })
public final class EmbedCommand implements Callable<Integer>, Interruptible {

    private static final String STDIN = "-";

    private final Console console;

    @Mixin
    private ModelOptions model;

    @Option(
            names = "--input",
            paramLabel = "FILE",
            required = true,
            description =
                    ".txt with a text on each line, rows (.jsonl, .json, .csv, .tsv, .parquet, perhaps .gz or .zst)"
                            + " with a column \"text\", a pattern of files, or - for stdin, a text a line")
    private String input;

    @Option(
            names = "--column",
            paramLabel = "NAME",
            defaultValue = "text",
            description = "the column with the texts (default: ${DEFAULT-VALUE})")
    private String column;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            required = true,
            description =
                    "its ending chooses the form: .npy (vectors alone), .jsonl, .csv or .parquet (with the texts, and"
                            + " their ids where a column \"_id\" or \"id\" has them); - for JSON Lines on stdout")
    private String file;

    @Option(
            names = "--prompt",
            paramLabel = "NAME",
            description = "name of the prompt put before each text, such as query or document; none for no prompt")
    private String prompt;

    @Option(names = "--dim", paramLabel = "N", description = "keep the first N numbers, scaled to length 1 again")
    private Integer dimension;

    @Mixin
    private TableOptions tables = new TableOptions();

    /** A command that shows its progress on {@code console}. */
    public EmbedCommand(Console console) {
        this.console = console;
    }

    @Override
    public String left() {
        return toStdout() ? "stdout has the texts that were done" : "nothing was written to " + file;
    }

    private boolean toStdout() {
        return file.equals(STDIN);
    }

    @Override
    public Integer call() {
        VectorFormat format = format();
        Checkpoint checkpoint = model.open();
        int full = checkpoint.dimension();
        int kept = dimension == null ? full : dimension;
        WrongUsage.check(kept >= 1 && kept <= full, "--dim must be 1 to " + full + " for this model, got " + kept);
        String promptText = promptText(checkpoint);
        Optional<RowSource> source = input.equals(STDIN) ? Optional.empty() : Optional.of(rows());
        long total = source.map(EmbedCommand::countLines).orElse(0L);
        try (EmbeddingModel loaded = model.load(checkpoint);
                ConsoleProgress progress = new ConsoleProgress(console)) {
            Embedding embedding = writer -> {
                try (writer) {
                    StreamingEmbedding texts = new StreamingEmbedding(
                            loaded.truncatedTo(kept),
                            promptText,
                            kept,
                            writer,
                            done -> progress.update("texts", done, total));
                    texts.run(text ->
                            read(source, row -> text.accept(EmbeddedText.of(row, column, format.hasTexts()))));
                    console.answer("texts", texts.rows());
                }
            };
            if (toStdout()) {
                toStdout(embedding);
            } else {
                AtomicFiles.write(Path.of(file), part -> embedding.into(format.open(part, kept)));
            }
        }
        console.answer("output", file);
        console.answer("dimension", kept);
        if (!toStdout()) {
            console.note("wrote " + file);
        }
        return ExitCodes.DONE;
    }

    private VectorFormat format() {
        if (toStdout()) {
            WrongUsage.check(
                    !console.json(),
                    OutputOptions.JSON + " and --output - both take stdout; leave one of them out, or write a file");
            return VectorFormat.JSON_LINES;
        }
        Optional<VectorFormat> format = VectorFormat.of(Path.of(file));
        WrongUsage.check(
                format.isPresent(),
                "--output must end in "
                        + Arrays.stream(VectorFormat.values())
                                .map(VectorFormat::ending)
                                .collect(Collectors.joining(", "))
                        + ", or be - for stdout, got " + file);
        return format.get();
    }

    private void toStdout(Embedding embedding) {
        try {
            embedding.into(new JsonVectors(console.out()));
        } catch (IOException e) {
            throw new UserError("cannot write to stdout: " + e.getMessage(), e);
        }
    }

    /** What is written, wherever it goes. */
    @FunctionalInterface
    private interface Embedding {
        void into(VectorWriter writer) throws IOException;
    }

    private String promptText(Checkpoint checkpoint) {
        Prompts prompts = checkpoint.prompts();
        if (prompt == null) {
            console.note(prompts.defaultName()
                    .map(name -> "note: the model's default prompt, " + name + ", is put before each text; --prompt"
                            + " chooses another one, none for no prompt")
                    .orElse("note: no prompt is put before the texts; --prompt document (or query) is what the model"
                            + " was trained with, --prompt none silences this"));
            return prompts.byDefault();
        }
        PromptNames.missing(prompts, List.of(prompt))
                .filter(text -> PromptNames.usable(prompts, prompt))
                .ifPresent(text -> console.note("note: " + text));
        return PromptNames.text(prompts, prompt, "--prompt");
    }

    private RowSource rows() {
        return PathLookup.ofProcess().findRows(input).with(tables.settings());
    }

    private static void read(Optional<RowSource> source, Consumer<Row> consumer) {
        if (source.isPresent()) {
            source.get().forEach(consumer);
        } else {
            RowFile.read(System.in, "stdin", RowFormat.TEXT, consumer);
        }
    }

    /** Only for the progress; 0 where lines are not texts. */
    private static long countLines(RowSource source) {
        long lines = 0;
        for (Path file : source.files()) {
            RowFormat format = RowFormat.of(file);
            if (format != RowFormat.TEXT && format != RowFormat.JSON_LINES) {
                return 0;
            }
            try (InputStream bytes = TextInput.open(file)) {
                byte[] buffer = new byte[1 << 16];
                byte last = '\n';
                for (int read = bytes.read(buffer); read > 0; read = bytes.read(buffer)) {
                    for (int i = 0; i < read; i++) {
                        lines += buffer[i] == '\n' ? 1 : 0;
                    }
                    last = buffer[read - 1];
                }
                lines += last == '\n' ? 0 : 1;
            } catch (IOException e) {
                throw new UserError("cannot read " + file + ": " + e.getMessage(), e);
            }
        }
        return lines;
    }
}

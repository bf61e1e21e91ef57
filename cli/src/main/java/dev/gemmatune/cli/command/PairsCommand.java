package dev.gemmatune.cli.command;

import com.google.gson.JsonObject;
import dev.gemmatune.cli.config.PathLookup;
import dev.gemmatune.cli.console.Console;
import dev.gemmatune.cli.console.Table;
import dev.gemmatune.datasets.documents.DocumentPair;
import dev.gemmatune.datasets.documents.DocumentPairs;
import dev.gemmatune.datasets.documents.PairReport;
import dev.gemmatune.datasets.documents.PairSettings;
import dev.gemmatune.datasets.mining.CorpusFile;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.files.AtomicFiles;
import dev.gemmatune.model.files.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes training pairs of documents. */
@Command(
        name = "pairs",
        mixinStandardHelpOptions = true,
        description = {
            "Makes training pairs of documents alone: each title with its text, and sentences with the rest of their"
                    + " document (the inverse cloze task).",
            "",
            "Documents that give no pair are counted: those whose text came before, and those without a title and with"
                    + " fewer than two sentences. Read some of the pairs before you train; docs/training.md says when"
                    + " they help."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  gemmatune pairs --corpus datasets/examples/documents.jsonl --output pairs.jsonl",
            "  gemmatune train --config documents.yaml --set data.train.files=pairs.jsonl"
        })
public final class PairsCommand implements Callable<Integer>, Interruptible {

    private final Console console;

    @Option(
            names = "--corpus",
            paramLabel = "PATH",
            required = true,
            description = "the documents: a BEIR folder, .jsonl with a field \"text\" and perhaps \"title\", or .txt"
                    + " with a document on each line")
    private String corpus;

    @Option(names = "--output", paramLabel = "FILE", required = true, description = "the .jsonl file")
    private Path file;

    @Option(
            names = "--per-document",
            paramLabel = "N",
            defaultValue = "2",
            description = "sentences of a document at most; its title comes beside them (default: ${DEFAULT-VALUE})")
    private int perDocument;

    @Option(
            names = "--keep-sentence",
            paramLabel = "SHARE",
            defaultValue = "0.1",
            description = "share of the sentences that stay in their positive (default: ${DEFAULT-VALUE})")
    private double keepSentence;

    @Option(
            names = "--seed",
            paramLabel = "SEED",
            defaultValue = "42",
            description = "which sentences are drawn (default: ${DEFAULT-VALUE})")
    private long seed;

    @Mixin
    private TableOptions tables = new TableOptions();

    /** A command that shows its results on {@code console}. */
    public PairsCommand(Console console) {
        this.console = console;
    }

    @Override
    public String left() {
        return "nothing was written to " + file;
    }

    @Override
    public Integer call() {
        WrongUsage.check(perDocument >= 1, "--per-document must be >= 1, got " + perDocument);
        WrongUsage.check(keepSentence >= 0 && keepSentence <= 1, "--keep-sentence must be 0 to 1, got " + keepSentence);
        CorpusFile documents =
                CorpusFile.open(PathLookup.ofProcess().find(corpus)).written(tables.settings());
        PairReport[] report = new PairReport[1];
        AtomicFiles.write(file, part -> report[0] = write(documents, part));
        table(report[0]).print(console);
        console.answer("output", file);
        console.answer("documents", report[0].documents());
        console.answer("repeated_documents", report[0].repeated());
        console.answer("documents_without_pairs", report[0].tooShort());
        console.answer("pairs", report[0].pairs());
        console.note("wrote " + file);
        return ExitCodes.DONE;
    }

    private PairReport write(CorpusFile documents, Path part) throws IOException {
        try (Writer writer = Files.newBufferedWriter(part)) {
            PairSettings settings = new PairSettings(perDocument, keepSentence, seed);
            PairReport report = DocumentPairs.make(documents, settings, pair -> append(writer, pair));
            if (report.pairs() == 0) {
                throw new UserError(corpus + ": no pair can be made of its " + report.documents()
                        + " documents, which have neither a title nor two sentences; longer texts are needed");
            }
            return report;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void append(Writer writer, DocumentPair pair) {
        JsonObject line = new JsonObject();
        line.addProperty("anchor", pair.anchor());
        line.addProperty("positive", pair.positive());
        try {
            writer.write(Json.compact(line) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Table table(PairReport report) {
        return new Table("documents and pairs", "number")
                .row("documents", number(report.documents()))
                .row("  left out: an earlier one has the same text", number(report.repeated()))
                .row("  left out: no text, or no title and fewer than two sentences", number(report.tooShort()))
                .row("pairs", number(report.pairs()))
                .row("  title, text", number(report.titlePairs()))
                .row("  sentence, document without it", number(report.sentencePairs()))
                .row("  sentence, whole document", number(report.keptSentencePairs()));
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}

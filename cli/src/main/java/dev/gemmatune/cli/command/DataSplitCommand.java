package dev.gemmatune.cli.command;

import dev.gemmatune.cli.config.PathLookup;
import dev.gemmatune.cli.console.Console;
import dev.gemmatune.cli.console.Table;
import dev.gemmatune.cli.data.SplitRecipe;
import dev.gemmatune.cli.data.TextColumns;
import dev.gemmatune.datasets.beir.RetrievalDataset;
import dev.gemmatune.datasets.lines.Listed;
import dev.gemmatune.datasets.rows.RowSource;
import dev.gemmatune.datasets.split.GroupSplit;
import dev.gemmatune.datasets.split.SplitFolder;
import dev.gemmatune.datasets.split.SplitRows;
import dev.gemmatune.datasets.training.Columns;
import dev.gemmatune.datasets.training.ScoreRange;
import dev.gemmatune.datasets.training.TrainingData;
import dev.gemmatune.model.Count;
import dev.gemmatune.model.files.AtomicFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Parts rows into those to train on and those to measure with. */
@Command(
        name = "split",
        mixinStandardHelpOptions = true,
        description = {
            "Parts rows into those to train on and questions to measure with, and writes a config that uses both.",
            "",
            "The folder gets train.jsonl, the held-out questions in BEIR's layout (corpus.jsonl with all answers,"
                    + " queries.jsonl, qrels/dev.tsv, qrels/test.tsv) and config.yaml; of scored pairs train.jsonl, dev.jsonl"
                    + " and test.jsonl. Questions that differ only in case, white space or punctuation are in one part."
                    + " Columns without a role are left out."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  gemmatune data split faq.xlsx --column Frage=anchor --column Antwort=positive --output faq",
            "  gemmatune data split filings.jsonl --by ticker --dev 0.05 --test 0.1 --output filings"
        })
public final class DataSplitCommand implements Callable<Integer>, Interruptible {

    private static final String CONFIG = "config.yaml";

    /** All that a split leaves; the rest of a folder is somebody else's. */
    private static final Set<String> WRITTEN =
            Set.of("train.jsonl", "dev.jsonl", "test.jsonl", "corpus.jsonl", "queries.jsonl", "qrels", CONFIG);

    private final Console console;

    @Parameters(paramLabel = "DATA", description = "rows in any format: a file, a pattern, a folder, hf://datasets/…")
    private String data;

    @Option(names = "--output", paramLabel = "DIR", required = true, description = "the folder")
    private Path folder;

    @Option(
            names = "--column",
            paramLabel = "COLUMN=ROLE",
            description = "what a column is where its name does not say it: Frage=anchor, Antwort=positive")
    private Map<String, String> columns = new LinkedHashMap<>();

    @Option(
            names = "--ignore",
            paramLabel = "COLUMN",
            split = ",",
            description = "columns to leave out though they have a role")
    private List<String> ignored = new ArrayList<>();

    @Option(
            names = "--by",
            paramLabel = "COLUMN",
            description = "keep equal values of this column in one part: a product, a document (default: the question)")
    private String by;

    @Option(
            names = "--dev",
            paramLabel = "SHARE",
            defaultValue = "0.1",
            description = "of the questions, to choose the best checkpoint with (default: ${DEFAULT-VALUE})")
    private double dev;

    @Option(
            names = "--test",
            paramLabel = "SHARE",
            defaultValue = "0.2",
            description = "of the questions, to measure with before and after (default: ${DEFAULT-VALUE})")
    private double test;

    @Option(
            names = "--seed",
            paramLabel = "SEED",
            defaultValue = "42",
            description = "decides what goes where (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(
            names = "--score-range",
            paramLabel = "LOW,HIGH",
            split = ",",
            description = "smallest and largest score of scored pairs, such as 0,5 (default: they are from -1 to 1)")
    private List<Double> range = new ArrayList<>();

    @Option(names = "--overwrite", description = "replace an earlier split")
    private boolean overwrite;

    @Mixin
    private TableOptions tables = new TableOptions();

    /** A command that shows its results on {@code console}. */
    public DataSplitCommand(Console console) {
        this.console = console;
    }

    @Override
    public String left() {
        return "nothing was written to " + folder;
    }

    @Override
    public Integer call() {
        WrongUsage.check(
                dev >= 0 && test >= 0 && dev + test > 0 && dev + test < 1,
                "--dev and --test must be >= 0, and between 0 and 1 together, got " + dev + " and " + test);
        GroupSplit split = new GroupSplit(by == null ? "" : by, dev, test, seed);
        Optional<ScoreRange> scores = scoreRange();
        checkFolder();
        RowSource source = PathLookup.ofProcess().findRows(data).with(tables.settings());
        Columns roles = roles(TextColumns.of(source));
        SplitRows parts = by == null
                ? SplitRows.byQuestion(TrainingData.read(source, roles, scores), split)
                : SplitRows.byColumn(source, split, part -> TrainingData.read(part, roles, scores));
        List<RetrievalDataset> splits = new ArrayList<>();
        AtomicFiles.writeFolder(folder, part -> {
            splits.addAll(SplitFolder.write(parts, part));
            Files.writeString(part.resolve(CONFIG), SplitRecipe.text(parts, folder));
        });
        show(parts, splits);
        return ExitCodes.DONE;
    }

    private Optional<ScoreRange> scoreRange() {
        WrongUsage.check(
                range.isEmpty() || (range.size() == 2 && range.get(0) < range.get(1)),
                "--score-range must be two numbers, the smaller first, got " + range);
        return range.isEmpty() ? Optional.empty() : Optional.of(new ScoreRange(range.get(0), range.get(1)));
    }

    /** An existing folder is replaced as a whole, so it must hold nothing else. */
    private void checkFolder() {
        if (!Files.exists(folder)) {
            return;
        }
        WrongUsage.check(Files.isDirectory(folder), "--output " + folder + " is a file; name a folder");
        List<String> found = names(folder);
        WrongUsage.check(
                found.isEmpty() || overwrite,
                "--output " + folder + " exists; --overwrite replaces it, or name another folder");
        List<String> others =
                found.stream().filter(name -> !WRITTEN.contains(name)).toList();
        WrongUsage.check(
                others.isEmpty(),
                "--output " + folder + " holds other files than a split's, which would be lost: " + Listed.of(others)
                        + "; name another folder");
    }

    private static List<String> names(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The roles; what has none is left out, and said. */
    private Columns roles(TextColumns found) {
        Set<String> unknown = new LinkedHashSet<>(found.names());
        unknown.removeIf(column -> columns.containsKey(column) || Columns.hasRole(column));
        if (!found.names().isEmpty() && unknown.size() == found.names().size()) {
            throw WrongUsage.because(data + ": no column shows its role by its name, found " + Listed.of(found.names())
                    + "; say which holds the questions and which the answers: " + found.suggestion());
        }
        Set<String> leftOut = new LinkedHashSet<>(ignored);
        unknown.removeAll(leftOut);
        if (!unknown.isEmpty()) {
            leftOut.addAll(unknown);
            console.note("left out, since they have no role: " + Listed.of(unknown)
                    + (by != null && unknown.contains(by) ? " (" + by + " parts the rows)" : ""));
        }
        try {
            return new Columns(columns, leftOut);
        } catch (IllegalArgumentException e) {
            throw WrongUsage.because("--column: " + e.getMessage());
        }
    }

    private void show(SplitRows parts, List<RetrievalDataset> splits) {
        Table table = new Table("part", "rows", "questions");
        parts.byName().forEach((name, rows) -> {
            table.row(name, number(rows.size()), number(questions(rows)));
            console.answer(name, rows.size());
        });
        table.print(console);
        console.answer("output", folder);
        console.answer("config", folder.resolve(CONFIG));
        if (!splits.isEmpty()) {
            console.result(Count.of(splits.get(0).corpus().size(), "different answers") + " to choose from");
            console.answer("documents", splits.get(0).corpus().size());
        }
        parts.test().ifPresent(rows -> tellWhenFew(questions(rows)));
        console.note("wrote " + folder + "; next: gemmatune train --config " + folder.resolve(CONFIG));
    }

    /** Per-question gains in nDCG@10 scatter by about 0.3 (docs/data.md), so their mean is known to 0.6 / √n. */
    private void tellWhenFew(int questions) {
        int enough = 100;
        if (questions < enough) {
            console.note(String.format(
                    Locale.ROOT,
                    "note: with %s a gain below about %.2f in nDCG@10 cannot be told from chance; %d or more are better",
                    Count.of(questions, "test questions"),
                    0.6 / Math.sqrt(questions),
                    enough));
        }
    }

    private static int questions(TrainingData rows) {
        return (int) rows.examples().stream()
                .map(row -> row.texts().get(0))
                .distinct()
                .count();
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}

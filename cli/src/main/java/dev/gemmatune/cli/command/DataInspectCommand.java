package dev.gemmatune.cli.command;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.gemmatune.cli.config.PathLookup;
import dev.gemmatune.cli.console.Console;
import dev.gemmatune.cli.console.ConsoleProgress;
import dev.gemmatune.cli.data.DataJson;
import dev.gemmatune.cli.data.DataTables;
import dev.gemmatune.cli.data.InspectedSources;
import dev.gemmatune.datasets.inspect.DataInspection;
import dev.gemmatune.datasets.inspect.DataReport;
import dev.gemmatune.datasets.leakage.Leak;
import dev.gemmatune.datasets.leakage.LeakageCheck;
import dev.gemmatune.datasets.lines.Problems;
import dev.gemmatune.datasets.rows.Row;
import dev.gemmatune.datasets.rows.RowSource;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.tokenizer.GemmaTokenizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what is in data. */
@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        description = {
            "Says what is in data: rows, columns, lengths, repeated rows, texts that are in evaluation data too, examples.",
            "",
            "Every row is read, so that broken ones are found."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  gemmatune data inspect datasets/finance/train.jsonl --model checkpoints/mini --against datasets/finance",
            "  gemmatune data inspect 'data/*.csv.gz'"
        })
public final class DataInspectCommand implements Callable<Integer> {

    /** Far above what any model takes, so that true lengths are counted. */
    private static final int UNLIMITED = 1 << 24;

    private static final long SHOW_EVERY = 10_000;

    private final Console console;

    @Parameters(
            arity = "1..*",
            paramLabel = "DATA",
            description =
                    "files of rows (.jsonl, .json, .csv, .tsv, .xlsx, .parquet, .txt), patterns, BEIR folders, folders of"
                            + " data sets, hf://datasets/…; #split behind a folder names a part of it")
    private List<String> data;

    @Option(
            names = "--against",
            paramLabel = "DATA",
            description = "evaluation data whose texts should not be in DATA; may be repeated")
    private List<String> against = new ArrayList<>();

    @Option(names = "--model", paramLabel = "MODEL", description = "count tokens as this model does")
    private String model;

    @Option(
            names = "--max-length",
            paramLabel = "N",
            description = "tokens that are taken of a text (default: as many as the model takes)")
    private Integer maxLength;

    @Option(
            names = "--sample",
            paramLabel = "N",
            defaultValue = "10000",
            description = "of how many texts of each column tokens are counted; 0 for all (default: ${DEFAULT-VALUE})")
    private int sample;

    @Option(
            names = "--examples",
            paramLabel = "N",
            defaultValue = "2",
            description = "how many rows are shown (default: ${DEFAULT-VALUE})")
    private int examples;

    @Mixin
    private TableOptions tables = new TableOptions();

    /** A command that shows its results on {@code console}. */
    public DataInspectCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        WrongUsage.check(sample >= 0 && examples >= 0, "--sample and --examples must be >= 0");
        WrongUsage.check(maxLength == null || model != null, "--max-length needs --model, whose tokens it counts");
        WrongUsage.check(maxLength == null || maxLength >= 2, "--max-length must be >= 2, got " + maxLength);
        PathLookup lookup = PathLookup.ofProcess();
        Map<String, LeakageCheck> checks = checks(lookup);
        List<RowSource> sources = data.stream()
                .flatMap(text -> InspectedSources.of(text, lookup).stream())
                .toList();
        sources = sources.size() == 1
                ? List.of(sources.get(0).with(tables.settings()))
                : sources.stream()
                        .map(source -> source.written(tables.settings()))
                        .toList();
        if (model == null) {
            inspectAll(sources, checks, Optional.empty(), 1);
            return ExitCodes.DONE;
        }
        Checkpoint checkpoint = lookup.openModel(model);
        int longest = maxLength == null ? checkpoint.maxSequenceLength() : maxLength;
        try (GemmaTokenizer tokenizer = GemmaTokenizer.load(checkpoint, UNLIMITED)) {
            inspectAll(sources, checks, Optional.of(tokenizer), longest);
        }
        return ExitCodes.DONE;
    }

    private void inspectAll(
            List<RowSource> sources,
            Map<String, LeakageCheck> checks,
            Optional<GemmaTokenizer> tokenizer,
            int longest) {
        JsonArray answers = new JsonArray();
        for (int i = 0; i < sources.size(); i++) {
            if (i > 0) {
                console.result("");
            }
            answers.add(inspect(
                    sources.get(i),
                    checks,
                    new DataInspection.Settings(tokenizer.map(found -> found), longest, sample, examples)));
        }
        console.answer("data", answers);
    }

    private JsonObject inspect(RowSource source, Map<String, LeakageCheck> checks, DataInspection.Settings settings) {
        DataInspection inspection = new DataInspection(settings);
        Map<String, LeakageCheck.Search> searches = new LinkedHashMap<>();
        checks.forEach((name, check) -> searches.put(name, check.search()));
        Problems problems = new Problems(source.name());
        long[] rows = {0};
        try (ConsoleProgress progress = new ConsoleProgress(console)) {
            source.forEach(problems, row -> {
                inspection.add(row);
                searches.values().forEach(search -> search.add(texts(row)));
                rows[0]++;
                if (rows[0] % SHOW_EVERY == 0) {
                    progress.update("reading", rows[0], 0);
                }
            });
            progress.endStage();
        }
        problems.throwIfAny();
        DataReport report = inspection.report();
        console.result(source.name());
        DataTables.counts(report, settings.maxLength()).forEach(console::result);
        Map<String, List<Leak>> leaks = new LinkedHashMap<>();
        searches.forEach((name, search) -> leaks.put(name, search.leaks()));
        leaks.forEach((name, found) -> DataTables.leaks(name, checks.get(name).size(), found, Math.max(1, examples))
                .forEach(console::result));
        DataTables.examples(report).forEach(console::result);
        return DataJson.of(source.name(), report, leaks);
    }

    private Map<String, LeakageCheck> checks(PathLookup lookup) {
        Map<String, LeakageCheck> checks = new LinkedHashMap<>();
        for (String text : against) {
            Set<String> texts = new LinkedHashSet<>();
            for (RowSource source : InspectedSources.of(text, lookup)) {
                boolean judgements = source.files().get(0).toString().contains("qrels");
                if (!judgements) {
                    source.forEach(row -> texts.addAll(texts(row)));
                }
            }
            checks.put(text, new LeakageCheck(texts));
        }
        return checks;
    }

    /** Ids and other short values are no texts. */
    private static List<String> texts(Row row) {
        List<String> texts = new ArrayList<>();
        row.value().entrySet().forEach(entry -> {
            if (!entry.getKey().endsWith("id")) {
                collect(entry.getValue(), texts);
            }
        });
        return texts;
    }

    private static void collect(JsonElement value, List<String> texts) {
        if (value.isJsonArray()) {
            value.getAsJsonArray().forEach(element -> collect(element, texts));
        } else if (value.isJsonPrimitive()
                && value.getAsJsonPrimitive().isString()
                && value.getAsString().strip().indexOf(' ') > 0) {
            texts.add(value.getAsString());
        }
    }
}

package dev.gemmatune.cli.command;

import com.google.gson.JsonObject;
import dev.gemmatune.cli.console.Console;
import dev.gemmatune.cli.console.Table;
import dev.gemmatune.eval.metrics.RetrievalMetrics;
import dev.gemmatune.eval.trec.Scorer;
import dev.gemmatune.model.files.AtomicFiles;
import dev.gemmatune.model.files.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Retrieval metrics of any TREC run. */
@Command(
        name = "score",
        mixinStandardHelpOptions = true,
        description = "Retrieval metrics of any TREC run file, with trec_eval's semantics.",
        footerHeading = "%nExample:%n",
        footer = {"  gemmatune score --qrels datasets/finance/qrels/test.tsv --run bm25.run --k 10,100"})
public final class ScoreCommand implements Callable<Integer> {

    private final Console console;

    @Option(
            names = "--qrels",
            paramLabel = "FILE",
            required = true,
            description = "judgements: TREC's \"query 0 document grade\" or BEIR's table")
    private Path qrels;

    @Option(
            names = "--run",
            paramLabel = "FILE",
            required = true,
            description = "what a search found: \"query Q0 document rank score tag\"")
    private Path run;

    @Option(names = "--k", paramLabel = "K", split = ",", description = "ranks (default: 1,3,5,10,20,100,1000)")
    private List<Integer> cutoffs = RetrievalMetrics.CUTOFFS;

    @Option(names = "--per-query", description = "also the metrics of each query")
    private boolean perQuery;

    @Option(names = "--output", paramLabel = "FILE", description = "write the JSON there and show a table instead")
    private Path file;

    /** A command that shows its results on {@code console}. */
    public ScoreCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        WrongUsage.check(
                cutoffs.stream().allMatch(k -> k >= 1), "--k must be one or more numbers >= 1, got " + cutoffs);
        JsonObject scores = Scorer.score(qrels, run, cutoffs, perQuery);
        noteMissing(scores.getAsJsonObject("queries"));
        scores.entrySet().forEach(part -> console.answer(part.getKey(), part.getValue()));
        if (file == null) {
            console.result(Json.pretty(scores).stripTrailing());
            return ExitCodes.DONE;
        }
        AtomicFiles.writeString(file, Json.pretty(scores));
        Table table = new Table("metric", "score");
        scores.getAsJsonObject("metrics")
                .entrySet()
                .forEach(metric -> table.row(
                        metric.getKey(),
                        Table.score(
                                metric.getValue().isJsonNull()
                                        ? Double.NaN
                                        : metric.getValue().getAsDouble())));
        table.print(console);
        return ExitCodes.DONE;
    }

    private void noteMissing(JsonObject queries) {
        int withoutResults = queries.getAsJsonArray("without_results").size();
        if (withoutResults > 0) {
            console.note("note: " + withoutResults + " judged queries are not in the run and are not counted");
        }
    }
}

package dev.gemmatune.cli.command;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.gemmatune.cli.console.Console;
import dev.gemmatune.cli.console.Table;
import dev.gemmatune.cli.report.MetricTitle;
import dev.gemmatune.eval.metrics.RetrievalMetrics;
import dev.gemmatune.eval.trec.Scorer;
import dev.gemmatune.model.Count;
import dev.gemmatune.model.files.AtomicFiles;
import dev.gemmatune.model.files.Json;
import java.nio.file.Path;
import java.util.ArrayList;
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

    private static final List<String> SHOWN = List.of("ndcg", "map", "recall", "precision", "mrr", "hit_rate");

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

    @Option(names = "--per-query", description = "with --json or --output: also the metrics of each query")
    private boolean perQuery;

    @Option(names = "--output", paramLabel = "FILE", description = "also write all of it there, as JSON")
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
        if (file != null) {
            AtomicFiles.writeString(file, Json.pretty(scores));
        }
        table(scores.getAsJsonObject("metrics")).print(console);
        int scored = scores.getAsJsonObject("queries").get("scored").getAsInt();
        console.result(Count.of(scored, "queries") + "; all metrics" + (perQuery ? ", and those of each query," : "")
                + " with --json" + (file == null ? "" : " and in " + file));
        return ExitCodes.DONE;
    }

    /** A row for each metric that has ranks, a column for each rank; areas under curves are left to programs. */
    private Table table(JsonObject metrics) {
        List<Integer> ranks = cutoffs.stream().distinct().sorted().toList();
        List<String> headings = new ArrayList<>(List.of("metric"));
        ranks.forEach(rank -> headings.add("@" + rank));
        Table table = new Table(headings.toArray(String[]::new));
        for (String metric : SHOWN) {
            List<String> cells =
                    new ArrayList<>(List.of(MetricTitle.of(metric + "_at_1").replaceFirst("@1$", "")));
            ranks.forEach(rank -> cells.add(score(metrics.get(metric + "_at_" + rank))));
            table.row(cells.toArray(String[]::new));
        }
        return table;
    }

    private static String score(JsonElement value) {
        return Table.score(value == null || value.isJsonNull() ? Double.NaN : value.getAsDouble());
    }

    private void noteMissing(JsonObject queries) {
        int withoutResults = queries.getAsJsonArray("without_results").size();
        if (withoutResults > 0) {
            console.note("note: " + Count.of(withoutResults, "judged queries") + (withoutResults == 1 ? " is" : " are")
                    + " not in the run and not counted");
        }
    }
}

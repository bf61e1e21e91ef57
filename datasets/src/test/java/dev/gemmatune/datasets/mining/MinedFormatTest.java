package dev.gemmatune.datasets.mining;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gemmatune.datasets.TextFiles;
import dev.gemmatune.datasets.training.Columns;
import dev.gemmatune.datasets.training.TrainingData;
import dev.gemmatune.datasets.training.TrainingExample.Contrast;
import dev.gemmatune.model.files.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MinedFormatTest {

    @TempDir
    Path folder;

    private static final MinedRow.Negative N = new MinedRow.Negative("n", 0.5);
    private static final MinedRow.Negative M = new MinedRow.Negative("m", (double) 0.1f);

    private static final List<MinedRow> ROWS = List.of(
            new MinedRow(new Contrast("a", "p", List.of("own")), 0.75, List.of(N, M)),
            new MinedRow(new Contrast("a", "q", List.of()), 0.25, List.of(N)),
            new MinedRow(new Contrast("b", "p", List.of()), 1, List.of()));

    private static List<String> lines(MinedFormat format, boolean scores) {
        List<String> lines = new ArrayList<>();
        format.forEachLine(ROWS, scores, line -> lines.add(Json.compact(line).replace('"', '\'')));
        return lines;
    }

    private TrainingData read(MinedFormat format) {
        Path file = folder.resolve("rows.jsonl");
        TextFiles.write(
                file,
                lines(format, false).stream()
                        .map(line -> line.replace('\'', '"'))
                        .toArray(String[]::new));
        return TrainingData.read(file, Columns.BY_NAME);
    }

    @Test
    void tripletsAreALineForEachNegative() {
        assertEquals(
                List.of(
                        "{'anchor':'a','positive':'p','negative':'n','positive_score':0.75,'negative_score':0.5}",
                        "{'anchor':'a','positive':'p','negative':'m','positive_score':0.75,'negative_score':0.1}",
                        "{'anchor':'a','positive':'q','negative':'n','positive_score':0.25,'negative_score':0.5}",
                        "{'anchor':'b','positive':'p','positive_score':1.0}"),
                lines(MinedFormat.TRIPLET, true));
        assertEquals(4, read(MinedFormat.TRIPLET).size());
    }

    @Test
    void tuplesAreALineForEachRow() {
        assertEquals(
                List.of(
                        "{'anchor':'a','positive':'p','negative_1':'n','negative_2':'m','positive_score':0.75,"
                                + "'negative_1_score':0.5,'negative_2_score':0.1}",
                        "{'anchor':'a','positive':'q','negative_1':'n','positive_score':0.25,'negative_1_score':0.5}",
                        "{'anchor':'b','positive':'p','positive_score':1.0}"),
                lines(MinedFormat.N_TUPLE, true));
        assertEquals(
                List.of(
                        new Contrast("a", "p", List.of("n", "m")),
                        ROWS.get(1).example(false),
                        ROWS.get(2).example(false)),
                read(MinedFormat.N_TUPLE).examples());
    }

    @Test
    void pairsHaveALabelAndComeOnce() {
        assertEquals(
                List.of(
                        "{'sentence1':'a','sentence2':'p','score':1}",
                        "{'sentence1':'a','sentence2':'n','score':0}",
                        "{'sentence1':'a','sentence2':'m','score':0}",
                        "{'sentence1':'a','sentence2':'q','score':1}",
                        "{'sentence1':'b','sentence2':'p','score':1}"),
                lines(MinedFormat.LABELED_PAIR, true));
        assertEquals(5, read(MinedFormat.LABELED_PAIR).scoredPairs().size());
    }

    @Test
    void ownNegativesComeFirstWhereTheyAreKept() {
        assertEquals(List.of("own", "n", "m"), ROWS.get(0).example(true).negatives());
        assertEquals(List.of("n", "m"), ROWS.get(0).example(false).negatives());
    }
}

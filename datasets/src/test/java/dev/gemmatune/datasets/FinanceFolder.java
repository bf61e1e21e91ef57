package dev.gemmatune.datasets;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.Strictness;
import com.google.gson.annotations.SerializedName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The files of {@code datasets/finance}, read as they are. Duplicate ids stay visible in the lists, so that a test can
 * find them.
 *
 * @param passages the corpus in file order
 * @param queries the dev and test questions in file order
 * @param pairs the training pairs in file order
 * @param dev the judgements of the dev questions
 * @param test the judgements of the test questions
 */
record FinanceFolder(
        List<Passage> passages, List<Query> queries, List<Pair> pairs, List<Judgement> dev, List<Judgement> test) {

    /** Where the data set lies, seen from the module's folder, in which Maven runs the tests. */
    static final Path PATH = Path.of("finance");

    private static final Gson STRICT =
            new GsonBuilder().setStrictness(Strictness.STRICT).create();

    /** One passage; the title may be empty, the text not. */
    record Passage(@SerializedName("_id") String id, String title, String text) {
        /** Title and text as retrieval benchmarks join them. */
        String joined() {
            return (title + " " + text).strip();
        }
    }

    /** One question of dev or test. */
    record Query(@SerializedName("_id") String id, String text) {}

    /** One training pair; {@code negative} is null in pairs without a hard negative. */
    record Pair(String anchor, String positive, String negative) {}

    /** One line of a judgement file: 2 answers the question, 1 helps. */
    record Judgement(String query, String passage, int grade) {}

    static FinanceFolder read() throws IOException {
        return new FinanceFolder(
                readLines("corpus.jsonl", Passage.class),
                readLines("queries.jsonl", Query.class),
                readLines("train.jsonl", Pair.class),
                readJudgements("dev"),
                readJudgements("test"));
    }

    /** The grades of one split: question to passage to grade, in file order. */
    static Map<String, Map<String, Integer>> byQuery(List<Judgement> judgements) {
        Map<String, Map<String, Integer>> grades = new LinkedHashMap<>();
        for (Judgement judgement : judgements) {
            grades.computeIfAbsent(judgement.query(), query -> new LinkedHashMap<>())
                    .put(judgement.passage(), judgement.grade());
        }
        return grades;
    }

    static <T> List<T> readLines(String file, Class<T> type) throws IOException {
        List<T> rows = new ArrayList<>();
        for (String line : Files.readAllLines(PATH.resolve(file))) {
            rows.add(STRICT.fromJson(line, type));
        }
        return List.copyOf(rows);
    }

    private static List<Judgement> readJudgements(String split) throws IOException {
        List<String> lines = Files.readAllLines(PATH.resolve("qrels").resolve(split + ".tsv"));
        if (!lines.get(0).equals("query-id\tcorpus-id\tscore")) {
            throw new IOException("unexpected header in " + split + ".tsv: " + lines.get(0));
        }
        List<Judgement> judgements = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split("\t", -1);
            if (cells.length != 3) {
                throw new IOException("expected 3 columns in " + split + ".tsv: " + line);
            }
            judgements.add(new Judgement(cells[0], cells[1], Integer.parseInt(cells[2])));
        }
        return List.copyOf(judgements);
    }
}

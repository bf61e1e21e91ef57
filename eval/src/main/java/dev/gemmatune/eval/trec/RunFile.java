package dev.gemmatune.eval.trec;

import dev.gemmatune.datasets.lines.Problems;
import dev.gemmatune.datasets.lines.Utf8Lines;
import dev.gemmatune.eval.metrics.Ranking;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.files.AtomicFiles;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Runs as TREC writes them: {@code query Q0 document rank score tag} on each line, separated by white space. The rank
 * is not read: as in trec_eval, the scores decide.
 */
public final class RunFile {

    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final Pattern NUMBER = Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");

    private RunFile() {}

    /**
     * Reads a run.
     *
     * @return from query ids to rankings, in the order of the file
     * @throws UserError with up to 20 problems, each with its line
     */
    public static Map<String, Ranking> read(Path file) {
        Problems problems = new Problems(file.toString());
        Map<String, Map<String, Double>> scores = new LinkedHashMap<>();
        Map<String, Map<String, Integer>> lineOf = new HashMap<>();
        try (Utf8Lines lines = Utf8Lines.open(file)) {
            lines.forEach(problems, line -> {
                if (!line.isBlank()) {
                    add(line, lines, scores, lineOf);
                }
            });
        }
        if (scores.isEmpty() && problems.count() == 0) {
            problems.add(file + " is empty; lines of \"query Q0 document rank score tag\" are expected");
        }
        problems.throwIfAny();
        Map<String, Ranking> run = new LinkedHashMap<>();
        scores.forEach((query, ofQuery) -> run.put(query, Ranking.of(ofQuery)));
        return run;
    }

    /**
     * Writes a run, the documents of each query in trec_eval's order.
     *
     * @param run from query ids to rankings
     * @param tag the name of the run, without white space
     * @throws UserError if an id holds white space, which the format cannot hold, or if the file cannot be written
     */
    public static void write(Path file, Map<String, Ranking> run, String tag) {
        requireWord(tag, "the run's tag");
        AtomicFiles.write(file, part -> {
            try (Writer writer = Files.newBufferedWriter(part)) {
                for (Map.Entry<String, Ranking> entry : run.entrySet()) {
                    requireWord(entry.getKey(), "the query id");
                    write(writer, entry.getKey(), entry.getValue().byFloat32(), tag);
                }
            }
        });
    }

    private static void write(Writer writer, String query, Ranking ranking, String tag) throws IOException {
        for (int i = 0; i < ranking.size(); i++) {
            requireWord(ranking.document(i), "the document id");
            writer.write(query + " Q0 " + ranking.document(i) + " " + (i + 1) + " " + shortest(ranking.score(i)) + " "
                    + tag + "\n");
        }
    }

    /** The fewest digits that give the score back: those of a float if it is one. */
    private static String shortest(double score) {
        return (float) score == score ? Float.toString((float) score) : Double.toString(score);
    }

    private static void add(
            String line,
            Utf8Lines lines,
            Map<String, Map<String, Double>> scores,
            Map<String, Map<String, Integer>> lineOf) {
        String[] fields = SPACE.split(line.strip(), -1);
        if (fields.length != 6) {
            throw new UserError(lines.place() + ": expected 6 fields (query Q0 document rank score tag) separated by"
                    + " white space, found " + fields.length);
        }
        if (!NUMBER.matcher(fields[4]).matches()) {
            throw new UserError(lines.place() + ": the score must be a number, found \"" + fields[4] + "\"");
        }
        Integer earlier =
                lineOf.computeIfAbsent(fields[0], query -> new HashMap<>()).putIfAbsent(fields[2], lines.number());
        if (earlier != null) {
            throw new UserError(lines.place() + ": document \"" + fields[2] + "\" was already found for query \""
                    + fields[0] + "\" in line " + earlier + "; a document can be found once");
        }
        scores.computeIfAbsent(fields[0], query -> new LinkedHashMap<>()).put(fields[2], Double.valueOf(fields[4]));
    }

    private static void requireWord(String text, String what) {
        if (text.isEmpty() || SPACE.matcher(text).find()) {
            throw new UserError(what + " \"" + text
                    + "\" is empty or holds white space, which a TREC run cannot hold; give it another");
        }
    }
}

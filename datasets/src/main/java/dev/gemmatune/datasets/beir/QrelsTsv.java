package dev.gemmatune.datasets.beir;

import dev.gemmatune.datasets.lines.Problems;
import dev.gemmatune.datasets.lines.Utf8Lines;
import dev.gemmatune.model.UserError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads judgements as BEIR writes them: {@code query-id, corpus-id, score}, separated by tabs, the first row a header,
 * fields quoted where necessary (Python's {@code csv} with QUOTE_MINIMAL; a quoted field cannot go over a line's end).
 */
public final class QrelsTsv {

    private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]{1,9}");

    private QrelsTsv() {}

    /**
     * Reads a file.
     *
     * @param problems gets a message for each broken line
     * @throws UserError if the file cannot be read at all
     */
    public static List<Judgement> read(Path file, Problems problems) {
        List<Judgement> judgements = new ArrayList<>();
        try (Utf8Lines lines = Utf8Lines.open(file)) {
            boolean[] headerRead = {false};
            lines.forEach(problems, line -> {
                if (!headerRead[0] && !line.isEmpty()) {
                    headerRead[0] = true;
                    checkHeader(line, lines.place());
                } else if (!line.isEmpty()) {
                    judgements.add(judgement(line, lines.place()));
                }
            });
        }
        return judgements;
    }

    /** Whether a grade is written as one. */
    public static boolean isGrade(String text) {
        return INTEGER.matcher(text.strip()).matches();
    }

    /** Without the header the first judgement would be skipped, silently. */
    private static void checkHeader(String line, String place) {
        List<String> fields = fields(line);
        if (fields.size() == 3 && isGrade(fields.get(2))) {
            throw new UserError(
                    place + ": the header is missing; put the line \"query-id\\tcorpus-id\\tscore\" before it");
        }
    }

    private static Judgement judgement(String line, String place) {
        List<String> fields = fields(line);
        if (fields.size() != 3) {
            throw new UserError(place + ": expected 3 fields (query-id, corpus-id, score) separated by tabs, found "
                    + fields.size() + (fields.size() == 1 && line.contains(" ") ? " (are there spaces instead?)" : ""));
        }
        if (!isGrade(fields.get(2))) {
            throw new UserError(place + ": the score must be a whole number, found \"" + fields.get(2) + "\"");
        }
        if (fields.get(0).isEmpty() || fields.get(1).isEmpty()) {
            throw new UserError(place + ": the " + (fields.get(0).isEmpty() ? "query-id" : "corpus-id") + " is empty");
        }
        return new Judgement(
                fields.get(0), fields.get(1), Integer.parseInt(fields.get(2).strip()), place);
    }

    /** Splits at tabs; inside quotes a tab is text and two quotes are one. */
    static List<String> fields(String line) {
        List<String> fields = new ArrayList<>(3);
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char value = line.charAt(i);
            boolean atStart = !quoted && field.isEmpty() && (i == 0 || line.charAt(i - 1) == '\t');
            if (value == '"' && atStart) {
                quoted = true;
            } else if (value == '"' && quoted) {
                boolean doubled = i + 1 < line.length() && line.charAt(i + 1) == '"';
                if (doubled) {
                    field.append('"');
                    i++;
                } else {
                    quoted = false;
                }
            } else if (value == '\t' && !quoted) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(value);
            }
        }
        fields.add(field.toString());
        return fields;
    }
}

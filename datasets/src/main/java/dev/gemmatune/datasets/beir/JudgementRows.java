package dev.gemmatune.datasets.beir;

import dev.gemmatune.datasets.lines.Problems;
import dev.gemmatune.datasets.rows.Row;
import dev.gemmatune.datasets.rows.RowFiles;
import dev.gemmatune.datasets.rows.RowSource;
import dev.gemmatune.model.UserError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads judgements: rows of {@code query-id}, {@code corpus-id} and {@code score}, as BEIR writes them separated by tabs.
 * Three columns of other names are taken in this order.
 */
public final class JudgementRows {

    private static final List<String> COLUMNS = List.of("query-id", "corpus-id", "score");
    private static final Pattern GRADE = Pattern.compile("[+-]?[0-9]{1,9}(\\.0*)?");

    private JudgementRows() {}

    /**
     * Reads all rows.
     *
     * @param columns from the names above to those in the file, where they differ
     * @param problems gets a message for each broken row
     * @throws UserError if the file cannot be read at all
     */
    public static List<Judgement> read(RowSource source, Map<String, String> columns, Problems problems) {
        List<Judgement> judgements = new ArrayList<>();
        // BEIR's are written and read with quotes where a value needs them, whatever separates them.
        RowSource quoted = source instanceof RowFiles files ? files.quoted() : source;
        quoted.forEach(columns, problems, row -> judgements.add(judgement(row, problems)));
        return judgements;
    }

    /** Whether a grade is written as one: a whole number, which programs that compute with decimals write as {@code 1.0}. */
    public static boolean isGrade(String text) {
        return GRADE.matcher(text.strip()).matches();
    }

    /** The grade that a text is. */
    public static int grade(String text) {
        return Integer.parseInt(text.strip().replaceFirst("\\..*", ""));
    }

    private static Judgement judgement(Row row, Problems problems) {
        List<String> columns = columns(row, problems);
        String query = id(row, columns.get(0), COLUMNS.get(0));
        String document = id(row, columns.get(1), COLUMNS.get(1));
        String grade = row.isVoid(columns.get(2)) ? "" : row.label(columns.get(2));
        if (!isGrade(grade)) {
            throw new UserError(row.place() + ": the score must be a whole number, found \"" + grade
                    + "\"; correct it or remove the row");
        }
        return new Judgement(query, document, grade(grade), row.place());
    }

    /** Without a header the first judgement would be taken for one, silently. */
    private static List<String> columns(Row row, Problems problems) {
        if (row.columns().containsAll(COLUMNS)) {
            return COLUMNS;
        }
        List<String> found = List.copyOf(row.columns());
        if (found.size() == 3 && isGrade(found.get(2))) {
            throw problems.last(
                    row.place()
                            + ": the header before it is missing; put the line \"query-id\\tcorpus-id\\tscore\" before the judgements");
        }
        if (found.size() != 3) {
            boolean spaces = found.size() == 1 && found.get(0).contains(" ");
            throw problems.last(row.place() + ": expected the columns query-id, corpus-id, score, found " + found
                    + (spaces ? " (are there spaces instead of tabs?)" : ""));
        }
        return found;
    }

    private static String id(Row row, String column, String name) {
        if (row.isVoid(column)) {
            throw new UserError(row.place() + ": the " + name + " is empty");
        }
        return row.id(column);
    }
}

package dev.gemmatune.cli.data;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.gemmatune.cli.console.Table;
import dev.gemmatune.datasets.inspect.ColumnReport;
import dev.gemmatune.datasets.inspect.DataReport;
import dev.gemmatune.datasets.inspect.Lengths;
import dev.gemmatune.datasets.leakage.Leak;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What was found in rows, in lines of at most 80 characters. */
public final class DataTables {

    private static final int WIDTH = 78;
    private static final int NAME = 20;

    private DataTables() {}

    /**
     * Counts and lengths.
     *
     * @param maxLength tokens that the model takes; only used if tokens were counted
     */
    public static List<String> counts(DataReport report, int maxLength) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%,d %s, %s repeated",
                report.rows(),
                report.rows() == 1 ? "row" : "rows",
                report.repeated() == 0
                        ? "none"
                        : String.format(
                                Locale.ROOT,
                                "%,d (%s)",
                                report.repeated(),
                                percent((double) report.repeated() / report.rows()))));
        Table values = new Table("column", "filled", "distinct", "in", "mean", "median", "95 %", "longest");
        boolean sampled = false;
        for (ColumnReport column : report.columns()) {
            sampled |= column.tokens().map(ColumnReport.Tokens::sampled).orElse(false);
            Optional<Lengths> lengths =
                    column.tokens().map(ColumnReport.Tokens::lengths).or(column::characters);
            String unit = column.tokens().isPresent() ? "tokens" : lengths.isPresent() ? "letters" : "";
            values.row(
                    shortened(column.name(), NAME),
                    percent((double) column.filled() / report.rows()),
                    count(column.distinct()),
                    unit,
                    lengths.map(found -> String.format(Locale.ROOT, "%,.1f", found.mean()))
                            .orElse(""),
                    lengths.map(found -> String.format(Locale.ROOT, "%,.0f", found.median()))
                            .orElse(""),
                    lengths.map(found -> String.format(Locale.ROOT, "%,.0f", found.percentile95()))
                            .orElse(""),
                    lengths.map(found -> count(found.longest())).orElse(""));
        }
        lines.addAll(values.lines());
        if (sampled) {
            int texts = report.columns().stream()
                    .flatMap(column -> column.tokens().stream())
                    .mapToInt(tokens -> tokens.lengths().texts())
                    .max()
                    .orElse(0);
            lines.add(String.format(
                    Locale.ROOT,
                    "Tokens are those of %,d texts of a column drawn at random (--sample 0: all).",
                    texts));
        }
        lines.addAll(truncated(report, maxLength));
        return lines;
    }

    private static List<String> truncated(DataReport report, int maxLength) {
        List<String> lines = new ArrayList<>();
        for (ColumnReport column : report.columns()) {
            column.tokens()
                    .filter(tokens -> tokens.truncated() > 0)
                    .ifPresent(tokens -> lines.add(String.format(
                            Locale.ROOT,
                            "%s of the texts of %s are longer than %,d tokens and will be cut.",
                            percent(tokens.truncated()),
                            column.name(),
                            maxLength)));
        }
        boolean counted =
                report.columns().stream().anyMatch(column -> column.tokens().isPresent());
        if (lines.isEmpty() && counted) {
            lines.add(String.format(Locale.ROOT, "No text is longer than %,d tokens.", maxLength));
        }
        return lines;
    }

    /** The examples, a line for each value. */
    public static List<String> examples(DataReport report) {
        List<String> lines = new ArrayList<>();
        int width = report.columns().stream()
                .mapToInt(column -> Math.min(NAME, column.name().length()))
                .max()
                .orElse(0);
        for (JsonObject example : report.examples()) {
            lines.add("");
            example.entrySet().stream()
                    .filter(entry -> !shown(entry.getValue()).isEmpty())
                    .forEach(entry -> lines.add(shortened(
                            String.format(
                                    "  %-" + width + "s  %s", shortened(entry.getKey(), NAME), shown(entry.getValue())),
                            WIDTH)));
        }
        return lines;
    }

    /** How many texts of an evaluation are among the rows. */
    public static List<String> leaks(String name, int texts, List<Leak> leaks, int examples) {
        if (leaks.isEmpty()) {
            return List.of(String.format(Locale.ROOT, "none of the %,d texts of %s are in these rows", texts, name));
        }
        long exact = leaks.stream().filter(Leak::exact).count();
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%,d of the %,d texts of %s are in these rows (%,d equal, %,d nearly):",
                leaks.size(),
                texts,
                name,
                exact,
                leaks.size() - exact));
        leaks.stream()
                .limit(examples)
                .forEach(leak -> lines.add(shortened(
                        String.format(Locale.ROOT, "  row %,d: %s", leak.row(), oneLine(leak.text())), WIDTH)));
        return lines;
    }

    private static String shown(JsonElement value) {
        return oneLine(value.isJsonPrimitive() ? value.getAsString() : value.toString());
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("[\\s\\p{Cntrl}]+", " ");
    }

    private static String shortened(String text, int length) {
        return text.codePointCount(0, text.length()) <= length
                ? text
                : text.substring(0, text.offsetByCodePoints(0, length - 1)) + "…";
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** Never 100 % for less, nor 0 % for more. */
    private static String percent(double share) {
        double shown = share >= 1 ? 100 : Math.min(99.9, share > 0 ? Math.max(0.1, share * 100) : 0);
        return String.format(Locale.ROOT, shown == Math.rint(shown) ? "%.0f %%" : "%.1f %%", shown);
    }
}

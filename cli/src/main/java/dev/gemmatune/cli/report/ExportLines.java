package dev.gemmatune.cli.report;

import dev.gemmatune.export.ExportReport;
import java.util.Locale;

/** An export in a line of the console, the same wherever one is made. */
public final class ExportLines {

    private ExportLines() {}

    /** Format, folder, size and on what it was verified. */
    public static String describe(ExportReport report) {
        return String.format(
                Locale.ROOT,
                "%s: %s (%.1f MB), verified on %d texts of %d to %d tokens",
                report.format(),
                report.folder(),
                report.bytes() / 1e6,
                report.verification().texts(),
                report.verification().shortestTokens(),
                report.verification().longestTokens());
    }
}

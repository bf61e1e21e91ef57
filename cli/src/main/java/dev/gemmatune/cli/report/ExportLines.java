package dev.gemmatune.cli.report;

import dev.gemmatune.export.ExportReport;
import dev.gemmatune.export.report.Verification;
import java.util.Locale;

/** What the console says of an export. */
public final class ExportLines {

    private ExportLines() {}

    /** Format, folder, size and how well the export agrees with the trainer, on one line. */
    public static String describe(String format, ExportReport report) {
        Verification verification = report.verification();
        return String.format(
                Locale.ROOT,
                "%s: %s (%.1f MB, verified on %d texts of %d to %d tokens: largest difference %.1e, limit %.1e)",
                format,
                report.folder(),
                report.bytes() / 1e6,
                verification.texts(),
                verification.shortestTokens(),
                verification.longestTokens(),
                verification.maxAbsoluteDifference(),
                verification.limit());
    }
}

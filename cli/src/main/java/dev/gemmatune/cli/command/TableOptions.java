package dev.gemmatune.cli.command;

import dev.gemmatune.datasets.rows.Quotes;
import dev.gemmatune.datasets.rows.TableSettings;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How tables are written, where the files do not show it: options of the commands that read rows. */
final class TableOptions {

    @Option(
            names = "--separator",
            paramLabel = "CHARACTER",
            description = "between the values of .csv and .tsv, or tab (default: as the header shows it)")
    private String separator;

    @Option(
            names = "--encoding",
            paramLabel = "NAME",
            description = "of .csv and .tsv: windows-1252, utf-16… (default: as the first bytes show it)")
    private String encoding;

    @Option(
            names = "--quotes",
            paramLabel = "WHEN",
            defaultValue = "auto",
            description = "whether a quote in .csv and .tsv encloses a value: auto, always, never (default:"
                    + " ${DEFAULT-VALUE})")
    private Quotes quotes;

    @Option(names = "--sheet", paramLabel = "NAME", description = "of .xlsx (default: the first)")
    private String sheet;

    /** The settings. */
    TableSettings settings() {
        try {
            return TableSettings.of(
                    Optional.ofNullable(separator), Optional.ofNullable(encoding), quotes, Optional.ofNullable(sheet));
        } catch (IllegalArgumentException e) {
            throw WrongUsage.because("--" + e.getMessage());
        }
    }
}

package dev.gemmatune.cli.config;

import dev.gemmatune.datasets.rows.Quotes;
import dev.gemmatune.datasets.rows.TableSettings;
import java.nio.charset.Charset;
import java.util.Optional;

/** What the keys say that tell how tables are written, wherever a config has them. */
final class TableKeys {

    static final String SEPARATOR = "what stands between the values of .csv and .tsv; absent: as the header shows it";
    static final String SEPARATORS = "one character, or tab";
    static final String SEPARATOR_CHANGE = "where a table is not recognised";
    static final String ENCODING =
            "the encoding of .csv and .tsv; absent: UTF-8, UTF-16 or Windows-1252, as the first bytes show it";
    static final String ENCODINGS = "names of encodings: windows-1252, iso-8859-15, utf-16, x-MacRoman";
    static final String ENCODING_CHANGE = "where letters come out wrong";
    static final String QUOTES = "whether a quote in .csv and .tsv encloses a value; auto: in .csv, and in .tsv that is"
            + " quoted throughout or has as many values in all rows only so";
    static final String QUOTES_CHANGE =
            "to never where quotes are quotation marks, to always where a .tsv quotes some values";
    static final String SHEET = "the sheet of .xlsx that is read; absent: the first that is not hidden";
    static final String SHEETS = "a name of a sheet";
    static final String SHEET_CHANGE = "where the rows are on another sheet";

    private TableKeys() {}

    /** Checks what separator and encoding may be. */
    static void check(Optional<String> separator, Optional<String> encoding) {
        Rules.check(isSeparator(separator), "separator", "one character that is no letter or quote, or tab", separator);
        Rules.check(encoding.map(TableKeys::isEncoding).orElse(true), "encoding", "the name of an encoding", encoding);
    }

    private static boolean isSeparator(Optional<String> text) {
        try {
            TableSettings.of(text, Optional.empty(), Quotes.AUTO, Optional.empty());
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isEncoding(String name) {
        try {
            return Charset.isSupported(name);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}

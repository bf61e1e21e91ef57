package dev.gemmatune.datasets.rows;

import dev.gemmatune.model.UserError;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How tables are written, where the files themselves do not show it.
 *
 * @param separator between the values of CSV and TSV; empty to recognise it by the header
 * @param encoding of CSV and TSV; empty to recognise it by the first bytes
 * @param quotes in CSV and TSV
 * @param sheet of a workbook; empty for the first
 */
public record TableSettings(
        Optional<Character> separator, Optional<Charset> encoding, Quotes quotes, Optional<String> sheet) {

    /** Everything is recognised. */
    public static final TableSettings AUTO =
            new TableSettings(Optional.empty(), Optional.empty(), Quotes.AUTO, Optional.empty());

    /**
     * The settings that texts stand for.
     *
     * @param separator one character, or {@code tab}
     * @param encoding a name such as {@code windows-1252}
     * @throws IllegalArgumentException if one stands for nothing, saying what is expected
     */
    public static TableSettings of(
            Optional<String> separator, Optional<String> encoding, Quotes quotes, Optional<String> sheet) {
        return new TableSettings(
                separator.map(TableSettings::separatorOf), encoding.map(TableSettings::charset), quotes, sheet);
    }

    /** The same where a quote encloses a value unless the settings say otherwise. */
    public TableSettings quotedUnlessSaid() {
        return quotes == Quotes.AUTO ? new TableSettings(separator, encoding, Quotes.ALWAYS, sheet) : this;
    }

    /**
     * Refuses settings that none of the files can follow.
     *
     * @throws UserError if there are some
     */
    void check(String name, List<Path> files) {
        boolean lines = files.stream().anyMatch(file -> isOf(file, RowFormat.CSV) || isOf(file, RowFormat.TSV));
        boolean books = files.stream().anyMatch(file -> isOf(file, RowFormat.XLSX));
        boolean ofLines = separator.isPresent() || encoding.isPresent() || quotes != Quotes.AUTO;
        if (ofLines && !lines) {
            throw new UserError(name + ": separator, encoding and quotes are for .csv and .tsv; leave them out");
        }
        if (sheet.isPresent() && !books) {
            throw new UserError(name + ": a sheet is chosen in .xlsx; leave it out");
        }
    }

    private static boolean isOf(Path file, RowFormat format) {
        return RowFormat.find(file).filter(found -> found == format).isPresent();
    }

    private static char separatorOf(String text) {
        String character = text.equals("tab") || text.equals("\\t") ? "\t" : text;
        boolean usable = character.length() == 1
                && !Character.isLetterOrDigit(character.charAt(0))
                && "\"\r\n".indexOf(character.charAt(0)) < 0;
        if (!usable) {
            throw new IllegalArgumentException(
                    "separator must be one character that is no letter, digit or quote, or tab, got \"" + text + "\"");
        }
        return character.charAt(0);
    }

    private static Charset charset(String name) {
        try {
            return Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new IllegalArgumentException(
                    "encoding must be the name of one, such as utf-8, windows-1252, iso-8859-15, utf-16 or x-MacRoman, got \""
                            + name + "\"",
                    e);
        }
    }
}

package dev.gemmatune.datasets.rows;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;

/**
 * The text of a cell: dates and times as ISO 8601 has them, numbers in digits with a point, with the zeros in front that a
 * format such as {@code 00000} shows.
 */
final class CellText {

    /** Excel shows and keeps so many digits; behind them stands what binary numbers make of decimal ones. */
    private static final MathContext DIGITS = new MathContext(15);

    /** What is no code in a format: texts, single letters behind a backslash, colours and conditions. */
    private static final Pattern NO_CODE = Pattern.compile("\"[^\"]*\"|\\\\.|\\[[^\\]]*]|_.|\\*.");

    private static final Pattern ESCAPED = Pattern.compile("_x([0-9A-Fa-f]{4})_");

    private static final Pattern ZEROS = Pattern.compile("0{2,30}");

    private CellText() {}

    static String of(Cell cell) {
        if (cell == null || cell.getType() == CellType.EMPTY || cell.getRawValue() == null) {
            return "";
        }
        Object value = cell.getValue();
        if (value instanceof BigDecimal number) {
            return number(cell, number);
        }
        boolean computed = cell.getType() == CellType.FORMULA;
        return unescaped(computed || value == null ? cell.getRawValue() : cell.getText());
    }

    /** Characters that XML has not are written by their number, {@code _x000D_} (ECMA-376, 22.9.2.19, ST_Xstring). */
    private static String unescaped(String text) {
        return ESCAPED.matcher(text)
                .replaceAll(
                        found -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(found.group(1), 16))));
    }

    private static String number(Cell cell, BigDecimal number) {
        String format = cell.getDataFormatString() == null ? "" : cell.getDataFormatString();
        String codes = NO_CODE.matcher(format).replaceAll("").toLowerCase(Locale.ROOT);
        boolean general = codes.contains("general") || codes.isBlank();
        if (!general && codes.matches(".*[ymdhs].*") && number.signum() >= 0) {
            return date(cell.asDate(), number);
        }
        String digits = number.round(DIGITS).stripTrailingZeros().toPlainString();
        boolean padded = ZEROS.matcher(format).matches() && number.scale() <= 0 && number.signum() >= 0;
        return padded ? "0".repeat(Math.max(0, format.length() - digits.length())) + digits : digits;
    }

    /** A date without a time where the number is whole, a time without a date below one. */
    private static String date(LocalDateTime date, BigDecimal number) {
        if (number.remainder(BigDecimal.ONE).signum() == 0) {
            return date.toLocalDate().toString();
        }
        DateTimeFormatter time = DateTimeFormatter.ofPattern(date.getSecond() == 0 ? "HH:mm" : "HH:mm:ss", Locale.ROOT);
        String shown = time.format(date);
        return number.compareTo(BigDecimal.ONE) < 0 ? shown : date.toLocalDate() + "T" + shown;
    }
}

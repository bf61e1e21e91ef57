package dev.gemmatune.train.vectors;

import dev.gemmatune.model.UserError;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The header of a file of NumPy's format: a literal of Python's with the three keys {@code descr}, {@code fortran_order}
 * and {@code shape}, as numpy.lib.format writes and reads it.
 *
 * @param type such as {@code <f4}
 * @param fortranOrder whether columns lie one after the other, and not rows
 * @param rows of the matrix
 * @param columns of the matrix
 */
record NpyHeader(String type, boolean fortranOrder, long rows, int columns) {

    private static final Set<String> KEYS = Set.of("descr", "fortran_order", "shape");
    private static final String ENTRY =
            "['\"](\\w+)['\"]\\s*:\\s*('[^']*'|\"[^\"]*\"|True|False|\\([\\d,\\s]*\\)|\\[[^\\]]*\\])";
    private static final Pattern ENTRIES = Pattern.compile(ENTRY);
    private static final Pattern LITERAL =
            Pattern.compile("\\s*\\{\\s*ENTRY(\\s*,\\s*ENTRY){2}\\s*,?\\s*\\}\\s*".replace("ENTRY", ENTRY));
    private static final Pattern MATRIX = Pattern.compile("\\(\\s*(\\d{1,18})\\s*,\\s*(\\d{1,9})\\s*,?\\s*\\)");

    /**
     * Reads the literal.
     *
     * @throws UserError if it is none, or not that of a matrix
     */
    static NpyHeader parse(Path file, String literal) {
        Map<String, String> entries = new HashMap<>();
        if (LITERAL.matcher(literal).matches()) {
            Matcher entry = ENTRIES.matcher(literal);
            while (entry.find()) {
                entries.put(entry.group(1), entry.group(2));
            }
        }
        if (!entries.keySet().equals(KEYS) || !entries.get("fortran_order").matches("True|False")) {
            throw new UserError(
                    file + ": the header of the NumPy file is broken; save the array again with numpy.save");
        }
        Matcher shape = MATRIX.matcher(entries.get("shape"));
        if (!shape.matches() || Integer.parseInt(shape.group(2)) == 0) {
            throw new UserError(
                    file + ": expected a matrix [texts, dimensions], found the shape " + entries.get("shape"));
        }
        return new NpyHeader(
                entries.get("descr").replaceAll("^['\"]|['\"]$", ""),
                entries.get("fortran_order").equals("True"),
                Long.parseLong(shape.group(1)),
                Integer.parseInt(shape.group(2)));
    }
}

package dev.gemmatune.datasets.rows;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.gemmatune.datasets.lines.Listed;
import dev.gemmatune.datasets.lines.ReadingNotes;
import dev.gemmatune.model.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipFile;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.ReadingOptions;
import org.dhatim.fastexcel.reader.Sheet;
import org.dhatim.fastexcel.reader.SheetVisibility;

/**
 * The rows of a sheet of a workbook, under a header: the first row that is not empty. Empty rows and empty columns without a
 * name are skipped. Memory: the different texts of the workbook, and one row.
 */
final class WorkbookRows implements RowReader {

    private static final int HEADER_BYTES = 8;

    private final String name;
    private final ReadableWorkbook workbook;
    private final Iterator<org.dhatim.fastexcel.reader.Row> rows;
    private List<String> header;
    private int headerRow;
    private boolean anything;

    private WorkbookRows(String name, ReadableWorkbook workbook, Sheet sheet) throws IOException {
        this.name = name;
        this.workbook = workbook;
        this.rows = sheet.openStream().iterator();
    }

    /**
     * Opens a sheet.
     *
     * @param sheet its name; empty for the first that is not hidden
     */
    static WorkbookRows open(Path file, Optional<String> sheet) {
        if (!file.toString().toLowerCase(Locale.ROOT).endsWith(".xlsx")) {
            throw new UserError(file + ": a workbook is compressed inside; decompress it first");
        }
        if (Files.isDirectory(file)) {
            throw new UserError(file + " is a folder; a file is expected");
        }
        if (!Files.exists(file)) {
            throw new UserError(file + " does not exist");
        }
        ReadableWorkbook workbook = workbook(file);
        try {
            Sheet found = sheet(file, workbook, sheet);
            return new WorkbookRows(file.toString(), workbook, found);
        } catch (IOException | RuntimeException e) {
            try (workbook) {
                throw e instanceof UserError told ? told : broken(file.toString(), e);
            } catch (IOException closing) {
                throw broken(file.toString(), closing);
            }
        }
    }

    private static ReadableWorkbook workbook(Path file) {
        try {
            checkStart(file);
            return new ReadableWorkbook(file.toFile(), new ReadingOptions(hasStyles(file), true));
        } catch (AccessDeniedException e) {
            throw new UserError("cannot read " + file + ": permission denied", e);
        } catch (UserError e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw broken(file.toString(), e);
        }
    }

    /** Programs that know no formats of cells leave the part out, which the library would look for. */
    private static boolean hasStyles(Path file) throws IOException {
        try (ZipFile parts = new ZipFile(file.toFile())) {
            return parts.stream()
                    .anyMatch(part -> part.getName().toLowerCase(Locale.ROOT).endsWith("styles.xml"));
        }
    }

    private static void checkStart(Path file) throws IOException {
        try (InputStream input = Files.newInputStream(file)) {
            byte[] start = input.readNBytes(HEADER_BYTES);
            boolean old = start.length == HEADER_BYTES && ReadableWorkbook.isOLE2Header(start);
            if (old) {
                throw new UnreadableRest(
                        file
                                + " is a workbook with a password or of the format before 2007; save it as .xlsx without one",
                        null);
            }
        }
    }

    private static Sheet sheet(Path file, ReadableWorkbook workbook, Optional<String> wanted) {
        List<Sheet> sheets = workbook.getSheets().toList();
        List<String> names = sheets.stream().map(Sheet::getName).toList();
        if (wanted.isPresent()) {
            int place = names.indexOf(wanted.get());
            if (place < 0) {
                throw new UnreadableRest(
                        file + " has no sheet \"" + wanted.get() + "\"; it has " + Listed.of(names), null);
            }
            return sheets.get(place);
        }
        if (sheets.isEmpty()) {
            throw new UnreadableRest(file + " has no sheet; one with a header and rows is expected", null);
        }
        Sheet first = sheets.stream()
                .filter(found -> found.getVisibility() == SheetVisibility.VISIBLE)
                .findFirst()
                .orElse(sheets.get(0));
        if (sheets.size() > 1) {
            ReadingNotes.tell(file + ": read is " + Listed.name(first.getName()) + ", the first visible of the sheets "
                    + Listed.of(names) + "; the key sheet names another");
        }
        return first;
    }

    @Override
    public Row next() {
        try {
            while (rows.hasNext()) {
                org.dhatim.fastexcel.reader.Row row = rows.next();
                List<String> values = values(row);
                if (values.isEmpty()) {
                    continue;
                }
                if (header == null) {
                    header = header(row, values);
                    continue;
                }
                anything = true;
                return row(row, values);
            }
        } catch (UserError e) {
            throw e;
        } catch (RuntimeException e) {
            throw broken(name, e);
        }
        if (header != null && !anything) {
            throw new UnreadableRest(name + " has no rows under its header: " + Listed.of(header), null);
        }
        return null;
    }

    /** The texts of a row without the empty cells at its end. */
    private List<String> values(org.dhatim.fastexcel.reader.Row row) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < row.getCellCount(); i++) {
            values.add(CellText.of(row.getCell(i)));
        }
        while (!values.isEmpty() && values.get(values.size() - 1).isBlank()) {
            values.remove(values.size() - 1);
        }
        return values;
    }

    private List<String> header(org.dhatim.fastexcel.reader.Row row, List<String> names) {
        headerRow = row.getRowNum();
        Set<String> seen = new HashSet<>();
        for (String column : names) {
            if (!column.isBlank() && !seen.add(column)) {
                throw new UnreadableRest(
                        name + ", row " + headerRow + ": the header names the column \"" + Listed.name(column)
                                + "\" twice; found " + Listed.of(names),
                        null);
            }
        }
        return names;
    }

    private Row row(org.dhatim.fastexcel.reader.Row row, List<String> values) {
        String place = name + ", row " + row.getRowNum();
        for (int i = 0; i < values.size(); i++) {
            boolean named = i < header.size() && !header.get(i).isBlank();
            if (!named && !values.get(i).isBlank()) {
                throw new UnreadableRest(
                        place + ": column " + letters(i) + " has a value but no name in row " + headerRow
                                + ", which is taken for the header: " + Listed.of(header)
                                + "; name each column there, split merged cells, and remove what stands above the header",
                        null);
            }
        }
        checkErrors(place, row);
        JsonObject object = new JsonObject();
        for (int i = 0; i < header.size(); i++) {
            if (!header.get(i).isBlank()) {
                object.add(header.get(i), new JsonPrimitive(i < values.size() ? values.get(i) : ""));
            }
        }
        return new Row(place, row.getRowNum(), object);
    }

    private void checkErrors(String place, org.dhatim.fastexcel.reader.Row row) {
        for (Cell cell : row) {
            if (cell != null && cell.getType() == CellType.ERROR) {
                throw new UserError(place + ": column " + letters(cell.getColumnIndex()) + " holds the error "
                        + cell.getRawValue() + "; correct its formula or remove the row");
            }
        }
    }

    /** A column's name in Excel: A to Z, then AA. */
    private static String letters(int column) {
        String last = String.valueOf((char) ('A' + column % 26));
        return column < 26 ? last : letters(column / 26 - 1) + last;
    }

    /** The library has no exception of its own for damage. */
    private static UnreadableRest broken(String place, Exception failure) {
        Throwable cause =
                failure instanceof UncheckedIOException && failure.getCause() != null ? failure.getCause() : failure;
        String reason = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
        return new UnreadableRest(
                place + ": no workbook of Excel (.xlsx), or damaged: " + Listed.name(reason)
                        + "; copy or download it again, or save it anew",
                failure);
    }

    @Override
    public void close() {
        try {
            workbook.close();
        } catch (IOException e) {
            throw new UserError("cannot read " + name + ": " + e.getMessage(), e);
        }
    }
}

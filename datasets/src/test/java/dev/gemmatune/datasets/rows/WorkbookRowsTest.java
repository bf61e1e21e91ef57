package dev.gemmatune.datasets.rows;

import static dev.gemmatune.datasets.TextFiles.assertUserError;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkbookRowsTest {

    private static final String MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private static final String RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    @TempDir
    private Path folder;

    @Test
    void rowsAreReadAsTheyAreShown() throws IOException {
        Path file = workbook(
                row(2, text("A", 2, "frage"), text("B", 2, "antwort"), text("C", 2, "datum")),
                row(4, text("A", 4, "Wie groß?"), number("B", 4, "0", "12.1"), number("C", 4, "1", "45356")),
                row(5, text("A", 5, " "), "", ""),
                row(6, text("A", 6, "leer"), "", ""),
                row(7, text("A", 7, "PLZ"), number("B", 7, "2", "1067"), number("C", 7, "1", "45356.5")));
        assertEquals(
                List.of(
                        "4 {\"frage\":\"Wie groß?\",\"antwort\":\"12.1\",\"datum\":\"2024-03-05\"}",
                        "6 {\"frage\":\"leer\",\"antwort\":\"\",\"datum\":\"\"}",
                        "7 {\"frage\":\"PLZ\",\"antwort\":\"01067\",\"datum\":\"2024-03-05T12:00\"}"),
                rows(file, Optional.empty()));
    }

    @Test
    void anotherSheetIsChosenByItsName() throws IOException {
        Path file = workbook(row(1, text("A", 1, "a")), row(2, text("A", 2, "x")));
        assertEquals(List.of("2 {\"b\":\"y\"}"), rows(file, Optional.of("Zweites")));
        assertUserError(() -> rows(file, Optional.of("Drittes")), "has no sheet \"Drittes\"; it has [Erstes, Zweites]");
    }

    @Test
    void whatIsNoTableIsNamed() throws IOException {
        Path merged = workbook(row(1, text("A", 1, "FAQ"), ""), row(2, text("A", 2, "frage"), text("B", 2, "antwort")));
        assertUserError(() -> rows(merged, Optional.empty()), "row 2: column B has a value but no name in row 1");
        Path twice = workbook(row(1, text("A", 1, "a"), text("B", 1, "a")), row(2, text("A", 2, "x")));
        assertUserError(() -> rows(twice, Optional.empty()), "row 1: the header names the column \"a\" twice");
        Path failed = workbook(row(1, text("A", 1, "a")), row(2, "<c r=\"A2\" t=\"e\"><v>#REF!</v></c>"));
        assertUserError(() -> rows(failed, Optional.empty()), "row 2: column A holds the error #REF!");
        Path empty = workbook(row(1, text("A", 1, "a")));
        assertUserError(() -> rows(empty, Optional.empty()), "has no rows under its header");
        Path damaged = Files.write(folder.resolve("d.xlsx"), Files.readAllBytes(empty));
        Files.write(damaged, Arrays.copyOf(Files.readAllBytes(empty), 300));
        assertUserError(() -> rows(damaged, Optional.empty()), "no workbook of Excel (.xlsx), or damaged");
    }

    private static List<String> rows(Path file, Optional<String> sheet) {
        List<String> rows = new ArrayList<>();
        RowSource.of(file)
                .with(new TableSettings(Optional.empty(), Optional.empty(), Quotes.AUTO, sheet))
                .forEach(row -> rows.add(row.number() + " " + row.value()));
        return rows;
    }

    private static String row(int number, String... cells) {
        return "<row r=\"" + number + "\">" + String.join("", cells) + "</row>";
    }

    private static String text(String column, int row, String text) {
        return "<c r=\"" + column + row + "\" t=\"inlineStr\"><is><t xml:space=\"preserve\">" + text + "</t></is></c>";
    }

    private static String number(String column, int row, String style, String number) {
        return "<c r=\"" + column + row + "\" s=\"" + style + "\"><v>" + number + "</v></c>";
    }

    /** A workbook with these rows on its first sheet, and {@code b}, {@code y} on its second. */
    private Path workbook(String... rows) throws IOException {
        Path file = Files.createTempFile(folder, "book", ".xlsx");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            add(
                    zip,
                    "[Content_Types].xml",
                    "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default"
                            + " Extension=\"rels\""
                            + " ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default"
                            + " Extension=\"xml\" ContentType=\"application/xml\"/><Override"
                            + " PartName=\"/xl/workbook.xml\""
                            + " ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/>"
                            + "<Override PartName=\"/xl/styles.xml\""
                            + " ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml\"/>"
                            + "</Types>");
            add(zip, "_rels/.rels", relations("officeDocument", "xl/workbook.xml"));
            add(
                    zip,
                    "xl/_rels/workbook.xml.rels",
                    relations("worksheet", "worksheets/sheet1.xml", "worksheets/sheet2.xml"));
            add(
                    zip,
                    "xl/workbook.xml",
                    "<workbook xmlns=\"" + MAIN + "\" xmlns:r=\"" + RELATIONS
                            + "\"><sheets><sheet name=\"Erstes\" sheetId=\"1\" r:id=\"r1\"/><sheet name=\"Zweites\""
                            + " sheetId=\"2\" r:id=\"r2\"/></sheets></workbook>");
            add(
                    zip,
                    "xl/styles.xml",
                    "<styleSheet xmlns=\"" + MAIN + "\"><numFmts count=\"1\"><numFmt numFmtId=\"165\""
                            + " formatCode=\"00000\"/></numFmts><cellXfs count=\"3\"><xf numFmtId=\"0\"/><xf"
                            + " numFmtId=\"14\"/><xf numFmtId=\"165\"/></cellXfs></styleSheet>");
            add(zip, "xl/worksheets/sheet1.xml", sheet(String.join("", rows)));
            add(zip, "xl/worksheets/sheet2.xml", sheet(row(1, text("A", 1, "b")) + row(2, text("A", 2, "y"))));
        }
        return file;
    }

    private static String sheet(String rows) {
        return "<worksheet xmlns=\"" + MAIN + "\"><sheetData>" + rows + "</sheetData></worksheet>";
    }

    private static String relations(String type, String... targets) {
        StringBuilder text = new StringBuilder(
                "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">");
        for (int i = 0; i < targets.length; i++) {
            text.append("<Relationship Id=\"r")
                    .append(i + 1)
                    .append("\" Type=\"")
                    .append(RELATIONS)
                    .append('/');
            text.append(type).append("\" Target=\"").append(targets[i]).append("\"/>");
        }
        return text.append("</Relationships>").toString();
    }

    private static void add(ZipOutputStream zip, String name, String xml) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + xml).getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }
}

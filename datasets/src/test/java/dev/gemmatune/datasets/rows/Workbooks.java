package dev.gemmatune.datasets.rows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Small workbooks of Excel, and their parts. */
final class Workbooks {

    private static final String MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private static final String RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    private Workbooks() {}

    static String row(int number, String... cells) {
        return "<row r=\"" + number + "\">" + String.join("", cells) + "</row>";
    }

    static String text(String column, int row, String text) {
        return "<c r=\"" + column + row + "\" t=\"inlineStr\"><is><t xml:space=\"preserve\">" + text + "</t></is></c>";
    }

    static String number(String column, int row, String style, String number) {
        return "<c r=\"" + column + row + "\" s=\"" + style + "\"><v>" + number + "</v></c>";
    }

    /** Writes a workbook with these rows on its first sheet, and {@code b}, {@code y} on its second. */
    static Path write(Path folder, String... rows) throws IOException {
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

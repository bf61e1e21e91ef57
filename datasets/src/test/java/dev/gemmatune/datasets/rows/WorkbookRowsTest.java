package dev.gemmatune.datasets.rows;

import static dev.gemmatune.datasets.TextFiles.assertUserError;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkbookRowsTest {

    @TempDir
    private Path folder;

    @Test
    void rowsAreReadAsTheyAreShown() throws IOException {
        Path file = Workbooks.write(
                folder,
                Workbooks.row(
                        2,
                        Workbooks.text("A", 2, "frage"),
                        Workbooks.text("B", 2, "antwort"),
                        Workbooks.text("C", 2, "datum")),
                Workbooks.row(
                        4,
                        Workbooks.text("A", 4, "Wie groß?"),
                        Workbooks.number("B", 4, "0", "12.1"),
                        Workbooks.number("C", 4, "1", "45356")),
                Workbooks.row(5, Workbooks.text("A", 5, " "), "", ""),
                Workbooks.row(6, Workbooks.text("A", 6, "leer"), "", ""),
                Workbooks.row(
                        7,
                        Workbooks.text("A", 7, "PLZ"),
                        Workbooks.number("B", 7, "2", "1067"),
                        Workbooks.number("C", 7, "1", "45356.5")));
        assertEquals(
                List.of(
                        "4 {\"frage\":\"Wie groß?\",\"antwort\":\"12.1\",\"datum\":\"2024-03-05\"}",
                        "6 {\"frage\":\"leer\",\"antwort\":\"\",\"datum\":\"\"}",
                        "7 {\"frage\":\"PLZ\",\"antwort\":\"01067\",\"datum\":\"2024-03-05T12:00\"}"),
                rows(file, Optional.empty()));
    }

    @Test
    void anotherSheetIsChosenByItsName() throws IOException {
        Path file = Workbooks.write(
                folder, Workbooks.row(1, Workbooks.text("A", 1, "a")), Workbooks.row(2, Workbooks.text("A", 2, "x")));
        assertEquals(List.of("2 {\"b\":\"y\"}"), rows(file, Optional.of("Zweites")));
        assertUserError(() -> rows(file, Optional.of("Drittes")), "has no sheet \"Drittes\"; it has [Erstes, Zweites]");
    }

    /** As programs other than Excel write them. */
    @Test
    void aWorkbookWithoutFormatsIsRead() throws IOException {
        Path file = Workbooks.write(
                folder,
                Workbooks.row(1, Workbooks.text("A", 1, "a"), Workbooks.text("B", 1, "n")),
                Workbooks.row(2, Workbooks.text("A", 2, "x"), "<c r=\"B2\"><v>7</v></c>"));
        Path bare = changed(file, "styles.xml", "<Override PartName=\"/xl/styles[^>]*/>", "");
        assertEquals(List.of("2 {\"a\":\"x\",\"n\":\"7\"}"), rows(bare, Optional.empty()));
    }

    @Test
    void aHiddenSheetIsReadOnlyByItsName() throws IOException {
        Path file = Workbooks.write(
                folder, Workbooks.row(1, Workbooks.text("A", 1, "a")), Workbooks.row(2, Workbooks.text("A", 2, "x")));
        Path hidden = changed(file, "none", "sheetId=\"1\"", "sheetId=\"1\" state=\"hidden\"");
        assertEquals(List.of("2 {\"b\":\"y\"}"), rows(hidden, Optional.empty()));
        assertEquals(List.of("2 {\"a\":\"x\"}"), rows(hidden, Optional.of("Erstes")));
    }

    @Test
    void charactersThatXmlHasNotAreReadByTheirNumber() throws IOException {
        Path file = Workbooks.write(
                folder,
                Workbooks.row(1, Workbooks.text("A", 1, "a")),
                Workbooks.row(2, Workbooks.text("A", 2, "one_x000D_\ntwo _x005F_x000D_")));
        assertEquals(List.of("2 {\"a\":\"one\\r\\ntwo _x000D_\"}"), rows(file, Optional.empty()));
    }

    /** A workbook without a part, and with other texts in the others. */
    private Path changed(Path file, String without, String old, String fresh) throws IOException {
        Path copy = Files.createTempFile(folder, "changed", ".xlsx");
        try (ZipFile from = new ZipFile(file.toFile());
                ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(copy))) {
            for (ZipEntry part : Collections.list(from.entries())) {
                if (!part.getName().endsWith(without)) {
                    to.putNextEntry(new ZipEntry(part.getName()));
                    String xml = new String(from.getInputStream(part).readAllBytes(), StandardCharsets.UTF_8);
                    to.write(xml.replaceAll(old, fresh).getBytes(StandardCharsets.UTF_8));
                    to.closeEntry();
                }
            }
        }
        return copy;
    }

    @Test
    void whatIsNoTableIsNamed() throws IOException {
        Path merged = Workbooks.write(
                folder,
                Workbooks.row(1, Workbooks.text("A", 1, "FAQ"), ""),
                Workbooks.row(2, Workbooks.text("A", 2, "frage"), Workbooks.text("B", 2, "antwort")));
        assertUserError(() -> rows(merged, Optional.empty()), "row 2: column B has a value but no name in row 1");
        Path twice = Workbooks.write(
                folder,
                Workbooks.row(1, Workbooks.text("A", 1, "a"), Workbooks.text("B", 1, "a")),
                Workbooks.row(2, Workbooks.text("A", 2, "x")));
        assertUserError(() -> rows(twice, Optional.empty()), "row 1: the header names the column \"a\" twice");
        Path failed = Workbooks.write(
                folder,
                Workbooks.row(1, Workbooks.text("A", 1, "a")),
                Workbooks.row(2, "<c r=\"A2\" t=\"e\"><v>#REF!</v></c>"));
        assertUserError(() -> rows(failed, Optional.empty()), "row 2: column A holds the error #REF!");
        Path empty = Workbooks.write(folder, Workbooks.row(1, Workbooks.text("A", 1, "a")));
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
}

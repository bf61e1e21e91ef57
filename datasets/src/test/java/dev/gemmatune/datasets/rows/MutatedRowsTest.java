package dev.gemmatune.datasets.rows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.datasets.lines.ReadingNotes;
import dev.gemmatune.model.fixtures.Mutations;
import dev.gemmatune.model.fixtures.Trials;
import io.airlift.compress.zstd.ZstdCompressor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of rows that are broken at random: a user's error, or all of the rows that are there. */
class MutatedRowsTest {

    private static final List<String> CODECS = List.of("none", "snappy", "gzip", "zstd", "lz4", "v2");

    /** Held here, because the JDK forgets the level of a logger that nobody holds. */
    private static final Logger NOTES = Logger.getLogger(ReadingNotes.LOGGER_NAME);

    @TempDir
    private Path folder;

    @BeforeAll
    static void notesAreMany() {
        NOTES.setLevel(Level.OFF);
    }

    @AfterAll
    static void notesAsBefore() {
        NOTES.setLevel(null);
    }

    @Test
    void rows() throws IOException {
        mutate(700, 11);
    }

    @Test
    @Tag("slow")
    void manyRows() throws IOException {
        mutate(20_000, 12);
    }

    private void mutate(int rounds, long seed) throws IOException {
        Map<String, byte[]> sound = sound();
        List<String> names = List.copyOf(sound.keySet());
        Map<String, List<String>> expected = new LinkedHashMap<>();
        for (String name : names) {
            expected.put(name, read(Files.write(folder.resolve(name), sound.get(name))));
        }
        Mutations mutations = new Mutations(seed);
        Trials trials = new Trials(Duration.ofSeconds(20));
        for (int round = 0; round < rounds; round++) {
            String name = names.get(round % names.size());
            byte[] broken = mutations.bytes(sound.get(name));
            Path file = Files.write(folder.resolve(name), broken);
            trials.attempt(
                    round + " " + Trials.difference(sound.get(name), broken) + " of " + name,
                    name,
                    () -> judge(file, broken, expected.get(name), read(file)));
        }
        trials.finish();
        assertTrue(trials.refused() > rounds / 3, trials.refused() + " of " + rounds);
    }

    /** What of a broken file may be read: everything that its checksums cover as it was, and of lines each one. */
    private static void judge(Path file, byte[] broken, List<String> expected, List<String> found) {
        String name = file.getFileName().toString();
        if (name.endsWith(".gz") || name.endsWith(".xlsx")) {
            assertEquals(expected, found);
        } else if (name.endsWith(".parquet")) {
            assertEquals(expected.size(), found.size());
        } else if (name.endsWith(".jsonl") || name.endsWith(".tsv")) {
            String text = new String(broken, StandardCharsets.UTF_8);
            boolean header = name.endsWith(".tsv");
            boolean plain = text.indexOf('\r') < 0 && !(header && text.indexOf('"') >= 0);
            if (plain) {
                assertEquals(text.lines().filter(line -> !line.isBlank()).count() - (header ? 1 : 0), found.size());
            }
        }
    }

    private Map<String, byte[]> sound() throws IOException {
        StringBuilder lines = new StringBuilder();
        StringBuilder table = new StringBuilder("frage,antwort,note\n");
        for (int i = 0; i < 12; i++) {
            lines.append("{\"query\": \"Wie groß ist ")
                    .append(i)
                    .append("?\", \"positive\": \"So \\u00e4hnlich, ")
                    .append(i)
                    .append(".\", \"score\": 0.")
                    .append(i)
                    .append(", \"negatives\": [\"x\", \"y\"]}\n");
            table.append("Wie groß ist ")
                    .append(i)
                    .append("?,\"So, sagt \"\"er\"\",\nist es ")
                    .append(i)
                    .append("\",0.")
                    .append(i)
                    .append('\n');
        }
        Map<String, byte[]> sound = new LinkedHashMap<>();
        byte[] jsonl = lines.toString().getBytes(StandardCharsets.UTF_8);
        sound.put("a.jsonl", jsonl);
        sound.put(
                "a.json",
                ("[" + lines.toString().strip().replace("\n", ",\n") + "]\n").getBytes(StandardCharsets.UTF_8));
        sound.put("a.csv", table.toString().getBytes(StandardCharsets.UTF_8));
        sound.put("a.tsv", "frage\tantwort\nWie?\tSo.\nWo?\tDa.\nWann?\tDann.\n".getBytes(StandardCharsets.UTF_8));
        sound.put("u.csv", ("\uFEFF" + table.toString().replace(',', ';')).getBytes(StandardCharsets.UTF_16LE));
        sound.put("a.txt", "Eins.\nZwei.\n\nDrei.\n".getBytes(StandardCharsets.UTF_8));
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
            out.write(jsonl);
        }
        sound.put("z.jsonl.gz", gzip.toByteArray());
        ZstdCompressor zstd = new ZstdCompressor();
        byte[] frame = new byte[zstd.maxCompressedLength(jsonl.length)];
        sound.put("z.jsonl.zst", Arrays.copyOf(frame, zstd.compress(jsonl, 0, jsonl.length, frame, 0, frame.length)));
        for (String codec : CODECS) {
            try (InputStream input = MutatedRowsTest.class.getResourceAsStream("/rows/" + codec + ".parquet")) {
                sound.put(codec + ".parquet", input.readAllBytes());
            }
        }
        String[] rows = new String[6];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Workbooks.row(
                    i + 1, Workbooks.text("A", i + 1, "Text " + i), Workbooks.number("B", i + 1, "1", "4535" + i));
        }
        sound.put("a.xlsx", Files.readAllBytes(Workbooks.write(folder, rows)));
        return sound;
    }

    private static List<String> read(Path file) {
        List<String> rows = new ArrayList<>();
        RowSource.of(file).forEach(row -> rows.add(row.value().toString()));
        return rows;
    }
}

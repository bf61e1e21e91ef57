package dev.gemmatune.model.safetensors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsWriterTest {

    /** Larger than what is written at once. */
    private static final int COLUMNS = 400_001;

    private static final SortedMap<String, List<Long>> SHAPES =
            new TreeMap<>(Map.of("b", List.of(2L, (long) COLUMNS), "a", List.of(3L)));

    @TempDir
    Path folder;

    @Test
    void tensorInPartsIsTheTensorAsAWhole() throws IOException {
        Path whole = folder.resolve("whole.safetensors");
        Path parts = folder.resolve("parts.safetensors");
        SafetensorsWriter.write(whole, SHAPES, Map.of("format", "pt"), SafetensorsWriterTest::values);
        SafetensorsWriter.stream(parts, SHAPES, Map.of("format", "pt"), (name, sink) -> {
            ByteBuffer values = values(name);
            int end = values.limit();
            for (int at = 0; at < end; at += 700_000) {
                sink.put(values.limit(Math.min(end, at + 700_000)).position(at));
            }
        });
        assertArrayEquals(Files.readAllBytes(whole), Files.readAllBytes(parts));
        SafetensorsFile file = SafetensorsFile.open(parts);
        assertEquals(values("b"), file.map("b").rewind());
        assertEquals(values("a"), file.map("a").rewind());
    }

    @Test
    void wrongNumberOfValuesIsRefused() {
        Path file = folder.resolve("file.safetensors");
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> SafetensorsWriter.stream(file, SHAPES, Map.of(), (name, sink) -> {
                            sink.put(ByteBuffer.allocate(8));
                            sink.put(ByteBuffer.allocate(8));
                        }))
                .getMessage();
        assertTrue(message.contains("a must have 12 bytes") && message.contains("got 16"), message);
        assertFalse(Files.exists(file));
    }

    private static ByteBuffer values(String name) {
        int count = name.equals("a") ? 3 : 2 * COLUMNS;
        ByteBuffer values = ByteBuffer.allocate(count * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            values.putFloat(i * Float.BYTES, i + name.charAt(0) / 128f);
        }
        return values;
    }
}

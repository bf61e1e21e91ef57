package dev.gemmatune.train.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gemmatune.train.run.RecordedEvents.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EventFileTest {

    @TempDir
    Path folder;

    /** As every file of TensorFlow begins whose clock stood at 0: a record of 24 bytes, and the checksum of that 24. */
    @Test
    void beginsAsTensorFlowsFilesDo() throws IOException {
        Path file = folder.resolve(EventFile.NAME);
        new EventFile(file).append(0, 1, Map.of("loss", 1.0));
        byte[] start = Arrays.copyOf(Files.readAllBytes(file), 12 + 24);
        assertArrayEquals(
                HexFormat.of()
                        .parseHex("1800000000000000" + "a37f4b22" + "090000000000000000" + "1a0d"
                                + "627261696e2e4576656e743a32"),
                start);
    }

    @Test
    void valuesComeBackByStepAndTag() throws IOException {
        EventFile file = new EventFile(folder.resolve(EventFile.NAME));
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("train/loss", 2.5);
        values.put("watch/ü", Double.NaN);
        file.append(1.7e9, 1, values);
        file.append(1.7e9 + 1, 300, Map.of("train/loss", -0.5));
        assertEquals(
                List.of(
                        new Value(-1, "brain.Event:2", 0),
                        new Value(1, "train/loss", 2.5f),
                        new Value(1, "watch/ü", Float.NaN),
                        new Value(300, "train/loss", -0.5f)),
                RecordedEvents.read(folder));
    }
}

package dev.gemmatune.export.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.export.report.ExportProgress;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.fixtures.TinyCheckpoint;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Opening and closing models in ONNX Runtime. */
final class OnnxModelTest {

    private static final OnnxOptions FULL = OnnxOptions.of(OnnxWeights.FLOAT32);
    private static final List<int[]> TEXTS = List.of(new int[] {2, 17, 30, 1});

    @TempDir
    Path folder;

    private Path file;
    private Path data;

    @BeforeEach
    void export() throws IOException {
        Checkpoint checkpoint =
                Checkpoint.open(TinyCheckpoint.write(folder.resolve("checkpoint"), TinyCheckpoint.ofLength(32), 1));
        Path exported = folder.resolve("exported");
        OnnxFolder.write(checkpoint, FULL, Map.of(), exported, ExportProgress.NONE);
        file = exported.resolve(FULL.model());
        data = exported.resolve(FULL.dataFile());
    }

    @Test
    void aModelThatIsCutOffIsNotOpened() throws IOException {
        cut(file, Files.size(file) / 2);
        assertNotOpened();
    }

    @Test
    void anEmptyModelIsNotOpened() throws IOException {
        cut(file, 0);
        assertNotOpened();
    }

    @Test
    void textInPlaceOfAModelIsNotOpened() throws IOException {
        Files.writeString(file, "this is no model");
        assertNotOpened();
    }

    @Test
    void aModelWithoutItsDataIsNotOpened() throws IOException {
        Files.delete(data);
        assertTrue(assertNotOpened().contains("model.onnx_data"));
    }

    @Test
    void dataThatAreCutOffAreNotOpened() throws IOException {
        cut(data, Files.size(data) - 4);
        assertNotOpened();
    }

    @Test
    void aModelThatIsNotThereIsNotOpened() throws IOException {
        Files.delete(file);
        assertNotOpened();
    }

    /** The environment is the process's: whoever closes a model leaves it to the others. */
    @Test
    void aClosedModelEndsAloneAndLetsGoOfItsFiles() throws IOException {
        try (OnnxModel other = OnnxModel.load(file)) {
            OnnxModel closed = OnnxModel.load(file);
            float first = closed.run(TEXTS).get(EncoderGraph.EMBEDDING).get(0);
            closed.close();
            assertThrows(IllegalStateException.class, () -> closed.run(TEXTS));
            assertEquals(first, other.run(TEXTS).get(EncoderGraph.EMBEDDING).get(0));
        }
        assertTrue(mapped().isEmpty(), () -> "still mapped: " + mapped());
        try (OnnxModel again = OnnxModel.load(file)) {
            assertEquals(96, again.run(TEXTS).get(EncoderGraph.EMBEDDING).remaining());
        }
    }

    @Test
    void aProcessHasOneEnvironmentWhoeverAsksFirst() {
        List<Object> found = Stream.generate(() -> 0)
                .limit(8)
                .parallel()
                .<Object>map(ignored -> OnnxRuntime.environment())
                .toList();
        found.forEach(environment -> assertSame(found.get(0), environment));
    }

    private String assertNotOpened() {
        IllegalStateException error = assertThrows(IllegalStateException.class, () -> OnnxModel.load(file));
        assertTrue(error.getMessage().startsWith("ONNX Runtime does not open " + file + ": "), error.getMessage());
        return error.getMessage();
    }

    private List<String> mapped() {
        Path maps = Path.of("/proc/self/maps");
        try (Stream<String> lines = Files.exists(maps) ? Files.lines(maps) : Stream.empty()) {
            return lines.filter(line -> line.contains(data.toString())).toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void cut(Path path, long size) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.truncate(size);
        }
    }
}

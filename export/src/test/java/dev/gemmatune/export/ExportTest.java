package dev.gemmatune.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.export.report.ExportProgress;
import dev.gemmatune.export.report.Limits;
import dev.gemmatune.export.verify.ExportedModel;
import dev.gemmatune.export.verify.WrittenTexts;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.checkpoint.Checkpoint;
import dev.gemmatune.model.fixtures.TinyCheckpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is wrong with several formats is said before the first is written, and failures leave nothing. */
final class ExportTest {

    @TempDir
    Path temporary;

    private Path checkpoint;
    private Path target;

    @BeforeEach
    void writeCheckpoint() throws IOException {
        checkpoint = TinyCheckpoint.write(temporary.resolve("checkpoint"), TinyCheckpoint.ofLength(64), 1);
        target = temporary.resolve("exports");
    }

    @Test
    void formatsAppearInOneFolder() {
        Export export = Export.of(checkpoint)
                .formats(ExportFormat.ONNX, ExportFormat.SAFETENSORS)
                .dimension(32);
        List<ExportReport> reports = export.into(target);
        assertEquals(
                List.of("onnx", "safetensors"),
                reports.stream().map(ExportReport::format).toList());
        assertEquals(List.of("onnx", "safetensors"), names(target));
        assertEquals(32, Checkpoint.open(target.resolve("safetensors")).dimension());
    }

    @Test
    void anEarlierExportOfTheLastFormatStopsTheFirst() throws IOException {
        Files.createDirectories(target.resolve("onnx"));
        Files.writeString(target.resolve("onnx/verification.json"), "{}");
        refused("holds an earlier export", Export.of(checkpoint).formats(ExportFormat.SAFETENSORS, ExportFormat.ONNX));
        assertEquals(List.of("onnx"), names(target));
    }

    /** Rows of 144 values do not divide into blocks of 32. */
    @ParameterizedTest
    @EnumSource(names = {"GGUF_Q8_0", "GGUF_Q4_0", "SAFETENSORS_Q4"})
    void aShapeThatAFormatCannotHoldStopsTheOthers(ExportFormat format) {
        refused("has rows of 144 values", Export.of(TinyCheckpoint.folder()).formats(ExportFormat.ONNX, format));
        assertFalse(Files.exists(target));
    }

    @Test
    void llamaCppTakesNoSmallerDimension() {
        refused(
                "gives 32 dimensions",
                Export.of(checkpoint)
                        .formats(ExportFormat.ONNX, ExportFormat.GGUF_F32)
                        .dimension(32));
        assertFalse(Files.exists(target));
    }

    @Test
    void aDimensionBeyondTheModelsIsRefused() {
        refused("must be 1 to 96", Export.of(checkpoint).dimension(97));
        assertFalse(Files.exists(target));
    }

    @Test
    void aFormatIsWrittenOnce() {
        Export export = Export.of(checkpoint);
        assertThrows(
                IllegalArgumentException.class,
                () -> export.formats(ExportFormat.ONNX, ExportFormat.GGUF_F32, ExportFormat.ONNX));
    }

    @ParameterizedTest
    @EnumSource(
            names = {"GGUF_Q8_0", "GGUF_Q4_0", "SAFETENSORS_Q4"},
            mode = EnumSource.Mode.EXCLUDE)
    void aWeightThatIsNoNumberLeavesNothing(ExportFormat format) throws IOException {
        Path weights = checkpoint.resolve("3_Dense/model.safetensors");
        try (FileChannel channel = FileChannel.open(weights, StandardOpenOption.WRITE)) {
            byte[] noNumber = {0, 0, (byte) 0xc0, 0x7f};
            channel.write(ByteBuffer.wrap(noNumber), channel.size() - noNumber.length);
        }
        String message = refused("NaN", Export.of(checkpoint).formats(format));
        assertTrue(message.contains("3_Dense.linear.weight"), message);
        assertTrue(message.contains("earlier checkpoint"), message);
        assertFalse(Files.exists(target));
    }

    /** A copy with fewer dimensions is made beforehand, in a folder that is gone when the message is read. */
    @Test
    void aWeightThatIsNoNumberIsNotSoughtInACopy() throws IOException {
        Path weights = checkpoint.resolve("2_Dense/model.safetensors");
        try (FileChannel channel = FileChannel.open(weights, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {0, 0, (byte) 0x80, 0x7f}), channel.size() - 4);
        }
        String message = refused(
                "the weight 2_Dense.linear.weight holds Infinity",
                Export.of(checkpoint).dimension(32));
        assertFalse(message.contains(target.toString()), message);
        assertFalse(Files.exists(target));
    }

    @Test
    void aFullDiskLeavesNothing() {
        ExportSource source = ExportSource.opening(
                Checkpoint.open(checkpoint),
                () -> {
                    throw new AssertionError("nothing is verified");
                },
                List.of("a text"));
        UserError error = assertThrows(
                UserError.class,
                () -> Exports.export(
                        "onnx",
                        new FullDisk(),
                        source,
                        target.resolve("onnx"),
                        ExportOptions.defaults(),
                        ExportProgress.NONE));
        assertTrue(error.getMessage().contains("No space left on device; check the free space"), error.getMessage());
        assertEquals(List.of(), names(target));
    }

    @Test
    void aFileWhereAFolderShouldBeIsNamed() throws IOException {
        Path file = Files.writeString(temporary.resolve("file"), "text");
        target = file.resolve("below");
        assertTrue(refused("is a file and no folder", Export.of(checkpoint)).contains(file + " is a file"));
        refused("is a file and no folder", Export.of(checkpoint).dimension(32));
        assertEquals("text", Files.readString(file));
    }

    private String refused(String words, Export export) {
        UserError error = assertThrows(UserError.class, () -> export.into(target));
        assertTrue(error.getMessage().contains(words), error.getMessage());
        return error.getMessage();
    }

    private static List<String> names(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Writes something, and then there is no space. */
    private record FullDisk() implements Exporter {

        @Override
        public void write(Checkpoint source, Map<String, String> provenance, Path folder, ExportProgress progress)
                throws IOException {
            Path file = Files.write(folder.resolve("model.onnx"), new byte[1000]);
            throw new FileSystemException(file.toString(), null, "No space left on device");
        }

        @Override
        public List<String> models() {
            return List.of("model.onnx");
        }

        @Override
        public ExportedModel open(Checkpoint source, Path model) {
            throw new AssertionError("nothing is opened");
        }

        @Override
        public WrittenTexts texts(Checkpoint source, Path folder) {
            throw new AssertionError("nothing is read");
        }

        @Override
        public boolean rounds() {
            return false;
        }

        @Override
        public float[] stored(String name, float[] values, int columns) {
            return values;
        }

        @Override
        public Limits limits() {
            return new Limits(1, 0, 0);
        }
    }
}

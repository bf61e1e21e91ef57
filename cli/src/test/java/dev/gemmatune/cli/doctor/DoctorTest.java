package dev.gemmatune.cli.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.cli.Gemmatune;
import dev.gemmatune.cli.console.Console;
import dev.gemmatune.model.encoder.Libtorch;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DoctorTest {

    private static final Libtorch CPU = new Libtorch("2.7.1", "cpu", Libtorch.Source.CLASS_PATH, "x.jar");
    private static final Libtorch DOWNLOADED = new Libtorch("2.7.1", "", Libtorch.Source.DOWNLOAD, "cache");

    @TempDir
    Path folder;

    private void write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text + "\n");
    }

    private Container container() {
        return Container.of(folder.resolve("cgroup"), folder.resolve("fs"));
    }

    @Test
    void limitsOfVersionTwoAreTheSmallestOnTheWayUp() throws IOException {
        write("cgroup", "0::/a/b");
        write("fs/a/b/memory.max", "max");
        write("fs/a/memory.max", "8589934592");
        write("fs/a/b/cpu.max", "150000 100000");
        write("fs/a/cpu.max", "max 100000");
        assertEquals(new Container(OptionalLong.of(8589934592L), OptionalDouble.of(1.5)), container());
    }

    @Test
    void limitsOfVersionOneAndNoLimitAtAll() throws IOException {
        write("cgroup", "4:memory:/docker/x\n3:cpu,cpuacct:/docker/x\n0::/");
        write("fs/memory/memory.limit_in_bytes", "9223372036854771712");
        write("fs/cpu,cpuacct/cpu.cfs_quota_us", "-1");
        write("fs/cpu,cpuacct/cpu.cfs_period_us", "100000");
        assertEquals(new Container(OptionalLong.empty(), OptionalDouble.empty()), container());
        // Inside of the container its own group is mounted as the root.
        write("fs/memory/memory.limit_in_bytes", "1073741824");
        write("fs/cpu,cpuacct/cpu.cfs_quota_us", "50000");
        assertEquals(new Container(OptionalLong.of(1073741824), OptionalDouble.of(0.5)), container());
    }

    @Test
    void noControlGroupsAreNoLimits() {
        assertEquals(new Container(OptionalLong.empty(), OptionalDouble.empty()), container());
    }

    @Test
    void instructionsAreNamedAsPeopleDo() {
        Processor server = Processor.of(
                List.of("model name\t: Xeon", "flags\t\t: fpu avx avx2 avx512f avx512_bf16 amx_bf16 amx_tile"),
                "amd64");
        assertEquals(new Processor("Xeon", List.of("AVX2", "AVX-512", "AVX-512 bf16", "AMX bf16")), server);
        assertTrue(server.hasBfloat16());
        Processor laptop = Processor.of(List.of("model name : i7", "flags : fpu avx avx2"), "amd64");
        assertFalse(laptop.hasBfloat16());
        assertEquals(
                List.of("NEON", "bf16", "i8mm"),
                Processor.of(List.of("Features : fp asimd i8mm bf16"), "aarch64")
                        .instructions());
        assertEquals(new Processor("aarch64", List.of()), Processor.of(List.of(), "aarch64"));
    }

    @Test
    void whatKeepsTheEngineFromACardIsTheNextStep() {
        List<String> card = List.of("NVIDIA L4, 550.54.15, 23034 MiB");
        assertEquals(Optional.empty(), Cuda.of(card, CPU, 1).missing());
        assertTrue(Cuda.of(List.of(), CPU, 0).missing().orElseThrow().startsWith("no NVIDIA driver"));
        assertTrue(Cuda.of(card, CPU, 0).missing().orElseThrow().contains("-Dgpu"));
        assertTrue(Cuda.of(card, DOWNLOADED, 0).missing().orElseThrow().contains("libcudart"));
        List<String> old = List.of("Tesla T4, 470.82.01, 15360 MiB");
        assertTrue(Cuda.of(old, DOWNLOADED, 0).missing().orElseThrow().contains("525"));
        assertEquals(List.of("NVIDIA L4, 23034 MiB"), Cuda.of(card, CPU, 0).cards());
    }

    @Test
    void aFolderThatCannotBeIsNotWritable() throws IOException {
        assertTrue(Folder.of("x", folder.resolve("not/yet/there"), "X").writable());
        write("file", "");
        assertFalse(Folder.of("x", folder.resolve("file/inside"), "X").writable());
    }

    @Test
    void thisMachineCanWorkAndSaysSoInOneScreen() {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Console console = new Console(new PrintWriter(out), new PrintWriter(err), false, System::nanoTime);
        assertEquals(0, Gemmatune.run(console, "doctor"), err::toString);
        String text = out.toString();
        assertTrue(text.contains("libtorch         2.7.1"), text);
        assertTrue(text.contains("loads and computes"), text);
        assertTrue(text.lines().count() <= 24, text);
        StringWriter refused = new StringWriter();
        Console other = new Console(new PrintWriter(out), new PrintWriter(refused), false, System::nanoTime);
        assertEquals(
                1,
                Gemmatune.run(
                        other,
                        "embed",
                        "--model",
                        "../checkpoints/mini",
                        "--input",
                        "-",
                        "--output",
                        folder.resolve("x.npy").toString(),
                        "--device",
                        "cuda:63"));
        assertTrue(refused.toString().contains("docs/gpu.md"), refused::toString);
    }
}

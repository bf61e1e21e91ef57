package dev.gemmatune.cli.doctor;

import ai.djl.util.Utils;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.cache.CacheFolder;
import dev.gemmatune.model.encoder.Libtorch;
import dev.gemmatune.model.hub.HubSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Everything that {@code doctor} says of a machine.
 *
 * @param memoryBytes of the machine; -1 if that is not known
 * @param token where the hub's access token comes from; empty if there is none
 */
public record Machine(
        Processor processor,
        int cores,
        long memoryBytes,
        Container container,
        Libtorch libtorch,
        Trial trial,
        Cuda cuda,
        List<Folder> folders,
        Optional<String> token) {

    private static final int BYTES_PER_KIB = 1024;

    /** Looks at the machine of this process, and loads libtorch. */
    public static Machine ofProcess() {
        Libtorch libtorch = Libtorch.ofProcess();
        Trial trial = Trial.run();
        return new Machine(
                Processor.of(Container.lines(Path.of("/proc/cpuinfo")), System.getProperty("os.arch")),
                Runtime.getRuntime().availableProcessors(),
                memory(Container.lines(Path.of("/proc/meminfo"))),
                Container.ofProcess(),
                libtorch,
                trial,
                Cuda.ofProcess(libtorch, trial.devices()),
                List.of(
                        Folder.of("hub cache", HubSettings.ofProcess().cache(), "HF_HOME"),
                        Folder.of("engine", Utils.getEngineCacheDir(), "DJL_CACHE_DIR"),
                        Folder.of("embedding cache", CacheFolder.ofProcess(), CacheFolder.VARIABLE),
                        Folder.of(
                                "temporary",
                                Path.of(System.getProperty("java.io.tmpdir")),
                                "JAVA_OPTS=-Djava.io.tmpdir")),
                tokenSource());
    }

    /** What keeps this machine from working, with what to do; empty if nothing does. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        trial.failure().ifPresent(problems::add);
        for (Folder folder : folders) {
            if (!folder.writable()) {
                problems.add("the folder " + folder.path() + " (" + folder.use()
                        + ") cannot be written; make it writable, or name another with " + folder.variable());
            }
        }
        return problems;
    }

    private static long memory(List<String> information) {
        return information.stream()
                .filter(line -> line.startsWith("MemTotal:"))
                .map(line -> line.replaceAll("\\D", ""))
                .mapToLong(kibibytes -> Long.parseLong(kibibytes) * BYTES_PER_KIB)
                .findFirst()
                .orElse(-1);
    }

    private static Optional<String> tokenSource() {
        for (String variable : List.of("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN")) {
            if (!System.getenv().getOrDefault(variable, "").isBlank()) {
                return Optional.of(variable);
            }
        }
        try {
            return HubSettings.ofProcess().token().map(found -> "the token file");
        } catch (UserError e) {
            return Optional.empty();
        }
    }
}

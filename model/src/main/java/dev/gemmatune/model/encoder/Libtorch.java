package dev.gemmatune.model.encoder;

import ai.djl.util.Utils;
import dev.gemmatune.model.UserError;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * The libtorch that DJL takes when the engine starts, found without loading it. The order is DJL's: the folder that
 * {@value #PATH_VARIABLE} names, natives on the class path, a download (LibUtils of DJL 0.35.1).
 *
 * @param version such as 2.7.1
 * @param flavor {@code cpu}, or {@code cu128} for CUDA 12.8; empty where DJL decides at the download
 * @param source where it comes from
 * @param place the folder, the jar, or the folder to download to
 */
public record Libtorch(String version, String flavor, Source source, String place) {

    /** The environment variable, or system property, that names a folder with libtorch. */
    public static final String PATH_VARIABLE = "PYTORCH_LIBRARY_PATH";

    /** The one that names the flavor. */
    public static final String FLAVOR_VARIABLE = "PYTORCH_FLAVOR";

    /** The only version that the glue of this DJL fits. */
    public static final String VERSION = "2.7.1";

    /** The only flavor with CUDA for which that glue exists, on Linux and Windows with x86_64. */
    public static final String CUDA_FLAVOR = "cu128";

    private static final String CPU_FLAVOR = "cpu";
    private static final String PROPERTIES = "native/lib/pytorch.properties";

    /** Where libtorch comes from. */
    public enum Source {
        /** The folder that {@value Libtorch#PATH_VARIABLE} names. */
        FOLDER,
        /** A jar. */
        CLASS_PATH,
        /** DJL's own address, when the engine first starts. */
        DOWNLOAD
    }

    /** What this process would take. */
    public static Libtorch ofProcess() {
        String given = variable(FLAVOR_VARIABLE).orElse("");
        Optional<Path> folder = variable(PATH_VARIABLE).flatMap(Libtorch::folderWithLibrary);
        if (folder.isPresent()) {
            String flavor = given.isEmpty() ? flavorOf(folder.get()) : given;
            String version = variable("PYTORCH_VERSION").orElse(VERSION);
            return new Libtorch(version, flavor, Source.FOLDER, folder.get().toString());
        }
        return onClassPath()
                .orElseGet(() -> new Libtorch(
                        VERSION,
                        given,
                        Source.DOWNLOAD,
                        Utils.getEngineCacheDir("pytorch").toString()));
    }

    /** Whether it computes on CUDA. */
    public boolean hasCuda() {
        return flavor.startsWith("cu");
    }

    private static Optional<Libtorch> onClassPath() {
        URL resource = loader().getResource(PROPERTIES);
        if (resource == null) {
            return Optional.empty();
        }
        Properties properties = new Properties();
        try (InputStream stream = resource.openStream()) {
            properties.load(stream);
        } catch (IOException e) {
            throw new UserError("cannot read " + resource + ": " + e.getMessage(), e);
        }
        String version = properties.getProperty("version", VERSION).split("-", 2)[0];
        String jar = resource.toString().replaceFirst("^jar:file:", "").replaceFirst("!.*", "");
        return Optional.of(new Libtorch(version, properties.getProperty("flavor", CPU_FLAVOR), Source.CLASS_PATH, jar));
    }

    private static ClassLoader loader() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return context == null ? Libtorch.class.getClassLoader() : context;
    }

    private static Optional<Path> folderWithLibrary(String paths) {
        String library = System.mapLibraryName("torch");
        return Stream.of(paths.split(File.pathSeparator, -1))
                .map(Path::of)
                .map(path -> path.endsWith(library) ? path.toAbsolutePath().getParent() : path.toAbsolutePath())
                .filter(folder -> Files.isRegularFile(folder.resolve(library)))
                .findFirst();
    }

    private static String flavorOf(Path folder) {
        return Files.exists(folder.resolve(System.mapLibraryName("torch_cuda"))) ? CUDA_FLAVOR : CPU_FLAVOR;
    }

    /** The value of an environment variable, or of the system property of its name. */
    static Optional<String> variable(String name) {
        return Optional.ofNullable(Utils.getEnvOrSystemProperty(name)).filter(value -> !value.isBlank());
    }
}

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Prints the path of the Maven that {@code maven-wrapper.properties} names, after fetching it where it is missing.
 * {@code mvnw} runs this file with Java's source launcher, so that a JDK is all that a machine needs.
 *
 * <p>Environment: {@code MVNW_REPOURL} is the base of a Maven repository to fetch from, {@code MAVEN_USER_HOME} replaces
 * {@code ~/.m2}, {@code HTTPS_PROXY} names a proxy.
 */
public final class MavenWrapper {

    private static final Pattern ARCHIVE = Pattern.compile("apache-maven-([0-9][^/]*)-bin\\.zip$");
    private static final Pattern MAVEN_VERSION = Pattern.compile("Apache Maven (\\d+)\\.(\\d+)\\.(\\d+)");
    private static final boolean WINDOWS =
            System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
    private static final String SCRIPT = WINDOWS ? "mvn.cmd" : "mvn";
    private static final int TIMEOUT_MILLIS = 10_000;

    /** What to fetch. */
    private record Distribution(String version, String url, String sha256) {}

    /** A failure that its message explains. */
    private static final class WrapperError extends Exception {
        private static final long serialVersionUID = 1L;

        WrapperError(String message) {
            super(message);
        }
    }

    private MavenWrapper() {}

    /** Expects the project's folder. */
    public static void main(String[] arguments) {
        try {
            Distribution distribution = distribution(Path.of(arguments[0], ".mvn", "wrapper", "maven-wrapper.properties"));
            System.out.println(maven(distribution));
        } catch (WrapperError | IOException e) {
            System.err.println("mvnw: " + (e instanceof WrapperError ? e.getMessage() : reason((IOException) e)));
            System.exit(1);
        }
    }

    private static Distribution distribution(Path file) throws IOException, WrapperError {
        Properties properties = new Properties();
        try (InputStream input = Files.newInputStream(file)) {
            properties.load(input);
        }
        String url = properties.getProperty("distributionUrl", "").strip();
        String sha256 = properties.getProperty("distributionSha256Sum", "").strip();
        Matcher archive = ARCHIVE.matcher(url);
        if (!archive.find() || sha256.isEmpty()) {
            throw new WrapperError(file + " must have distributionUrl, ending in apache-maven-VERSION-bin.zip, and"
                    + " distributionSha256Sum");
        }
        String version = archive.group(1);
        String repository = System.getenv("MVNW_REPOURL");
        if (repository != null && !repository.isBlank()) {
            url = repository.strip().replaceAll("/+$", "") + "/org/apache/maven/apache-maven/" + version
                    + "/apache-maven-" + version + "-bin.zip";
        }
        return new Distribution(version, url, sha256);
    }

    private static Path maven(Distribution distribution) throws IOException, WrapperError {
        String userHome = System.getenv("MAVEN_USER_HOME");
        Path home = userHome != null ? Path.of(userHome) : Path.of(System.getProperty("user.home"), ".m2");
        Path folders = home.resolve("wrapper").resolve("dists");
        String name = "apache-maven-" + distribution.version();
        // The checksum in the name: another archive of the same version is another Maven.
        Path folder = folders.resolve(name + "-" + distribution.sha256().substring(0, 12));
        Path script = folder.resolve("bin").resolve(SCRIPT);
        if (Files.exists(script)) {
            return script;
        }
        Files.createDirectories(folders);
        Path archive = Files.createTempFile(folders, name, ".zip.part");
        try {
            String found;
            try {
                found = download(distribution, archive);
            } catch (IOException e) {
                return installedInstead(distribution, reason(e));
            }
            if (!found.equalsIgnoreCase(distribution.sha256())) {
                throw new WrapperError("the SHA-256 of " + distribution.url() + " is " + found + ", but "
                        + distribution.sha256() + " is expected; the file was damaged or changed on its way");
            }
            unpack(archive, folder);
        } finally {
            Files.deleteIfExists(archive);
        }
        return script;
    }

    private static String download(Distribution distribution, Path archive) throws IOException {
        URLConnection connection = connection(URI.create(distribution.url()));
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        MessageDigest digest = sha256();
        try (InputStream input = new DigestInputStream(connection.getInputStream(), digest)) {
            System.err.println("mvnw: fetching Maven " + distribution.version() + " from " + distribution.url());
            Files.copy(input, archive, StandardCopyOption.REPLACE_EXISTING);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Java's own properties go first; without them the environment's proxy, which Java ignores by itself. */
    private static URLConnection connection(URI uri) throws IOException {
        String proxy = Stream.of("HTTPS_PROXY", "https_proxy")
                .map(System::getenv)
                .filter(value -> value != null && !value.isBlank())
                .findFirst()
                .orElse("");
        if (!"https".equals(uri.getScheme()) || proxy.isEmpty() || System.getProperty("https.proxyHost") != null) {
            return uri.toURL().openConnection();
        }
        URI address = URI.create(proxy.contains("://") ? proxy : "http://" + proxy);
        int port = address.getPort() < 0 ? 80 : address.getPort();
        return uri.toURL().openConnection(new Proxy(Proxy.Type.HTTP, new InetSocketAddress(address.getHost(), port)));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Unpacks beside the final place and renames: two builds that start together do not disturb each other. */
    private static void unpack(Path archive, Path folder) throws IOException, WrapperError {
        Path part = Files.createTempDirectory(folder.getParent(), folder.getFileName() + ".part");
        try {
            try (ZipInputStream zip = new ZipInputStream(new BufferedInputStream(Files.newInputStream(archive)))) {
                for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                    unpack(zip, entry, part);
                }
            }
            try {
                Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE);
            } catch (FileSystemException e) {
                if (!Files.exists(folder.resolve("bin").resolve(SCRIPT))) {
                    throw e;
                }
            }
        } finally {
            deleteTree(part);
        }
    }

    private static void unpack(ZipInputStream zip, ZipEntry entry, Path part) throws IOException, WrapperError {
        // The archive holds one folder, apache-maven-VERSION, which is left out.
        String name = entry.getName().substring(entry.getName().indexOf('/') + 1);
        Path target = part.resolve(name).normalize();
        if (!target.startsWith(part)) {
            throw new WrapperError("the archive's entry " + entry.getName() + " leads out of its folder");
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.getParent());
        Files.copy(zip, target);
        boolean script = name.startsWith("bin/") && !name.contains(".");
        if (script && !target.toFile().setExecutable(true, false)) {
            throw new WrapperError("cannot make " + target + " executable");
        }
    }

    private static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        List<Path> deepestFirst = new ArrayList<>();
        try (Stream<Path> paths = Files.walk(root)) {
            paths.sorted(Comparator.reverseOrder()).forEach(deepestFirst::add);
        }
        for (Path path : deepestFirst) {
            Files.delete(path);
        }
    }

    private static Path installedInstead(Distribution distribution, String reason) throws WrapperError {
        String failure = "cannot fetch Maven " + distribution.version() + " (" + reason + ")";
        Path installed = onPath().orElseThrow(() -> new WrapperError(failure + ", and there is no mvn of version 3.6.3"
                + " or later on PATH. Set MVNW_REPOURL to the base URL of a Maven repository that this machine reaches"
                + " (file:// works as well), or install Maven"));
        System.err.println("mvnw: " + failure + "; using " + installed);
        return installed;
    }

    private static Optional<Path> onPath() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(folder -> !folder.isBlank())
                .map(folder -> Path.of(folder, SCRIPT))
                .filter(Files::isExecutable)
                .filter(MavenWrapper::isRecent)
                .findFirst();
    }

    private static boolean isRecent(Path maven) {
        try {
            Process process =
                    new ProcessBuilder(maven.toString(), "--version").redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output;
            try (BufferedReader reader =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                output = String.join("\n", reader.lines().toList());
            }
            Matcher version = MAVEN_VERSION.matcher(output);
            return version.find()
                    && 1_000_000 * Integer.parseInt(version.group(1))
                                    + 1_000 * Integer.parseInt(version.group(2))
                                    + Integer.parseInt(version.group(3))
                            >= 3_006_003;
        } catch (IOException e) {
            return false;
        }
    }

    private static String reason(IOException failure) {
        return failure.getClass().getSimpleName() + ": " + failure.getMessage();
    }
}

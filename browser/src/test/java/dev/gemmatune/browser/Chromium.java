package dev.gemmatune.browser;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A headless Chromium of its own profile, driven through the DevTools protocol. */
final class Chromium implements AutoCloseable {

    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");
    private static final int SECONDS = 60;

    private final Process process;
    private final HttpClient http = HttpClient.newHttpClient();
    private final int port;

    private Chromium(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** The program named by the variable CHROMIUM, or one on PATH. */
    static Optional<Path> find() {
        Optional<Path> named = Optional.ofNullable(System.getenv("CHROMIUM")).map(Path::of);
        return named.or(() -> Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator, -1))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst());
    }

    static Chromium start(Path program, Path profile) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        program.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--hide-scrollbars",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectErrorStream(true)
                .redirectOutput(profile.resolveSibling("chromium.log").toFile())
                .start();
        Path answer = profile.resolve("DevToolsActivePort");
        for (int i = 0; i < SECONDS * 10 && process.isAlive(); i++) {
            List<String> lines = Files.exists(answer) ? Files.readAllLines(answer) : List.of();
            if (lines.size() > 1) {
                return new Chromium(process, Integer.parseInt(lines.get(0)));
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        process.destroyForcibly();
        throw new IOException("the browser did not start: " + Files.readString(profile.resolveSibling("chromium.log")));
    }

    /** Opens a tab. */
    Tab open() throws IOException, InterruptedException {
        URI list = URI.create("http://127.0.0.1:" + port + "/json/new?about:blank");
        HttpRequest request = HttpRequest.newBuilder(list)
                .PUT(HttpRequest.BodyPublishers.noBody())
                .build();
        String body = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        JsonObject target = JsonParser.parseString(body).getAsJsonObject();
        return new Tab(http, URI.create(target.get("webSocketDebuggerUrl").getAsString()));
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit()
                .orTimeout(10, TimeUnit.SECONDS)
                .handle((ended, late) -> process.destroyForcibly())
                .join();
    }

    /** An array of texts that a script made. */
    static List<String> texts(JsonArray array) {
        return array.asList().stream().map(element -> element.getAsString()).toList();
    }
}

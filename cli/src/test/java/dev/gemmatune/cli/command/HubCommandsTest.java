package dev.gemmatune.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.gemmatune.cli.Gemmatune;
import dev.gemmatune.cli.config.Config;
import dev.gemmatune.cli.config.ConfigLoader;
import dev.gemmatune.cli.config.PathLookup;
import dev.gemmatune.cli.console.Console;
import dev.gemmatune.cli.hub.HubFiles;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.hub.HubSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code pull}, {@code push}, and names of the hub in the place of paths, against a small server. */
final class HubCommandsTest {

    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
    /** git hash-object of {@code {}}. */
    private static final String HASH = "9e26dfeeb6e641a33dae4961196235bdb965b21b";

    /** git hash-object of {@code []}. */
    private static final String EMPTY_LIST = "0637a088a01e8ddab3bf3fa98dbe804cbde1a0dc";

    private static final List<String> FILES =
            List.of("config.json", "modules.json", "tokenizer.json", "model.safetensors", "rows/train.jsonl");

    @TempDir
    Path folder;

    private final AtomicInteger requests = new AtomicInteger();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Console console = new Console(new PrintWriter(out), new PrintWriter(err), false, System::nanoTime);
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        String siblings = FILES.stream()
                .map(name -> "{\"rfilename\": \"" + name + "\", \"size\": 2, \"blobId\": \""
                        + (name.startsWith("modules") ? EMPTY_LIST : HASH) + "\"}")
                .reduce((a, b) -> a + "," + b)
                .orElseThrow();
        String list = "{\"sha\": \"" + COMMIT + "\", \"siblings\": [" + siblings + "]}";
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            String path = exchange.getRequestURI().getPath();
            boolean isThere = path.contains("maker/tiny") || path.contains("maker/rows");
            byte[] body = (path.startsWith("/api/") ? list : path.endsWith("modules.json") ? "[]" : "{}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(isThere ? 200 : 404, isThere ? body.length : -1);
            try (OutputStream stream = exchange.getResponseBody()) {
                if (isThere) {
                    stream.write(body);
                }
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private HubSettings settings() {
        return new HubSettings(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
                folder.resolve("cache"),
                Optional.empty(),
                false,
                true);
    }

    private Path snapshot(String repository) {
        return folder.resolve("cache").resolve(repository).resolve("snapshots").resolve(COMMIT);
    }

    private PathLookup lookup() {
        return new PathLookup(folder, Optional.empty(), Optional.empty(), new HubFiles(this::settings, console));
    }

    @Test
    void pullPrintsTheFolderAndSaysBeforeHowLargeItIs() {
        CommandLine pull = OutputOptions.addTo(new CommandLine(new PullCommand(console, this::settings)), console);
        assertEquals(0, pull.execute("maker/tiny"));
        assertEquals(snapshot("models--maker--tiny") + System.lineSeparator(), out.toString());
        assertTrue(
                err.toString().startsWith("downloading the model maker/tiny: 4 files, 4 bytes, into "), err::toString);
    }

    @Test
    void pullForProgramsIsOneObject() throws IOException {
        CommandLine pull = OutputOptions.addTo(new CommandLine(new PullCommand(console, this::settings)), console);
        assertEquals(0, console.end(pull.execute("maker/tiny", "--json")));
        assertEquals(
                snapshot("models--maker--tiny").toString(),
                new DocumentedJson().check("pull", out.toString()).get("path").getAsString());
    }

    @Test
    void pullTakesPatternsAndRevisions() {
        CommandLine pull = OutputOptions.addTo(new CommandLine(new PullCommand(console, this::settings)), console);
        assertEquals(0, pull.execute("maker/tiny", "--revision", "v2", "--include", "*/train*", "-q"));
        Path tiny = snapshot("models--maker--tiny");
        assertTrue(Files.exists(tiny.resolve("rows/train.jsonl")));
        assertFalse(Files.exists(tiny.resolve("config.json")));
        assertTrue(Files.exists(folder.resolve("cache/models--maker--tiny/refs/v2")));
        assertEquals("", err.toString());
    }

    @Test
    void pullOfNonsenseIsWrongUsage() {
        assertEquals(2, Gemmatune.run(console, "pull", "not an id"));
        assertTrue(err.toString().contains("is no id of the Hugging Face hub"), err::toString);
    }

    @Test
    void dryRunOfPushListsWhatWouldBeSent() throws IOException {
        Path checkpoint = Files.createDirectories(folder.resolve("best"));
        Files.writeString(checkpoint.resolve("config.json"), "{}");
        Files.writeString(checkpoint.resolve("modules.json"), "[]");
        CommandLine push = OutputOptions.addTo(new CommandLine(new PushCommand(console, this::settings)), console);
        assertEquals(0, push.execute(checkpoint.toString(), "maker/tiny", "--dry-run"));
        assertTrue(out.toString().contains("config.json   2 bytes"), out::toString);
        assertTrue(out.toString().contains("would go to the private model maker/tiny"), out::toString);
        assertTrue(err.toString().contains("no README.md"), err::toString);
        assertEquals(0, requests.get());
    }

    @Test
    void modelIsDownloadedOnceByItsId() {
        Path model = lookup().findModel("maker/tiny");
        assertEquals(snapshot("models--maker--tiny"), model);
        assertTrue(err.toString().contains("downloading the model maker/tiny"), err::toString);
        requests.set(0);
        assertEquals(model, lookup().findModel("maker/tiny"));
        assertEquals(0, requests.get());
    }

    @Test
    void misspelledPathIsNotLookedForOnTheHub() throws IOException {
        Files.createDirectories(folder.resolve("checkpoints"));
        UserError error = assertThrows(UserError.class, () -> lookup().findModel("checkpoints/none"));
        assertTrue(error.getMessage().startsWith("there is no model checkpoints/none"), error::getMessage);
        assertEquals(0, requests.get());
        UserError unknown = assertThrows(UserError.class, () -> lookup().findModel("nobody/none"));
        assertTrue(unknown.getMessage().contains("has no model nobody/none"), unknown::getMessage);
    }

    @Test
    void configsMayNameModelsAndDataOfTheHub() throws IOException {
        Path config = folder.resolve("c.yaml");
        Files.writeString(config, """
                model: {path: maker/tiny}
                data: {train: {files: "hf://datasets/maker/rows@v1/rows/train.jsonl"}}
                """);
        ConfigLoader.Draft<Config> draft = ConfigLoader.read(config.toString(), List.of(), Config.class, lookup());
        Config bound = draft.bound().value().orElseThrow();
        assertEquals(snapshot("models--maker--tiny"), bound.model().path());
        assertEquals(
                List.of(snapshot("datasets--maker--rows").resolve("rows/train.jsonl")),
                bound.data().train().get(0).files().get(0).files());
    }

    @Test
    void whatTheHubDoesNotHaveIsAProblemAtItsLine() throws IOException {
        Path config = folder.resolve("c.yaml");
        Files.writeString(
                config,
                "model:\n  path: nobody/none\ndata:\n  train:\n    files: \"hf://datasets/nobody/none/a.jsonl\"\n");
        ConfigLoader.Draft<Config> draft = ConfigLoader.read(config.toString(), List.of(), Config.class, lookup());
        String message = assertThrows(UserError.class, () -> draft.problems().throwIfAny())
                .getMessage();
        assertTrue(message.matches("(?s).*line 2: model.path: .*has no model nobody/none.*"), message);
        assertTrue(message.matches("(?s).*line 5: .*has no data set nobody/none.*"), message);
    }
}

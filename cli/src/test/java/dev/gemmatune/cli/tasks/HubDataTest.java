package dev.gemmatune.cli.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.gemmatune.cli.config.Config;
import dev.gemmatune.cli.config.ConfigLoader;
import dev.gemmatune.cli.config.EvaluationSet;
import dev.gemmatune.cli.config.PathLookup;
import dev.gemmatune.cli.console.Console;
import dev.gemmatune.cli.hub.HubFiles;
import dev.gemmatune.datasets.lines.Strictness;
import dev.gemmatune.datasets.rows.RowSource;
import dev.gemmatune.datasets.tasks.Task;
import dev.gemmatune.datasets.training.Columns;
import dev.gemmatune.datasets.training.TrainingData;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.hub.HubSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parquet files of a data set on the hub, as a ready task and as rows, against a small server. */
final class HubDataTest {

    private static final String TASK = "NanoFiQA2018Retrieval";
    private static final String REVISION = "4163ba032953d5044a7a6244261413f609c14342";
    private static final String ADDRESS = "hf://datasets/zeta-alpha-ai/NanoFiQA2018@" + REVISION;

    @TempDir
    Path folder;

    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        files.put(
                "README.md",
                Stream.of("corpus", "queries", "qrels")
                        .map(name -> "- config_name: " + name + "\n  data_files:\n  - split: train\n    path: " + name
                                + "/train-*\n")
                        .collect(Collectors.joining("", "---\nconfigs:\n", "---\n"))
                        .getBytes(StandardCharsets.UTF_8));
        for (String name : List.of("corpus", "queries", "qrels")) {
            try (InputStream stream = HubDataTest.class.getResourceAsStream("/hub/" + name + ".parquet")) {
                files.put(name + "/train-00000-of-00001.parquet", stream.readAllBytes());
            }
        }
        String siblings = files.entrySet().stream()
                .map(file -> "{\"rfilename\": \"" + file.getKey() + "\", \"size\": " + file.getValue().length
                        + ", \"blobId\": \"" + gitHash(file.getValue()) + "\"}")
                .collect(Collectors.joining(","));
        String list = "{\"sha\": \"" + REVISION + "\", \"siblings\": [" + siblings + "]}";
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            String name = path.replaceFirst(".*/resolve/[^/]+/", "");
            asked.add(name);
            byte[] body = path.startsWith("/api/") ? list.getBytes(StandardCharsets.UTF_8) : files.get(name);
            exchange.sendResponseHeaders(body == null ? 404 : 200, body == null ? -1 : body.length);
            try (OutputStream stream = exchange.getResponseBody()) {
                if (body != null) {
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

    private static String gitHash(byte[] content) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            digest.update(("blob " + content.length + "\0").getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest.digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private HubFiles hub() {
        HubSettings settings = new HubSettings(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
                folder.resolve("cache"),
                Optional.empty(),
                false,
                true);
        PrintWriter none = new PrintWriter(new StringWriter());
        return new HubFiles(() -> settings, new Console(none, none, false, System::nanoTime));
    }

    @Test
    void aReadyTaskIsReadFromTheParquetFilesOfTheHub() {
        HubFiles offline = HubFiles.ofCache(folder.resolve("cache"));
        UserError missing =
                assertThrows(UserError.class, () -> ReadyTasks.load().read(TASK, offline, Strictness.STRICT));
        assertTrue(missing.getMessage().contains("gemmatune pull " + ADDRESS), missing.getMessage());
        ReadyTasks.load().read(TASK, hub(), Strictness.STRICT);
        Task task = ReadyTasks.load().read(TASK, offline, Strictness.STRICT);
        assertEquals("1 query, 2 documents, 1 judgement", task.describe());
        assertEquals(List.of("A fee is due on Friday.", "Loans are paid back."), task.texts());
    }

    @Test
    void aBeirDataSetIsItsJudgedPairsAndAnEvaluation() throws IOException {
        PathLookup lookup = new PathLookup(folder, Optional.empty(), Optional.empty(), hub());
        RowSource pairs = lookup.findRows(ADDRESS);
        TrainingData rows = TrainingData.read(pairs, Columns.BY_NAME, Optional.empty());
        assertEquals(List.of("anchor", "positive"), rows.columns());
        assertEquals("A fee is due on Friday.", rows.contrasts().get(0).positive());
        assertEquals(ADDRESS + "#train", pairs.toString());
        Path config = folder.resolve("c.yaml");
        Files.writeString(
                config,
                "model: {path: m}\ndata:\n  train: {files: \"" + ADDRESS
                        + "\"}\n  evaluation: {type: retrieval, folder: \"" + ADDRESS + "\", split: train}\n");
        Config bound = ConfigLoader.read(config.toString(), List.of(), Config.class, lookup)
                .bound()
                .value()
                .orElseThrow();
        EvaluationSet set = EvaluationSet.read(bound.data().evaluation().get(0));
        assertEquals("NanoFiQA2018/train", set.name());
        assertEquals("1 query, 2 documents, 1 judgement", set.describe());
    }

    @Test
    void rowsOfAConfigurationAreDownloadedAlone() {
        PathLookup lookup = new PathLookup(folder, Optional.empty(), Optional.empty(), hub());
        RowSource corpus = lookup.findRows(ADDRESS + "#corpus/train");
        List<String> texts = new ArrayList<>();
        corpus.forEach(row -> texts.add(row.text("text")));
        assertEquals(2, texts.size());
        assertTrue(asked.stream().noneMatch(name -> name.startsWith("queries")), asked::toString);
        assertEquals(ADDRESS + "#corpus/train", corpus.toString());
        RowSource pattern = lookup.findRows(ADDRESS + "/q*/*.parquet");
        assertEquals(2, pattern.files().size());
        UserError error = assertThrows(UserError.class, () -> lookup.findRows(ADDRESS + "#corpora"));
        assertTrue(error.getMessage().contains("has no split \"corpora\""), error::getMessage);
    }
}

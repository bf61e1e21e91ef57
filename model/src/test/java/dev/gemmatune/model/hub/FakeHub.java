package dev.gemmatune.model.hub;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A server that answers as the hub does for one repository, and a second one on another port where large files lie. Each
 * address can be told to misbehave once, twice, ….
 */
final class FakeHub implements AutoCloseable {

    static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
    static final String ID = "maker/tiny";

    /** How an answer goes wrong; whether it was an answer at all. */
    interface Fault {
        void answer(HttpExchange exchange) throws IOException;
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Entry(byte[] content, boolean large) {}

    record Request(String method, String host, String path, String range, String authorization, String body) {}

    final Map<String, Entry> files = new LinkedHashMap<>();
    final List<Request> requests = Collections.synchronizedList(new ArrayList<>());
    final List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());
    final List<String> notes = Collections.synchronizedList(new ArrayList<>());
    final Map<String, Fault> always = new ConcurrentHashMap<>();
    private final Map<String, Deque<Fault>> faults = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer hub = server();
    private final HttpServer store = server();
    /** Pages of the file list in place of the short one. */
    boolean paged;
    /** A mirror that tells neither size nor hash. */
    boolean withoutHashes;

    FakeHub() {
        hub.createContext("/", this::serve);
        store.createContext("/", this::serveStore);
        hub.start();
        store.start();
    }

    private HttpServer server() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(threads);
            return server;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + hub.getAddress().getPort());
    }

    URI storeAddress() {
        return URI.create("http://127.0.0.1:" + store.getAddress().getPort());
    }

    HubSettings settings(Path cache) {
        return new HubSettings(address(), cache, Optional.of(new HubToken("hf_secret")), false, true);
    }

    HubClient client(HubSettings settings) {
        return new HubClient(settings, pauses::add, Duration.ofSeconds(2));
    }

    HubListener listener() {
        return new HubListener() {
            @Override
            public void notes(String message) {
                notes.add(message);
            }
        };
    }

    /** A checkpoint-like repository with everything that must and must not come. */
    FakeHub withModel() {
        put("config.json", "{\"a\": 1}", false);
        put("modules.json", "[]", false);
        put("tokenizer.json", "{}", true);
        put("1_Pooling/config.json", "{}", false);
        put("README.md", "card", false);
        put(".gitattributes", "x", false);
        put("onnx/model.onnx", "big", true);
        put("pytorch_model.bin", "pickle", true);
        files.put("model.safetensors", new Entry(weights(), true));
        return this;
    }

    static byte[] weights() {
        byte[] bytes = new byte[300_000];
        new java.util.Random(7).nextBytes(bytes);
        return bytes;
    }

    void put(String name, String content, boolean large) {
        files.put(name, new Entry(content.getBytes(StandardCharsets.UTF_8), large));
    }

    /** The next answer to this path, on either server. */
    void next(String path, Fault fault) {
        faults.computeIfAbsent(path, key -> new ArrayDeque<>()).add(fault);
    }

    long count(String pathPart) {
        return requests.stream()
                .filter(request -> request.path().contains(pathPart))
                .count();
    }

    static Fault status(int status, String... headers) {
        return exchange -> {
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
            }
            exchange.sendResponseHeaders(status, -1);
        };
    }

    /** Promises everything and sends {@code bytes} of it. */
    static Fault cut(byte[] content, int bytes) {
        return exchange -> {
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content, 0, bytes);
            exchange.getResponseBody().flush();
            try {
                // Else the cut may overtake what was sent.
                Thread.sleep(300);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }

    /** Promises everything, sends {@code bytes} of it and then nothing for a long time. */
    static Fault hanging(byte[] content, int bytes) {
        return exchange -> {
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content, 0, bytes);
            exchange.getResponseBody().flush();
            try {
                Thread.sleep(50_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }

    static String json(String text) {
        return text.replace('\'', '"');
    }

    private void serve(HttpExchange exchange) throws IOException {
        answer(exchange, "hub", () -> {
            String path = exchange.getRequestURI().getPath();
            if (path.startsWith("/api/") && path.contains("/revision/")) {
                send(exchange, description().toString().getBytes(StandardCharsets.UTF_8));
            } else if (path.contains("/tree/")) {
                page(exchange);
            } else if (path.contains("/resolve/" + COMMIT + "/")) {
                resolve(exchange, path.substring(path.indexOf(COMMIT) + COMMIT.length() + 1));
            } else {
                exchange.getResponseHeaders().add("X-Error-Code", "RepoNotFound");
                exchange.sendResponseHeaders(404, -1);
            }
        });
    }

    private void serveStore(HttpExchange exchange) throws IOException {
        answer(exchange, "store", () -> {
            String hash = exchange.getRequestURI().getPath().substring(1);
            Entry entry = files.values().stream()
                    .filter(file -> sha256(file.content()).equals(hash))
                    .findFirst()
                    .orElseThrow();
            send(exchange, entry.content());
        });
    }

    private interface Serving {
        void now() throws IOException;
    }

    private void answer(HttpExchange exchange, String host, Serving serving) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1);
        requests.add(new Request(
                exchange.getRequestMethod(),
                host,
                path,
                exchange.getRequestHeaders().getFirst("Range"),
                exchange.getRequestHeaders().getFirst("Authorization"),
                body));
        try {
            Deque<Fault> waiting = faults.getOrDefault(path, new ArrayDeque<>());
            Fault fault;
            synchronized (waiting) {
                fault = waiting.poll();
            }
            if (fault == null) {
                fault = always.get(path);
            }
            if (fault == null) {
                serving.now();
            } else {
                fault.answer(exchange);
            }
        } finally {
            exchange.close();
        }
    }

    private void resolve(HttpExchange exchange, String name) throws IOException {
        Entry entry = files.get(name);
        String hash = entry.large() ? sha256(entry.content()) : gitHash(entry.content());
        exchange.getResponseHeaders().add("X-Repo-Commit", COMMIT);
        if (entry.large()) {
            exchange.getResponseHeaders().add("X-Linked-Etag", "\"" + hash + "\"");
            exchange.getResponseHeaders().add("X-Linked-Size", String.valueOf(entry.content().length));
            exchange.getResponseHeaders().add("Location", storeAddress() + "/" + hash);
            exchange.sendResponseHeaders(302, -1);
            return;
        }
        exchange.getResponseHeaders().add("ETag", "\"" + hash + "\"");
        send(exchange, entry.content());
    }

    static void send(HttpExchange exchange, byte[] content) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().add("Content-Length", String.valueOf(content.length));
            exchange.sendResponseHeaders(200, -1);
            return;
        }
        if (range != null) {
            exchange.getResponseHeaders()
                    .add("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
        }
        int left = content.length - from;
        exchange.sendResponseHeaders(range == null ? 200 : 206, left == 0 ? -1 : left);
        try (OutputStream body = exchange.getResponseBody()) {
            body.write(content, from, left);
        }
    }

    private JsonObject description() {
        JsonObject answer = new JsonObject();
        answer.addProperty("sha", COMMIT);
        if (!paged) {
            JsonArray siblings = new JsonArray();
            files.forEach((name, entry) -> siblings.add(sibling(name, entry, "rfilename", "blobId", "sha256")));
            answer.add("siblings", siblings);
        }
        return answer;
    }

    private JsonObject sibling(String name, Entry entry, String nameKey, String hashKey, String largeKey) {
        JsonObject sibling = new JsonObject();
        sibling.addProperty(nameKey, name);
        if (withoutHashes) {
            return sibling;
        }
        sibling.addProperty("size", entry.content().length);
        sibling.addProperty(hashKey, gitHash(entry.content()));
        if (entry.large()) {
            JsonObject large = new JsonObject();
            large.addProperty(largeKey, sha256(entry.content()));
            large.addProperty("size", entry.content().length);
            sibling.add("lfs", large);
        }
        return sibling;
    }

    /** Two files a page. */
    private void page(HttpExchange exchange) throws IOException {
        String query = exchange.getRequestURI().getQuery();
        int from = query.contains("cursor=") ? Integer.parseInt(query.replaceAll(".*cursor=(\\d+).*", "$1")) : 0;
        List<String> names = new ArrayList<>(files.keySet());
        JsonArray page = new JsonArray();
        for (String name : names.subList(from, Math.min(from + 2, names.size()))) {
            JsonObject entry = sibling(name, files.get(name), "path", "oid", "oid");
            entry.addProperty("type", "file");
            page.add(entry);
        }
        if (from + 2 < names.size()) {
            exchange.getResponseHeaders()
                    .add(
                            "Link",
                            "<" + address() + exchange.getRequestURI().getPath() + "?cursor=" + (from + 2)
                                    + ">; rel=\"next\"");
        }
        send(exchange, page.toString().getBytes(StandardCharsets.UTF_8));
    }

    static String sha256(byte[] content) {
        return hex("SHA-256", content);
    }

    static String gitHash(byte[] content) {
        byte[] head = ("blob " + content.length + "\0").getBytes(StandardCharsets.UTF_8);
        byte[] all = java.util.Arrays.copyOf(head, head.length + content.length);
        System.arraycopy(content, 0, all, head.length, content.length);
        return hex("SHA-1", all);
    }

    private static String hex(String algorithm, byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        hub.stop(0);
        store.stop(0);
        threads.shutdownNow();
    }
}

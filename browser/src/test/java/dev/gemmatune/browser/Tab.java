package dev.gemmatune.browser;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A tab of the browser, for one page: what it shows, what it asked for, and what it complained of. */
final class Tab implements WebSocket.Listener, AutoCloseable {

    private static final int SECONDS = 60;

    private final WebSocket socket;
    private final StringBuilder message = new StringBuilder();
    private final AtomicInteger number = new AtomicInteger();
    private final Map<Integer, BlockingQueue<JsonObject>> answers = new ConcurrentHashMap<>();
    private final BlockingQueue<JsonObject> events = new LinkedBlockingQueue<>();

    Tab(HttpClient http, URI address) throws InterruptedException {
        socket = http.newWebSocketBuilder().buildAsync(address, this).join();
        for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
            send(domain + ".enable", new JsonObject());
        }
    }

    /** Loads a page as a window of {@code width} pixels would, and waits until it is there. */
    void load(Path file, int width, String scheme) throws InterruptedException {
        JsonObject metrics = new JsonObject();
        metrics.addProperty("width", width);
        metrics.addProperty("height", 1600);
        metrics.addProperty("deviceScaleFactor", 1);
        metrics.addProperty("mobile", false);
        send("Emulation.setDeviceMetricsOverride", metrics);
        String feature = "{\"features\": [{\"name\": \"prefers-color-scheme\", \"value\": \"" + scheme + "\"}]}";
        send("Emulation.setEmulatedMedia", JsonParser.parseString(feature).getAsJsonObject());
        JsonObject page = new JsonObject();
        page.addProperty("url", file.toUri().toString());
        send("Page.navigate", page);
        for (int i = 0; i < SECONDS * 10 && !isShown(file); i++) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        if (!isShown(file)) {
            throw new IllegalStateException(file + " was not loaded in " + SECONDS + " seconds");
        }
    }

    /** A script's answer is an error while the tab goes from one page to the next. */
    private boolean isShown(Path file) throws InterruptedException {
        JsonElement shown = evaluate("document.readyState + ' ' + location.href");
        return shown != null && shown.getAsString().equals("complete " + file.toUri());
    }

    /** The value of an expression; null where the tab was between two pages. */
    JsonElement evaluate(String expression) throws InterruptedException {
        JsonObject parameters = new JsonObject();
        parameters.addProperty("expression", expression);
        parameters.addProperty("returnByValue", true);
        JsonObject answer = send("Runtime.evaluate", parameters);
        return answer.has("result") ? answer.getAsJsonObject("result").get("value") : null;
    }

    /** Addresses that were asked for so far, the page itself among them. */
    List<String> requests() {
        List<String> addresses = new ArrayList<>();
        for (JsonObject event : events) {
            if (method(event).equals("Network.requestWillBeSent")) {
                JsonObject request = event.getAsJsonObject("params").getAsJsonObject("request");
                addresses.add(request.get("url").getAsString());
            }
        }
        return addresses;
    }

    /** What the console shows: errors, warnings, or anything else. */
    List<String> complaints() {
        List<String> complaints = new ArrayList<>();
        for (JsonObject event : events) {
            boolean complaint = switch (method(event)) {
                case "Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded" -> true;
                default -> false;
            };
            if (complaint) {
                complaints.add(event.toString());
            }
        }
        return complaints;
    }

    /** Writes a picture of the beginning of the page. */
    void screenshot(Path file) throws InterruptedException, IOException {
        JsonObject parameters = new JsonObject();
        String data = send("Page.captureScreenshot", parameters).get("data").getAsString();
        Files.write(file, Base64.getDecoder().decode(data));
    }

    private JsonObject send(String method, JsonObject parameters) throws InterruptedException {
        int id = number.incrementAndGet();
        BlockingQueue<JsonObject> answer = new LinkedBlockingQueue<>();
        answers.put(id, answer);
        JsonObject command = new JsonObject();
        command.addProperty("id", id);
        command.addProperty("method", method);
        command.add("params", parameters);
        socket.sendText(command.toString(), true).join();
        JsonObject received = answer.poll(SECONDS, TimeUnit.SECONDS);
        if (received == null) {
            throw new IllegalStateException(method + " was not answered in " + SECONDS + " seconds");
        }
        return received.has("result") ? received.getAsJsonObject("result") : new JsonObject();
    }

    private static String method(JsonObject event) {
        return event.get("method").getAsString();
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        message.append(data);
        if (last) {
            JsonObject received = JsonParser.parseString(message.toString()).getAsJsonObject();
            message.setLength(0);
            if (received.has("id")) {
                answers.remove(received.get("id").getAsInt()).add(received);
            } else {
                events.add(received);
            }
        }
        from.request(1);
        return null;
    }

    @Override
    public void close() {
        socket.abort();
    }
}

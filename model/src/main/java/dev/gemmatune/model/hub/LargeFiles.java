package dev.gemmatune.model.hub;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.files.Json;
import dev.gemmatune.model.files.Sha256;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Sends large files to the hub's store for them by the batch interface of git-lfs
 * (https://github.com/git-lfs/git-lfs/blob/main/docs/api/batch.md), each in one piece. What the store has already is not
 * sent again.
 */
final class LargeFiles {

    private static final String TYPE = "application/vnd.git-lfs+json";
    /** The JDK's client sets these itself and refuses to be told. */
    private static final Set<String> OWN_HEADERS = Set.of("content-length", "host", "connection", "expect", "upgrade");

    private final HubHttp http;
    private final HubReference target;
    private final TransferProgress progress;

    /**
     * A file that the store has.
     *
     * @param sha256 its hash in hexadecimal digits
     */
    record Stored(UploadPlan.Item item, String sha256) {}

    LargeFiles(HubHttp http, HubReference target, TransferProgress progress) {
        this.http = http;
        this.target = target;
        this.progress = progress;
    }

    /** Sends what the store does not have. */
    List<Stored> store(List<UploadPlan.Item> items) {
        if (items.isEmpty()) {
            return List.of();
        }
        List<Stored> stored = new ArrayList<>();
        items.forEach(item -> stored.add(new Stored(item, Sha256.hexOf(item.file()))));
        Map<String, JsonObject> answers = batch(stored);
        Set<String> sent = new HashSet<>();
        for (Stored file : stored) {
            JsonElement actions =
                    sent.add(file.sha256()) ? answers.get(file.sha256()).get("actions") : null;
            if (actions != null
                    && actions.isJsonObject()
                    && actions.getAsJsonObject().has("upload")) {
                upload(file, actions.getAsJsonObject());
            } else {
                progress.bytes(file.item().size());
            }
            progress.filesDone(1);
        }
        return stored;
    }

    private Map<String, JsonObject> batch(List<Stored> files) {
        JsonArray objects = new JsonArray();
        files.forEach(file -> objects.add(described(file)));
        JsonArray transfers = new JsonArray();
        transfers.add("basic");
        JsonObject reference = new JsonObject();
        reference.addProperty("name", target.revision());
        JsonObject request = new JsonObject();
        request.addProperty("operation", "upload");
        request.add("transfers", transfers);
        request.add("objects", objects);
        request.addProperty("hash_algo", "sha256");
        request.add("ref", reference);
        URI address = http.address(target.repository().pagePath() + ".git/info/lfs/objects/batch", "");
        HubHttp.Call call =
                HubHttp.Call.post(address, TYPE, Json.compact(request)).with("Accept", TYPE);
        String text = http.text(call, target, progress.notes()).body();
        JsonElement answered = Json.parseObject(text, address.toString()).get("objects");
        Map<String, JsonObject> answers = new HashMap<>();
        if (answered != null && answered.isJsonArray()) {
            for (JsonElement element : answered.getAsJsonArray()) {
                JsonObject object = Json.asObject(element, address.toString());
                answers.put(Json.string(object, "oid", address.toString()), object);
            }
        }
        files.forEach(file -> checkAccepted(file, answers.get(file.sha256()), address));
        return answers;
    }

    private static void checkAccepted(Stored file, JsonObject answer, URI address) {
        if (answer == null) {
            throw new UserError(address + ": the hub does not say where to send "
                    + file.item().name());
        }
        if (answer.has("error")) {
            throw new UserError("the hub does not take " + file.item().name() + ": "
                    + SafeNames.printable(Json.compact(answer.get("error"))));
        }
    }

    private void upload(Stored file, JsonObject actions) {
        String place = "the hub's answer for " + file.item().name();
        JsonObject action = Json.asObject(actions.get("upload"), place);
        URI address = address(action, place);
        Retries retries = http.retries(progress.notes());
        long[] counted = {0};
        while (true) {
            progress.bytes(-counted[0]);
            counted[0] = 0;
            try {
                HttpResponse<InputStream> answer = http.send(
                        new HubHttp.Call("PUT", address, headers(action), () -> body(file.item(), counted), true));
                answer.body().close();
                if (answer.statusCode() / 100 == 2) {
                    break;
                }
                retries.after(answer, () -> http.errors().of(answer, target));
            } catch (IOException e) {
                retries.after(e, file.item().name() + " of the " + target.repository());
            }
        }
        if (actions.has("verify")) {
            URI verify = address(Json.asObject(actions.get("verify"), place), place);
            HubHttp.Call call = HubHttp.Call.post(verify, TYPE, Json.compact(described(file)));
            HubHttp.Answer verified = http.text(call.with("Accept", TYPE), target, progress.notes());
            assert verified != null;
        }
    }

    private static URI address(JsonObject action, String place) {
        String text = Json.string(action, "href", place);
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new UserError(
                    place + ": \"href\" must be an address, found " + SafeNames.printable(text) + "; check HF_ENDPOINT",
                    e);
        }
    }

    private static Map<String, String> headers(JsonObject action) {
        Map<String, String> headers = new HashMap<>();
        if (action.has("header") && action.get("header").isJsonObject()) {
            action.getAsJsonObject("header").entrySet().stream()
                    .filter(entry -> entry.getValue().isJsonPrimitive())
                    .filter(entry -> !OWN_HEADERS.contains(entry.getKey().toLowerCase(Locale.ROOT)))
                    .forEach(entry ->
                            headers.put(entry.getKey(), entry.getValue().getAsString()));
        }
        return headers;
    }

    /** The store wants to know the length beforehand. */
    private BodyPublisher body(UploadPlan.Item item, long[] counted) {
        return BodyPublishers.fromPublisher(
                BodyPublishers.ofInputStream(() -> {
                    try {
                        return new Counting(Files.newInputStream(item.file()), counted);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }),
                item.size());
    }

    private static JsonObject described(Stored file) {
        JsonObject object = new JsonObject();
        object.addProperty("oid", file.sha256());
        object.addProperty("size", file.item().size());
        return object;
    }

    /** Counts what is read. */
    private final class Counting extends FilterInputStream {

        private final long[] counted;

        Counting(InputStream stream, long[] counted) {
            super(stream);
            this.counted = counted;
        }

        @Override
        public int read() throws IOException {
            int octet = super.read();
            count(octet < 0 ? -1 : 1);
            return octet;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int count = super.read(bytes, from, length);
            count(count);
            return count;
        }

        private void count(int bytes) {
            if (bytes > 0) {
                counted[0] += bytes;
                progress.bytes(bytes);
            }
        }
    }
}

package dev.gemmatune.model.hub;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.files.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Sends a checkpoint to the hub in one commit. The repository is made if there is none, private unless asked otherwise;
 * an existing public one is written to only when that was asked for. Large files go to the store for them first
 * ({@link LargeFiles}), the commit names them. The steps are those of huggingface_hub's _commit_api.py.
 */
public final class HubUpload {

    private static final String JSON = "application/json";
    private static final int SAMPLE = 512;
    private static final int CHUNK = 256;
    private static final int CONFLICT = 409;

    private final HubSettings settings;
    private final HubHttp http;

    /** An upload as a user. */
    public HubUpload(HubSettings settings) {
        this(settings, Pause.SLEEP);
    }

    HubUpload(HubSettings settings, Pause pause) {
        this.settings = settings;
        this.http = new HubHttp(settings, pause);
    }

    /**
     * Sends everything.
     *
     * @param visible whether everybody may see the repository
     * @return the commit's address
     * @throws UserError if it cannot be sent; the repository's files are then as before
     */
    public String push(UploadPlan plan, boolean visible, String summary, HubListener listener) {
        if (settings.token().isEmpty()) {
            throw new UserError("push needs an access token that may write: make one at " + settings.endpoint()
                    + "/settings/tokens and give it with huggingface-cli login (now hf auth login) or in the variable"
                    + " HF_TOKEN");
        }
        HubReference target = new HubReference(plan.repository(), HubReference.MAIN, "");
        create(target, visible, listener);
        checkVisibility(target, visible, listener);
        List<UploadPlan.Item> large = new ArrayList<>();
        List<UploadPlan.Item> small = new ArrayList<>();
        for (int from = 0; from < plan.files().size(); from += CHUNK) {
            List<UploadPlan.Item> chunk =
                    plan.files().subList(from, Math.min(plan.files().size(), from + CHUNK));
            sort(target, chunk, large, small, listener);
        }
        listener.begins(plan.repository().toString(), plan.files().size(), plan.bytes());
        TransferProgress progress = new TransferProgress(listener);
        List<LargeFiles.Stored> stored = new LargeFiles(http, target, progress).store(large);
        String commit = commit(target, body(summary, small, stored), listener);
        small.forEach(item -> {
            progress.bytes(item.size());
            progress.filesDone(1);
        });
        return commit;
    }

    private void create(HubReference target, boolean visible, HubListener listener) {
        String[] parts = target.repository().id().split("/", 2);
        JsonObject request = new JsonObject();
        request.addProperty("type", "model");
        request.addProperty("organization", parts[0]);
        request.addProperty("name", parts[1]);
        request.addProperty("private", !visible);
        URI address = http.address("api/repos/create", "");
        Retries retries = http.retries(listener);
        while (true) {
            try {
                HttpResponse<InputStream> answer = http.send(HubHttp.Call.post(address, JSON, Json.compact(request)));
                answer.body().close();
                if (answer.statusCode() / 100 == 2 || answer.statusCode() == CONFLICT) {
                    return;
                }
                retries.after(answer, () -> http.errors().of(answer, target));
            } catch (IOException e) {
                retries.after(e, "the " + target.repository());
            }
        }
    }

    private void checkVisibility(HubReference target, boolean visible, HubListener listener) {
        URI address = http.address("api/" + target.repository().apiPath(), "");
        JsonObject about = Json.parseObject(
                http.text(HubHttp.Call.get(address), target, listener).body(), address.toString());
        JsonElement hidden = about.get("private");
        boolean isHidden = hidden != null && hidden.isJsonPrimitive() && hidden.getAsBoolean();
        if (!isHidden && !visible) {
            throw new UserError("the " + target.repository() + " is public, so everybody would see the checkpoint;"
                    + " nothing was sent. Add --public if that is meant, else make it private in its settings");
        }
        if (isHidden && visible) {
            listener.notes("the " + target.repository() + " exists and is private; it stays so until you change it in"
                    + " its settings");
        }
    }

    /** The hub says which files are large ones for it, and which it ignores. */
    private void sort(
            HubReference target,
            List<UploadPlan.Item> items,
            List<UploadPlan.Item> large,
            List<UploadPlan.Item> small,
            HubListener listener) {
        JsonArray files = new JsonArray();
        for (UploadPlan.Item item : items) {
            JsonObject file = new JsonObject();
            file.addProperty("path", item.name());
            file.addProperty("sample", Base64.getEncoder().encodeToString(begin(item)));
            file.addProperty("size", item.size());
            files.add(file);
        }
        JsonObject request = new JsonObject();
        request.add("files", files);
        URI address = http.address("api/" + target.repository().apiPath() + "/preupload/" + target.revision(), "");
        String answer = http.text(HubHttp.Call.post(address, JSON, Json.compact(request)), target, listener)
                .body();
        JsonElement modes = Json.parseObject(answer, address.toString()).get("files");
        if (modes == null || !modes.isJsonArray()) {
            throw new UserError(address + ": expected \"files\", found " + answer);
        }
        for (UploadPlan.Item item : items) {
            boolean isLarge = item.size() > 0
                    && mode(modes.getAsJsonArray(), item, address).equals("lfs");
            (isLarge ? large : small).add(item);
        }
    }

    private static String mode(JsonArray modes, UploadPlan.Item item, URI address) {
        for (JsonElement element : modes) {
            JsonObject mode = Json.asObject(element, address.toString());
            if (Json.string(mode, "path", address.toString()).equals(item.name())) {
                return Json.string(mode, "uploadMode", address.toString());
            }
        }
        throw new UserError(address + ": the hub does not say how to send " + item.name());
    }

    private static String body(String summary, List<UploadPlan.Item> small, List<LargeFiles.Stored> stored) {
        JsonObject header = new JsonObject();
        header.addProperty("summary", summary);
        header.addProperty("description", "");
        StringBuilder lines = new StringBuilder(line("header", header));
        for (LargeFiles.Stored large : stored) {
            JsonObject file = new JsonObject();
            file.addProperty("path", large.item().name());
            file.addProperty("algo", "sha256");
            file.addProperty("oid", large.sha256());
            file.addProperty("size", large.item().size());
            lines.append(line("lfsFile", file));
        }
        for (UploadPlan.Item item : small) {
            JsonObject file = new JsonObject();
            file.addProperty("content", Base64.getEncoder().encodeToString(content(item)));
            file.addProperty("path", item.name());
            file.addProperty("encoding", "base64");
            lines.append(line("file", file));
        }
        return lines.toString();
    }

    private static String line(String key, JsonObject value) {
        JsonObject line = new JsonObject();
        line.addProperty("key", key);
        line.add("value", value);
        return Json.compact(line) + "\n";
    }

    private String commit(HubReference target, String lines, HubListener listener) {
        URI address = http.address("api/" + target.repository().apiPath() + "/commit/" + target.revision(), "");
        HubHttp.Call call =
                HubHttp.Call.post(address, "application/x-ndjson", lines).once();
        JsonObject answer = Json.parseObject(http.text(call, target, listener).body(), address.toString());
        JsonElement url = answer.has("commitUrl") ? answer.get("commitUrl") : JsonNull.INSTANCE;
        return url.isJsonPrimitive()
                ? url.getAsString()
                : settings.endpoint() + "/" + target.repository().pagePath();
    }

    private static byte[] begin(UploadPlan.Item item) {
        try (InputStream stream = Files.newInputStream(item.file())) {
            return stream.readNBytes(SAMPLE);
        } catch (IOException e) {
            throw new UserError("cannot read " + item.file() + ": " + e.getMessage(), e);
        }
    }

    private static byte[] content(UploadPlan.Item item) {
        try {
            return Files.readAllBytes(item.file());
        } catch (IOException e) {
            throw new UserError("cannot read " + item.file() + ": " + e.getMessage(), e);
        }
    }
}

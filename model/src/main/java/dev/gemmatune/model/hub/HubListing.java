package dev.gemmatune.model.hub;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.gemmatune.model.UserError;
import dev.gemmatune.model.files.Json;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks the hub which commit a revision is and which files it has. One request answers both for a model; a data set with
 * very many files is listed page by page; and where a mirror leaves the hashes out, each file is asked for its headers.
 * The interface is that of huggingface_hub's hf_api.py and file_download.py.
 */
final class HubListing {

    /** From here on the hub's short answer may leave files out. */
    private static final int VERY_MANY = 50_000;

    private static final Pattern NEXT_PAGE = Pattern.compile("<([^>]+)>\\s*;\\s*rel=\"?next\"?");

    private final HubHttp http;

    /**
     * A commit.
     *
     * @param commit its hash
     * @param files those that are wanted
     * @param others some of the names of those that are not, for messages
     */
    record Revision(String commit, List<RemoteFile> files, List<String> others) {}

    HubListing(HubHttp http) {
        this.http = http;
    }

    /**
     * Resolves a revision and lists what is wanted of it.
     *
     * @throws UserError if there is no such repository or revision, or it may not be seen
     */
    Revision read(HubReference asked, FileSelection selection, HubListener listener) {
        String path = "api/" + asked.repository().apiPath() + "/revision/";
        URI address = http.address(path, HubHttp.escape(asked.revision(), false) + "?blobs=true");
        JsonObject answer = Json.parseObject(
                http.text(HubHttp.Call.get(address), asked, listener).body(), address.toString());
        String commit = Json.string(answer, "sha", address.toString());
        if (!SafeNames.isCommit(commit)) {
            throw new UserError(address + ": \"sha\" must be a commit's hash, found " + Json.describe(answer.get("sha"))
                    + "; check HF_ENDPOINT");
        }
        JsonElement siblings = answer.get("siblings");
        boolean complete = siblings != null
                && siblings.isJsonArray()
                && siblings.getAsJsonArray().size() < VERY_MANY;
        HubReference at = new HubReference(asked.repository(), commit, asked.path());
        List<JsonObject> entries =
                complete ? objects(siblings.getAsJsonArray(), address.toString()) : pages(at, listener);
        return select(at, entries, selection, listener);
    }

    private Revision select(HubReference at, List<JsonObject> entries, FileSelection selection, HubListener listener) {
        List<RemoteFile> files = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (JsonObject entry : entries) {
            String name = Json.string(entry, entry.has("rfilename") ? "rfilename" : "path", "the hub's list of files");
            if (selection.wants(name)) {
                files.add(described(name, entry).orElseGet(() -> asked(at, name, listener)));
            } else {
                others.add(SafeNames.printable(name));
            }
        }
        return new Revision(at.revision(), files, others);
    }

    private List<JsonObject> pages(HubReference at, HubListener listener) {
        List<JsonObject> entries = new ArrayList<>();
        Optional<URI> page = Optional.of(http.address(
                "api/" + at.repository().apiPath() + "/tree/" + at.revision(), "?recursive=true&expand=false"));
        while (page.isPresent()) {
            URI address = page.get();
            HubHttp.Answer answer = http.text(HubHttp.Call.get(address), at, listener);
            JsonObject wrapped = Json.parseObject("{\"entries\":" + answer.body() + "}", address.toString());
            if (!wrapped.get("entries").isJsonArray()) {
                throw new UserError(address + ": expected a list of files; check HF_ENDPOINT");
            }
            objects(wrapped.getAsJsonArray("entries"), address.toString()).stream()
                    .filter(entry -> !entry.has("type") || entry.get("type").equals(new JsonPrimitive("file")))
                    .forEach(entries::add);
            page = answer.headers()
                    .firstValue("Link")
                    .map(NEXT_PAGE::matcher)
                    .filter(Matcher::find)
                    .map(link -> address.resolve(link.group(1)));
        }
        return entries;
    }

    /** Size and hash as listed; empty if the list does not tell them. */
    private static Optional<RemoteFile> described(String name, JsonObject entry) {
        JsonElement large = entry.get("lfs");
        if (large != null && large.isJsonObject()) {
            JsonObject lfs = large.getAsJsonObject();
            JsonElement hash = lfs.has("sha256") ? lfs.get("sha256") : lfs.get("oid");
            return file(name, lfs.get("size"), hash);
        }
        return file(name, entry.get("size"), entry.has("blobId") ? entry.get("blobId") : entry.get("oid"));
    }

    private static Optional<RemoteFile> file(String name, JsonElement size, JsonElement hash) {
        if (size == null || hash == null || !size.isJsonPrimitive() || !hash.isJsonPrimitive()) {
            return Optional.empty();
        }
        return Optional.of(new RemoteFile(name, bytes(name, size), new BlobHash(hash.getAsString())));
    }

    private static long bytes(String name, JsonElement size) {
        try {
            long bytes = new BigDecimal(size.getAsString()).longValueExact();
            if (bytes >= 0) {
                return bytes;
            }
        } catch (NumberFormatException | ArithmeticException e) {
            // Told below, as negative sizes are.
        }
        throw new UserError("the hub's list of files: the size of " + SafeNames.printable(name)
                + " must be a whole number of bytes, found " + Json.describe(size) + "; check HF_ENDPOINT");
    }

    /** Size and hash from the headers of the file itself. */
    private RemoteFile asked(HubReference at, String name, HubListener listener) {
        HubReference file = new HubReference(at.repository(), at.revision(), name);
        HubHttp.Call call =
                new HubHttp.Call("HEAD", resolve(http, at, name), Map.of(), HttpRequest.BodyPublishers::noBody, true);
        Retries retries = http.retries(listener);
        while (true) {
            try {
                HttpResponse<InputStream> answer = http.send(call);
                answer.body().close();
                if (answer.statusCode() < 400) {
                    String size = header(answer, "X-Linked-Size", "Content-Length");
                    String hash = header(answer, "X-Linked-Etag", "ETag").replaceAll("^W/|\"", "");
                    if (!size.matches("\\d{1,18}")) {
                        throw new UserError("the hub does not tell the size of " + SafeNames.printable(name)
                                + " of the " + at.repository() + "; check HF_ENDPOINT");
                    }
                    return new RemoteFile(name, Long.parseLong(size), new BlobHash(hash));
                }
                retries.after(answer, () -> http.errors().of(answer, file));
            } catch (IOException e) {
                retries.after(e, "the " + at.repository());
            }
        }
    }

    /** Where a file is fetched from. */
    static URI resolve(HubHttp http, HubReference at, String name) {
        String page = at.repository().pagePath() + "/resolve/" + at.revision();
        return http.address(page + "/" + name, "");
    }

    private static String header(HttpResponse<?> answer, String first, String second) {
        return answer.headers()
                .firstValue(first)
                .or(() -> answer.headers().firstValue(second))
                .orElse("");
    }

    private static List<JsonObject> objects(JsonArray array, String place) {
        List<JsonObject> objects = new ArrayList<>();
        for (JsonElement element : array) {
            if (!element.isJsonObject()) {
                throw new UserError(place + ": expected a file's description, found " + Json.describe(element));
            }
            objects.add(element.getAsJsonObject());
        }
        return objects;
    }
}

package dev.gemmatune.model.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.model.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

final class HubUploadTest {

    private static final byte[] WEIGHTS = FakeHub.weights();
    private static final String HASH = FakeHub.sha256(WEIGHTS);
    private static final String ABOUT = "/api/models/maker/tiny";
    private static final String BATCH = "/maker/tiny.git/info/lfs/objects/batch";

    @TempDir
    Path folder;

    private final FakeHub hub = new FakeHub();

    @BeforeEach
    void checkpoint() throws IOException {
        Files.writeString(folder.resolve("config.json"), "{}");
        Files.writeString(folder.resolve("modules.json"), "[]");
        Files.writeString(folder.resolve("README.md"), "card");
        Files.writeString(folder.resolve(".hidden"), "x");
        Files.writeString(folder.resolve("weights.part"), "x");
        Files.createDirectories(folder.resolve("2_Dense"));
        Files.writeString(folder.resolve("2_Dense/config.json"), "{\"d\": 1}");
        Files.write(folder.resolve("model.safetensors"), WEIGHTS);
        hub.always.put("/api/repos/create", FakeHub.status(200));
        hub.always.put(ABOUT, json("{'id': 'maker/tiny', 'private': true}"));
        hub.always.put(
                ABOUT + "/preupload/main",
                json("{'files': [" + mode("config.json", "regular") + "," + mode("README.md", "regular") + ","
                        + mode("modules.json", "regular") + ","
                        + mode("2_Dense/config.json", "regular") + "," + mode("model.safetensors", "lfs") + "]}"));
        hub.always.put(
                BATCH,
                json(batch("{'upload': {'href': '" + hub.storeAddress()
                        + "/put?signature=s', 'header': {'X-More': 'm', 'Content-Length': '1'}}, 'verify': {'href': '"
                        + hub.address() + "/verify'}}")));
        hub.always.put("/put", FakeHub.status(200));
        hub.always.put("/verify", FakeHub.status(200));
        hub.always.put(ABOUT + "/commit/main", json("{'commitUrl': 'https://hub/maker/tiny/commit/1'}"));
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private static FakeHub.Fault json(String text) {
        return exchange -> FakeHub.send(exchange, FakeHub.json(text).getBytes(StandardCharsets.UTF_8));
    }

    private static String mode(String path, String mode) {
        return "{'path': '" + path + "', 'uploadMode': '" + mode + "', 'shouldIgnore': false}";
    }

    private static String batch(String actions) {
        return "{'transfer': 'basic', 'objects': [{'oid': '" + HASH + "', 'size': " + WEIGHTS.length + ", 'actions': "
                + actions + "}]}";
    }

    private String push(boolean visible) {
        HubUpload upload = new HubUpload(hub.settings(folder), hub.pauses::add);
        return upload.push(UploadPlan.of(folder, FakeHub.ID), visible, "tuned", hub.listener());
    }

    private FakeHub.Request request(String path) {
        return hub.requests.stream()
                .filter(request -> request.path().equals(path))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void everythingGoesInOneCommitAndLargeFilesByTheirHash() {
        assertEquals("https://hub/maker/tiny/commit/1", push(false));
        assertTrue(request("/api/repos/create").body().contains("\"private\":true"));
        assertEquals(
                FakeHub.json("{'key':'header','value':{'summary':'tuned','description':''}}\n"
                        + "{'key':'lfsFile','value':{'path':'model.safetensors','algo':'sha256','oid':'" + HASH
                        + "','size':300000}}\n"
                        + "{'key':'file','value':{'content':'eyJkIjogMX0=','path':'2_Dense/config.json','encoding':'base64'}}\n"
                        + "{'key':'file','value':{'content':'Y2FyZA==','path':'README.md','encoding':'base64'}}\n"
                        + "{'key':'file','value':{'content':'e30=','path':'config.json','encoding':'base64'}}\n"
                        + "{'key':'file','value':{'content':'W10=','path':'modules.json','encoding':'base64'}}\n"),
                request(ABOUT + "/commit/main").body());
        assertTrue(request("/verify").body().contains(HASH));
        assertFalse(hub.requests.toString().contains("hidden"));
    }

    @Test
    void weightsArriveWholeAndTheStoreSeesNoToken() {
        push(false);
        FakeHub.Request put = request("/put");
        assertEquals("PUT", put.method());
        assertEquals(HASH, FakeHub.sha256(put.body().getBytes(StandardCharsets.ISO_8859_1)));
        assertNull(put.authorization());
        assertEquals("Bearer hf_secret", request("/verify").authorization());
    }

    @Test
    void troubleOfTheStoreIsTriedAgain() {
        hub.next("/put", FakeHub.status(503));
        hub.next("/put", FakeHub.status(500));
        push(false);
        assertEquals(3, hub.count("/put"));
    }

    @Test
    void whatTheStoreHasIsNotSentAgain() {
        hub.always.put(BATCH, json("{'objects': [{'oid': '" + HASH + "', 'size': 300000}]}"));
        push(false);
        assertEquals(0, hub.count("/put"));
        assertTrue(request(ABOUT + "/commit/main").body().contains(HASH));
    }

    @Test
    void nothingGoesToAPublicRepositoryUnlessAsked() {
        hub.always.put("/api/repos/create", FakeHub.status(409));
        hub.always.put(ABOUT, json("{'private': false}"));
        UserError error = assertThrows(UserError.class, () -> push(false));
        assertTrue(error.getMessage().contains("is public"), error::getMessage);
        assertEquals(0, hub.count("/commit/"));
        push(true);
        assertEquals(1, hub.count("/commit/"));
    }

    @Test
    void commitIsNotSentTwiceAfterACut() {
        hub.always.put(ABOUT + "/commit/main", exchange -> {
            // Closed without an answer.
        });
        UserError error = assertThrows(UserError.class, () -> push(false));
        assertTrue(error.getMessage().contains("look at"), error::getMessage);
    }

    @Test
    void refusalsAndMissingTokensSayWhatToDo() {
        hub.next("/api/repos/create", FakeHub.status(403, "X-Error-Message", "no right"));
        UserError refused = assertThrows(UserError.class, () -> push(false));
        assertTrue(refused.getMessage().contains("must be one that may write"), refused::getMessage);
        HubSettings given = hub.settings(folder);
        HubSettings anonymous = new HubSettings(given.endpoint(), folder, Optional.empty(), false, true);
        UserError without = assertThrows(
                UserError.class,
                () -> new HubUpload(anonymous).push(UploadPlan.of(folder, FakeHub.ID), false, "x", HubListener.NONE));
        assertTrue(without.getMessage().contains("HF_TOKEN"), without::getMessage);
    }

    @Test
    void planTakesCheckpointsOnly() throws IOException {
        UploadPlan plan = UploadPlan.of(folder, FakeHub.ID);
        assertEquals(
                List.of("2_Dense/config.json", "README.md", "config.json", "model.safetensors", "modules.json"),
                plan.files().stream().map(UploadPlan.Item::name).toList());
        assertTrue(plan.hasCard());
        assertEquals(300_000 + 2 + 2 + 4 + 8, plan.bytes());
        Path run = Files.createDirectories(folder.resolve("run/best")).getParent();
        Files.writeString(run.resolve("best/config.json"), "{}");
        UserError error = assertThrows(UserError.class, () -> UploadPlan.of(run, FakeHub.ID));
        assertTrue(error.getMessage().contains("push one of its checkpoints"), error::getMessage);
        assertThrows(UserError.class, () -> UploadPlan.of(folder.resolve("2_Dense"), FakeHub.ID));
        assertThrows(UserError.class, () -> UploadPlan.of(folder, "tiny"));
    }

    /** What is published cannot be taken back. */
    @Test
    void filesThatNoCheckpointHasAreSentOnlyByName() throws IOException {
        for (String name : List.of("secrets.env", "id_rsa", "credentials.json", "2_Dense/notes.txt")) {
            Path other = Files.writeString(folder.resolve(name), "secret");
            String message = assertThrows(UserError.class, () -> UploadPlan.of(folder, FakeHub.ID))
                    .getMessage();
            assertTrue(message.contains(name) && message.contains("--include"), message);
            assertTrue(UploadPlan.of(folder, FakeHub.ID, List.of(name)).files().stream()
                    .anyMatch(item -> item.name().equals(name)));
            Files.delete(other);
        }
        Files.createDirectories(folder.resolve(".git/objects"));
        Files.writeString(folder.resolve(".git/config"), "token");
        Files.writeString(folder.resolve(".env"), "token");
        assertEquals(5, UploadPlan.of(folder, FakeHub.ID).files().size());
        assertEquals(
                6, UploadPlan.of(folder, FakeHub.ID, List.of(".env")).files().size());
    }

    @Test
    @DisabledOnOs(OS.WINDOWS) // makes links only for administrators
    void linksOutOfTheFolderAndInCirclesAreRefused() throws IOException {
        Path outside = Files.createTempFile("outside", ".json");
        for (Path target : List.of(outside, outside.getParent(), folder, folder.resolve("README.md/../nowhere"))) {
            Path link = Files.createSymbolicLink(folder.resolve("tokenizer_config.json"), target);
            String message = assertThrows(UserError.class, () -> UploadPlan.of(folder, FakeHub.ID, List.of("*")))
                    .getMessage();
            assertTrue(message.startsWith(link + " is a link to"), message);
            Files.delete(link);
        }
        Files.createSymbolicLink(folder.resolve("LICENSE"), Path.of("README.md"));
        assertEquals(6, UploadPlan.of(folder, FakeHub.ID).files().size());
        Files.delete(outside);
    }
}

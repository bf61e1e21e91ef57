package dev.gemmatune.model.hub;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.model.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HubClientTest {

    private static final HubReference MODEL = HubReference.ofModel(FakeHub.ID).orElseThrow();

    @TempDir
    Path cache;

    private final FakeHub hub = new FakeHub().withModel();

    @AfterEach
    void stop() {
        hub.close();
    }

    private Path pull() {
        return hub.client(hub.settings(cache)).get(MODEL, hub.listener());
    }

    private static Set<String> names(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.filter(path -> !Files.isDirectory(path))
                    .map(path -> folder.relativize(path).toString().replace('\\', '/'))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @Test
    void onlyWhatLoadingTakesComesInTheLayoutOfTheCache() throws IOException {
        Path snapshot = pull();
        Path repository = cache.resolve("models--maker--tiny");
        assertEquals(repository.resolve("snapshots").resolve(FakeHub.COMMIT), snapshot);
        assertEquals(
                Set.of(
                        "config.json",
                        "modules.json",
                        "tokenizer.json",
                        "1_Pooling/config.json",
                        "README.md",
                        "model.safetensors"),
                names(snapshot));
        assertEquals(FakeHub.COMMIT, Files.readString(repository.resolve("refs/main")));
        assertArrayEquals(FakeHub.weights(), Files.readAllBytes(snapshot.resolve("model.safetensors")));
        assertEquals(
                Path.of("../../blobs/" + FakeHub.sha256(FakeHub.weights())),
                Files.readSymbolicLink(snapshot.resolve("model.safetensors")));
        String pooling = FakeHub.gitHash("{}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertEquals(
                Path.of("../../../blobs/" + pooling),
                Files.readSymbolicLink(snapshot.resolve("1_Pooling/config.json")));
        assertTrue(Files.exists(cache.resolve(".locks/models--maker--tiny/gemmatune.lock")));
        assertFalse(names(repository).stream().anyMatch(name -> name.endsWith("incomplete")));
    }

    @Test
    void secondPullAsksForTheRevisionOnly() {
        Path first = pull();
        hub.requests.clear();
        assertEquals(first, pull());
        assertEquals(1, hub.requests.size());
        assertTrue(hub.requests.get(0).path().endsWith("/api/models/maker/tiny/revision/main"));
    }

    @Test
    void tokenGoesToTheHubOnly() {
        pull();
        List<FakeHub.Request> toStore = hub.requests.stream()
                .filter(request -> request.host().equals("store"))
                .toList();
        assertEquals(2, toStore.size());
        toStore.forEach(request -> assertNull(request.authorization()));
        hub.requests.stream()
                .filter(request -> request.host().equals("hub"))
                .forEach(request -> assertEquals("Bearer hf_secret", request.authorization()));
    }

    @Test
    void contentsThatPythonDownloadedAreUsed() throws IOException {
        Path blob = cache.resolve("models--maker--tiny/blobs/" + FakeHub.sha256(FakeHub.weights()));
        Files.createDirectories(blob.getParent());
        Files.write(blob, FakeHub.weights());
        pull();
        assertEquals(0, hub.count("/resolve/" + FakeHub.COMMIT + "/model.safetensors"));
    }

    @Test
    void filesStandInTheSnapshotWhereLinksAreImpossible() throws IOException {
        HubSettings given = hub.settings(cache);
        HubSettings settings = new HubSettings(given.endpoint(), cache, given.token(), false, false);
        Path snapshot = hub.client(settings).get(MODEL, HubListener.NONE);
        assertFalse(Files.isSymbolicLink(snapshot.resolve("config.json")));
        assertArrayEquals(FakeHub.weights(), Files.readAllBytes(snapshot.resolve("model.safetensors")));
        hub.requests.clear();
        hub.client(settings).get(MODEL, HubListener.NONE);
        assertEquals(1, hub.requests.size());
    }

    @Test
    void offlineServesTheCacheAndElseSaysWhatToDo() {
        HubSettings given = hub.settings(cache);
        HubSettings offline = new HubSettings(given.endpoint(), cache, Optional.empty(), true, true);
        UserError error =
                assertThrows(UserError.class, () -> hub.client(offline).get(MODEL, HubListener.NONE));
        assertTrue(error.getMessage().contains("HF_HUB_OFFLINE"), error::getMessage);
        Path snapshot = pull();
        hub.requests.clear();
        assertEquals(snapshot, hub.client(offline).get(MODEL, HubListener.NONE));
        assertEquals(List.of(), hub.requests);
    }

    @Test
    void incompleteModelInTheCacheIsNotTakenForOne() throws IOException {
        Path snapshot = pull();
        HubClient client = hub.client(hub.settings(cache));
        assertEquals(Optional.of(snapshot), client.cached(MODEL));
        Files.delete(snapshot.resolve("tokenizer.json"));
        assertEquals(Optional.empty(), client.cached(MODEL));
        assertEquals(snapshot, pull());
        assertEquals(Optional.of(snapshot), client.cached(MODEL));
    }

    @Test
    void listsOfSeveralPagesAreReadToTheEnd() throws IOException {
        hub.paged = true;
        assertEquals(6, names(pull()).size());
        assertEquals(5, hub.count("/tree/"));
    }

    @Test
    void mirrorsWithoutHashesAreAskedForEachFile() throws IOException {
        hub.withoutHashes = true;
        Path snapshot = pull();
        assertArrayEquals(FakeHub.weights(), Files.readAllBytes(snapshot.resolve("model.safetensors")));
        assertEquals(
                6, hub.requests.stream().filter(r -> r.method().equals("HEAD")).count());
    }

    @Test
    void oneFileOfADataSetComesAlone() throws IOException {
        hub.put("data/train set.jsonl", "{}\n", true);
        HubReference file = HubReference.ofAddress("hf://datasets/maker/tiny/data/train set.jsonl");
        Path path = hub.client(hub.settings(cache)).get(file, HubListener.NONE);
        assertEquals("{}\n", Files.readString(path));
        assertTrue(path.startsWith(cache.resolve("datasets--maker--tiny")));
        assertEquals(1, hub.count("/datasets/maker/tiny/resolve/"));
        assertEquals(Optional.of(path), hub.client(hub.settings(cache)).cached(file));
    }

    @Test
    void whatIsNotThereIsNamedWithWhatIs() {
        HubReference file = HubReference.ofAddress("hf://datasets/maker/tiny/none.jsonl");
        UserError error = assertThrows(
                UserError.class, () -> hub.client(hub.settings(cache)).get(file, HubListener.NONE));
        assertTrue(error.getMessage().contains("has no files of none.jsonl; it has config.json"), error::getMessage);
    }

    @Test
    void twoPullsAtOnceDownloadEachContentOnce() throws Exception {
        Thread other = new Thread(this::pull);
        other.start();
        Path snapshot = pull();
        other.join();
        assertArrayEquals(FakeHub.weights(), Files.readAllBytes(snapshot.resolve("model.safetensors")));
        assertEquals(1, hub.count("/" + FakeHub.sha256(FakeHub.weights())));
    }

    @Test
    void listenerHearsSizeAndEnd() {
        long[] heard = new long[4];
        hub.client(hub.settings(cache)).get(MODEL, new HubListener() {
            @Override
            public void begins(String what, int files, long bytes) {
                heard[0] = files;
                heard[1] = bytes;
            }

            @Override
            public void progresses(int filesDone, long bytesDone) {
                heard[2] = filesDone;
                heard[3] = bytesDone;
            }
        });
        assertEquals(6, heard[0]);
        assertEquals(6, heard[2]);
        assertEquals(heard[1], heard[3]);
    }
}

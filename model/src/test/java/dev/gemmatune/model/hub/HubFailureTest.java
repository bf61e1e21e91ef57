package dev.gemmatune.model.hub;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gemmatune.model.UserError;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HubFailureTest {

    private static final HubReference MODEL = HubReference.ofModel(FakeHub.ID).orElseThrow();
    private static final byte[] WEIGHTS = FakeHub.weights();
    private static final String HASH = FakeHub.sha256(WEIGHTS);
    private static final String LIST = "/api/models/maker/tiny/revision/main";
    private static final String RESOLVE = "/maker/tiny/resolve/" + FakeHub.COMMIT + "/";

    @TempDir
    Path folder;

    private final FakeHub hub = new FakeHub().withModel();

    @AfterEach
    void stop() {
        hub.close();
    }

    private Path cache() {
        return folder.resolve("cache");
    }

    private Path part() {
        return cache().resolve("models--maker--tiny/blobs/" + HASH + ".gemmatune.incomplete");
    }

    private Path pull() {
        return hub.client(hub.settings(cache())).get(MODEL, hub.listener());
    }

    private String failure() {
        String message = assertThrows(UserError.class, this::pull).getMessage();
        assertFalse(message.contains("hf_secret"), message);
        return message;
    }

    private List<String> ranges() {
        return hub.requests.stream()
                .filter(request -> request.path().equals("/" + HASH))
                .map(request -> String.valueOf(request.range()))
                .toList();
    }

    /** How much of what was sent before a cut arrives is up to the network. */
    private List<String> anyRanges() {
        return ranges().stream()
                .map(range -> range.replaceAll("[1-9]\\d*", "N"))
                .toList();
    }

    private void assertWhole(Path snapshot) throws IOException {
        assertArrayEquals(WEIGHTS, Files.readAllBytes(snapshot.resolve("model.safetensors")));
    }

    @Test
    void cutTransferGoesOnWhereItStopped() throws IOException {
        hub.next("/" + HASH, FakeHub.cut(WEIGHTS, 100_000));
        assertWhole(pull());
        assertEquals(List.of("null", "bytes=N-"), anyRanges());
        assertEquals(List.of(Duration.ofSeconds(1)), hub.pauses);
    }

    @Test
    void brokenRunGoesOnInTheNextOne() throws IOException {
        Files.createDirectories(part().getParent());
        Files.write(part(), Arrays.copyOf(WEIGHTS, 200_000));
        assertWhole(pull());
        assertEquals(List.of("bytes=200000-"), ranges());
        assertFalse(Files.exists(part()));
    }

    @Test
    void wholePartNeedsNoRequest() throws IOException {
        Files.createDirectories(part().getParent());
        Files.write(part(), WEIGHTS);
        assertWhole(pull());
        assertEquals(List.of(), ranges());
    }

    @Test
    void wrongPartIsThrownAwayAndDownloadedAnew() throws IOException {
        Files.createDirectories(part().getParent());
        Files.write(part(), new byte[200_000]);
        assertWhole(pull());
        assertEquals(List.of("bytes=200000-", "null"), ranges());
    }

    @Test
    void serverWithoutRangesSendsEverythingAgain() throws IOException {
        hub.next("/" + HASH, FakeHub.cut(WEIGHTS, 100_000));
        hub.next("/" + HASH, exchange -> {
            exchange.sendResponseHeaders(200, WEIGHTS.length);
            exchange.getResponseBody().write(WEIGHTS);
        });
        assertWhole(pull());
    }

    @Test
    void wrongRangeAndRefusedRangeBeginAnew() throws IOException {
        hub.next("/" + HASH, FakeHub.cut(WEIGHTS, 100_000));
        hub.next("/" + HASH, exchange -> {
            exchange.getResponseHeaders().add("Content-Range", "bytes 5-9/300000");
            exchange.sendResponseHeaders(206, 5);
            exchange.getResponseBody().write(new byte[5]);
        });
        hub.next("/" + HASH, FakeHub.cut(WEIGHTS, 50_000));
        hub.next("/" + HASH, FakeHub.status(416));
        assertWhole(pull());
        assertEquals(List.of("null", "bytes=N-", "null", "bytes=N-", "null"), anyRanges());
    }

    @Test
    void stalledTransferIsTakenUpAgain() throws IOException {
        hub.next("/" + HASH, exchange -> {
            exchange.sendResponseHeaders(200, WEIGHTS.length);
            exchange.getResponseBody().write(WEIGHTS, 0, 70_000);
            exchange.getResponseBody().flush();
            try {
                Thread.sleep(6_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertWhole(pull());
        assertEquals(List.of("null", "bytes=70000-"), ranges());
    }

    @Test
    void wrongHashIsAnErrorAndNothingIsLeft() throws IOException {
        byte[] wrong = WEIGHTS.clone();
        wrong[150_000]++;
        hub.always.put("/" + HASH, exchange -> FakeHub.send(exchange, wrong));
        String message = failure();
        assertTrue(message.contains("model.safetensors") && message.contains(HASH), message);
        assertFalse(Files.exists(part()));
        assertFalse(Files.exists(part().resolveSibling(HASH)));
        assertFalse(Files.exists(cache().resolve("models--maker--tiny/refs/main")));
    }

    @Test
    void wrongSmallFileIsAnErrorToo() {
        hub.always.put(
                RESOLVE + "config.json",
                exchange -> FakeHub.send(exchange, "{\"a\": 2}".getBytes(StandardCharsets.UTF_8)));
        assertTrue(failure().contains("config.json"));
    }

    @Test
    void moreBytesThanListedAreAnError() {
        hub.always.put("/" + HASH, exchange -> FakeHub.send(exchange, new byte[WEIGHTS.length + 1]));
        assertTrue(failure().contains("sends more of model.safetensors"));
        assertFalse(Files.exists(part()));
    }

    @Test
    void tooManyRequestsWaitAsLongAsTheHubAsks() throws IOException {
        hub.next(LIST, FakeHub.status(429, "Retry-After", "7"));
        hub.next(RESOLVE + "model.safetensors", FakeHub.status(429, "ratelimit", "\"api\";r=0;t=55"));
        assertWhole(pull());
        assertEquals(List.of(Duration.ofSeconds(7), Duration.ofSeconds(55)), hub.pauses);
        assertTrue(hub.notes.get(0).contains("429"), hub.notes::toString);
    }

    @Test
    void troubleOfTheServerIsTriedAgainLongerAndLonger() throws IOException {
        hub.next(LIST, FakeHub.status(500));
        hub.next(LIST, FakeHub.status(503));
        hub.next(LIST, FakeHub.status(502));
        assertWhole(pull());
        assertEquals(List.of(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4)), hub.pauses);
    }

    @Test
    void hubThatIsDownLeavesTheCacheInUse() throws IOException {
        Path snapshot = pull();
        hub.always.put(LIST, FakeHub.status(503));
        assertEquals(snapshot, pull());
        assertTrue(hub.notes.get(hub.notes.size() - 1).contains("the cache serves"), hub.notes::toString);
    }

    @Test
    void hubThatIsDownWithoutCacheSaysSo() {
        hub.close();
        String message = failure();
        assertTrue(message.contains("cannot reach the Hugging Face hub"), message);
        assertTrue(message.contains("after 3 attempts: refused; check the network"), message);
        assertEquals(List.of(Duration.ofSeconds(1), Duration.ofSeconds(2)), hub.pauses);
    }

    @Test
    void hubThatHasAnsweredIsWaitedForLonger() {
        HubClient client = hub.client(hub.settings(cache()));
        client.names(MODEL, HubListener.NONE);
        hub.close();
        assertThrows(UserError.class, () -> client.names(MODEL, HubListener.NONE));
        assertEquals(Retries.ATTEMPTS - 1, hub.pauses.size());
    }

    @Test
    void hubWhoseAddressIsNotKnownSaysSo() {
        HubSettings elsewhere =
                new HubSettings(URI.create("http://hub.invalid"), cache(), Optional.empty(), false, true);
        String message = assertThrows(
                        UserError.class, () -> hub.client(elsewhere).names(MODEL, HubListener.NONE))
                .getMessage();
        assertTrue(message.contains("after 3 attempts: the host's name cannot be resolved"), message);
    }

    @Test
    void gatedModelExplainsHowToAcceptTheLicence() {
        hub.always.put(RESOLVE + "config.json", FakeHub.status(403, "X-Error-Code", "GatedRepo"));
        String known = failure();
        assertTrue(known.contains("has not accepted it"), known);
        assertTrue(known.contains(hub.address() + "/maker/tiny"), known);
        HubSettings given = hub.settings(cache());
        HubSettings anonymous = new HubSettings(given.endpoint(), cache(), Optional.empty(), false, true);
        hub.always.put(RESOLVE + "config.json", FakeHub.status(401, "X-Error-Code", "GatedRepo"));
        String message = assertThrows(
                        UserError.class, () -> hub.client(anonymous).get(MODEL, HubListener.NONE))
                .getMessage();
        assertTrue(message.contains("accept it at " + hub.address() + "/maker/tiny"), message);
        assertTrue(message.contains("huggingface-cli login") && message.contains("HF_TOKEN"), message);
    }

    @Test
    void notFoundSaysWhat() {
        hub.next(LIST, FakeHub.status(404, "X-Error-Code", "RepoNotFound"));
        assertTrue(failure().contains("has no model maker/tiny, or it is private"));
        hub.next(LIST, FakeHub.status(404, "X-Error-Code", "RevisionNotFound"));
        assertTrue(failure().contains("has no revision main"));
        hub.next(RESOLVE + "config.json", FakeHub.status(404, "X-Error-Code", "EntryNotFound"));
        assertTrue(failure().contains("has no file config.json"));
        hub.next(LIST, FakeHub.status(401, "X-Error-Message", "Invalid credentials in Authorization header"));
        assertTrue(failure().contains("does not accept the access token"));
    }

    @Test
    void hostileNamesWriteNothing() throws IOException {
        for (String name :
                List.of("../../evil.json", "/evil.json", "a\\..\\evil.json", "a\0.json", "a//b.json", "a/./b.json")) {
            hub.files.clear();
            hub.put("config.json", "{}", false);
            hub.put(name, "evil", false);
            UserError error = assertThrows(
                    UserError.class,
                    () -> hub.client(hub.settings(cache()))
                            .get(MODEL, FileSelection.matching(List.of("*")), HubListener.NONE),
                    name);
            assertTrue(error.getMessage().contains("nothing is written"), error::getMessage);
        }
        try (Stream<Path> written = Files.walk(folder)) {
            assertEquals(List.of(folder), written.toList());
        }
    }

    @Test
    void hostileCommitAndHashWriteNothing() throws IOException {
        hub.next(
                LIST,
                exchange -> FakeHub.send(
                        exchange,
                        FakeHub.json("{'sha': '../../evil', 'siblings': []}").getBytes(StandardCharsets.UTF_8)));
        assertTrue(failure().contains("commit's hash"));
        hub.next(
                LIST,
                exchange -> FakeHub.send(
                        exchange,
                        FakeHub.json("{'sha': '" + FakeHub.COMMIT
                                        + "', 'siblings': [{'rfilename': 'config.json', 'size': 1, 'blobId': '../x'}]}")
                                .getBytes(StandardCharsets.UTF_8)));
        assertTrue(failure().contains("git SHA-1 was expected"));
        try (Stream<Path> written = Files.walk(folder)) {
            assertEquals(List.of(folder), written.toList());
        }
    }

    @Test
    void redirectsOfARenamedRepositoryAreFollowedAndEndlessOnesAreNot() throws IOException {
        hub.next(LIST, FakeHub.status(307, "Location", LIST + "?again"));
        assertWhole(pull());
        hub.always.put(LIST, FakeHub.status(307, "Location", LIST));
        Path other = folder.resolve("other");
        UserError error = assertThrows(
                UserError.class, () -> hub.client(hub.settings(other)).get(MODEL, HubListener.NONE));
        assertTrue(error.getMessage().contains("redirects"), error::getMessage);
    }

    @Test
    void tooLargeForTheDiskIsSaidBefore() {
        hub.next(
                LIST,
                exchange -> FakeHub.send(
                        exchange,
                        FakeHub.json("{'sha': '" + FakeHub.COMMIT
                                        + "', 'siblings': [{'rfilename': 'config.json', 'size': 1000000000000000000,"
                                        + " 'blobId': '"
                                        + FakeHub.COMMIT + "'}]}")
                                .getBytes(StandardCharsets.UTF_8)));
        assertTrue(failure().contains("are to be downloaded, but"));
        assertEquals(1, hub.requests.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"'abc'", "-5", "1.5", "99999999999999999999", "true"})
    void sizesThatAreNoneAreNamed(String size) {
        String list = "{'sha': '" + FakeHub.COMMIT + "', 'siblings': [{'rfilename': 'config.json', 'size': " + size
                + ", 'blobId': '" + "0".repeat(40) + "'}]}";
        hub.next(
                "/api/models/" + FakeHub.ID + "/revision/main",
                exchange -> FakeHub.send(exchange, FakeHub.json(list).getBytes(StandardCharsets.UTF_8)));
        String message = failure();
        assertTrue(message.contains("the size of config.json must be a whole number of bytes"), message);
    }
}

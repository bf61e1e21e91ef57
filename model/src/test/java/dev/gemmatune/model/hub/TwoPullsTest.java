package dev.gemmatune.model.hub;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pulls of one model by real processes at once. */
final class TwoPullsTest {

    private static final int PULLS = 10;
    private static final int FILES = 12;

    @TempDir
    Path folder;

    private final FakeHub hub = new FakeHub().withModel();
    private final List<Process> processes = new ArrayList<>();

    /** Another process: pulls into each cache that it is told, and says what came of it. */
    public static final class Puller {

        private Puller() {}

        @SuppressWarnings("SystemOut") // how it says so
        public static void main(String[] arguments) throws IOException {
            BufferedReader caches = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            boolean links = Boolean.parseBoolean(arguments[1]);
            for (String cache = caches.readLine(); cache != null; cache = caches.readLine()) {
                HubSettings settings =
                        new HubSettings(URI.create(arguments[0]), Path.of(cache), Optional.empty(), false, links);
                String result;
                try {
                    result = "in "
                            + new HubClient(settings)
                                    .get(HubReference.ofModel(FakeHub.ID).orElseThrow(), HubListener.NONE);
                } catch (RuntimeException e) {
                    result = e.toString().replace('\n', ' ');
                }
                System.out.println(result);
            }
        }
    }

    @AfterEach
    void stop() {
        processes.forEach(Process::destroyForcibly);
        hub.close();
    }

    @Test
    void bothHaveTheModelEveryTime() throws Exception {
        pullTogether(true);
    }

    @Test
    void bothHaveTheModelWhereLinksAreImpossible() throws Exception {
        pullTogether(false);
    }

    private void pullTogether(boolean links) throws Exception {
        for (int i = 0; i < FILES; i++) {
            // The first ones have one content.
            hub.put("extra-" + i + ".json", "{\"n\": " + Math.max(i, 5) + "}", false);
        }
        List<Process> both = List.of(start(links), start(links));
        for (int pull = 0; pull < PULLS; pull++) {
            Path cache = folder.resolve("cache-" + links + pull);
            for (Process process : both) {
                tell(process, cache);
            }
            Path snapshot = cache.resolve("models--maker--tiny/snapshots").resolve(FakeHub.COMMIT);
            for (Process process : both) {
                assertEquals(
                        "in " + snapshot,
                        process.inputReader(StandardCharsets.UTF_8).readLine(),
                        "pull " + pull);
            }
            assertArrayEquals(FakeHub.weights(), Files.readAllBytes(snapshot.resolve("model.safetensors")));
            assertEquals("{\"n\": 5}", Files.readString(snapshot.resolve("extra-0.json")));
            try (Stream<Path> files = Files.walk(cache)) {
                assertTrue(files.noneMatch(file -> file.toString().matches(".*\\.(incomplete|tmp)")), cache::toString);
            }
        }
        long downloads = hub.count("/resolve/" + FakeHub.COMMIT + "/model.safetensors");
        assertEquals(PULLS, downloads, "one of both downloads, the other waits");
        for (Process process : both) {
            process.outputWriter(StandardCharsets.UTF_8).close();
            assertTrue(process.waitFor(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void aPullThatWasKilledBlocksNobody() throws Exception {
        Path cache = folder.resolve("cache");
        String weights = "/" + FakeHub.sha256(FakeHub.weights());
        hub.next(weights, FakeHub.hanging(FakeHub.weights(), 100_000));
        Process first = start(true);
        tell(first, cache);
        Path part = cache.resolve("models--maker--tiny/blobs" + weights + ".gemmatune.incomplete");
        for (int i = 0; i < 400 && !(Files.exists(part) && Files.size(part) == 100_000); i++) {
            Thread.sleep(50);
        }
        Process second = start(true);
        tell(second, cache);
        Thread.sleep(500);
        assertTrue(second.isAlive());
        assertEquals(1, hub.count(weights), "it waits");
        first.destroyForcibly().waitFor();
        Path snapshot = cache.resolve("models--maker--tiny/snapshots").resolve(FakeHub.COMMIT);
        assertEquals(
                "in " + snapshot, second.inputReader(StandardCharsets.UTF_8).readLine());
        assertArrayEquals(FakeHub.weights(), Files.readAllBytes(snapshot.resolve("model.safetensors")));
        assertTrue(
                hub.requests.stream().anyMatch(request -> "bytes=100000-".equals(request.range())),
                "it goes on where the other was killed");
    }

    private Process start(boolean links) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Puller.class.getName(),
                        hub.address().toString(),
                        Boolean.toString(links))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        processes.add(process);
        return process;
    }

    private static void tell(Process process, Path cache) throws IOException {
        Writer writer = process.outputWriter(StandardCharsets.UTF_8);
        writer.write(cache + "\n");
        writer.flush();
    }
}
